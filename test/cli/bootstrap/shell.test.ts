import { spawnSync } from 'node:child_process';
import { shellWord } from '../../../cli/bootstrap/shell';

test.each(['order', 'a b', "it's", '$(x)', '`x`', '"', '\\', 'a\nb', '', '*', '-x', '~', 'ü'])(
  'a word is one word to bash: %j',
  (word) => {
    const { stdout } = spawnSync('bash', ['-s'], {
      input: `printf '%s' ${shellWord(word)}`,
      encoding: 'utf8',
    });
    expect(stdout).toBe(word);
  },
);
