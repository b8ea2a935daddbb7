import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Case {
  file: string;
  code: string;
  rule?: string;
}

const imports = '@typescript-eslint/no-restricted-imports';
const globals = 'no-restricted-globals';
const use = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;
const type = (from: string) => `import type { X } from '${from}';\nexport type Y = X;\n`;
const say = (expression: string) => `export const y = ${expression};\n`;

const refused: Required<Case>[] = [
  // Provider barrels, everywhere.
  { file: 'stacks/a.ts', code: use('@cdktf/provider-aws'), rule: imports },
  { file: 'constructs/aws/a.ts', code: use('@cdktf/provider-aws'), rule: imports },
  { file: 'constructs/google/a.ts', code: use('@cdktf/provider-google/lib/index'), rule: imports },
  { file: 'test/a.test.ts', code: use('@cdktf/provider-google'), rule: imports },
  { file: 'cli/a.ts', code: use('@cdktf/provider-aws/lib'), rule: imports },
  { file: 'stacks/a.ts', code: `export * from '@cdktf/provider-aws';\n`, rule: imports },
  // The inside of cdktf, in all files but one.
  { file: 'stacks/a.ts', code: use('cdktf/lib/tokens/private/stack-trace'), rule: imports },
  { file: 'test/a.test.ts', code: use('cdktf/lib/app'), rule: imports },
  // Escapes from the types, and unexplained ones from the linter.
  {
    file: 'model/a.ts',
    code: 'export const y: any = 1;\n',
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    file: 'test/a.test.ts',
    code: 'export const y = (x?: string) => x!.length;\n',
    rule: '@typescript-eslint/no-non-null-assertion',
  },
  {
    file: 'cli/a.ts',
    code: '// eslint-disable-next-line eqeqeq\nexport const y = (x: string) => x == "1";\n',
    rule: 'kura/explain-disable',
  },
  {
    file: 'cli/a.ts',
    code: '/* eslint-disable */\nexport const y = (x: string) => x == "1";\n',
    rule: 'kura/explain-disable',
  },
  // Clock, randomness, environment and network.
  { file: 'model/a.ts', code: say('new Date()'), rule: globals },
  { file: 'constructs/aws/a.ts', code: say('Date.now()'), rule: globals },
  { file: 'policies/rules/a.ts', code: say('Date.now()'), rule: globals },
  { file: 'stacks/a.ts', code: say('Math.random()'), rule: 'no-restricted-properties' },
  { file: 'stacks/a.ts', code: say('crypto.randomUUID()'), rule: globals },
  { file: 'stacks/a.ts', code: use('node:crypto'), rule: imports },
  { file: 'model/a.ts', code: say('process.env.HOME'), rule: globals },
  { file: 'stacks/a.ts', code: say('process.cwd()'), rule: globals },
  { file: 'stacks/a.ts', code: say('globalThis.process'), rule: globals },
  { file: 'stacks/a.ts', code: use('node:process'), rule: imports },
  { file: 'constructs/google/a.ts', code: 'setTimeout(() => 1, 1);\n', rule: globals },
  { file: 'model/a.ts', code: use('node:child_process'), rule: imports },
  { file: 'stacks/a.ts', code: use('node:net'), rule: imports },
  { file: 'stacks/a.ts', code: use('node:https'), rule: imports },
  { file: 'constructs/aws/a.ts', code: use('node:os'), rule: imports },
  { file: 'model/a.ts', code: use('node:fs'), rule: imports },
  { file: 'stacks/a.ts', code: use('node:fs'), rule: imports },
  { file: 'policies/a.ts', code: use('node:fs'), rule: imports },
  // Import directions.
  { file: 'main.ts', code: use('cdktf'), rule: imports },
  { file: 'main.ts', code: use('./cli/a'), rule: imports },
  { file: 'model/a.ts', code: use('cdktf'), rule: imports },
  { file: 'model/a.ts', code: use('constructs'), rule: imports },
  { file: 'model/a.ts', code: use('../stacks/a'), rule: imports },
  { file: 'model/a.ts', code: type('../cli/a'), rule: imports },
  {
    file: 'model/a.ts',
    code: `export const y = import('../cli/a');\n`,
    rule: 'no-restricted-syntax',
  },
  { file: 'constructs/aws/a.ts', code: use('../../model/a'), rule: imports },
  { file: 'constructs/google/a.ts', code: use('../../stacks/a'), rule: imports },
  { file: 'constructs/google/a.ts', code: type('../../cli/a'), rule: imports },
  { file: 'constructs/aws/a.ts', code: use('@cdktf/provider-google/lib/sql-user'), rule: imports },
  { file: 'constructs/aws/a.ts', code: use('../google/a'), rule: imports },
  { file: 'constructs/google/a.ts', code: use('../aws/a'), rule: imports },
  { file: 'constructs/aws/a.ts', code: use('zod'), rule: imports },
  { file: 'stacks/a.ts', code: use('../cli/a'), rule: imports },
  { file: 'stacks/a.ts', code: use('../policies/a'), rule: imports },
  { file: 'policies/rules/a.ts', code: type('../../model/a'), rule: imports },
  { file: 'policies/a.ts', code: use('../constructs/aws/a'), rule: imports },
  { file: 'policies/a.ts', code: use('../stacks/a'), rule: imports },
  { file: 'policies/a.ts', code: use('cdktf'), rule: imports },
  { file: 'reports/a.ts', code: use('../policies/a'), rule: imports },
  { file: 'review/a.ts', code: use('../stacks/a'), rule: imports },
  { file: 'runner/a.ts', code: use('../model/a'), rule: imports },
  { file: 'constructs/a.ts', code: use('../cli/a'), rule: imports },
  { file: 'constructs/a.ts', code: use('node:fs'), rule: imports },
  { file: 'model/a.ts', code: say("'a'.localeCompare('b')"), rule: 'no-restricted-syntax' },
  { file: 'model/a.ts', code: say('(1).toLocaleString()'), rule: 'no-restricted-syntax' },
  { file: 'stacks/a.ts', code: say("path.resolve('.')"), rule: 'no-restricted-syntax' },
  {
    file: 'model/access/identity.ts',
    code: "export { x } from './x';\nimport { randomUUID } from 'node:crypto';\nexport const y = randomUUID;\n",
    rule: 'no-restricted-syntax',
  },
];

const allowed: Case[] = [
  { file: 'stacks/a.ts', code: use('@cdktf/provider-aws/lib/provider') },
  { file: 'stacks/a.ts', code: use('@cdktf/provider-google/lib/provider') },
  { file: 'constructs/aws/a.ts', code: use('@cdktf/provider-aws/lib/db-instance') },
  { file: 'constructs/google/a.ts', code: use('@cdktf/provider-google/lib/sql-user') },
  { file: 'stacks/cdktf-internals.ts', code: use('cdktf/lib/tokens/private/stack-trace') },
  { file: 'model/a.ts', code: 'export const y: unknown = 1;\n' },
  { file: 'test/a.test.ts', code: 'export const y = (x?: string) => x?.length;\n' },
  {
    file: 'cli/a.ts',
    code: '// eslint-disable-next-line eqeqeq -- a reason\nexport const y = (x: string) => x == "1";\n',
  },
  { file: 'cli/a.ts', code: say('[new Date(), Math.random(), process.env]') },
  { file: 'main.ts', code: say('process.cwd()') },
  {
    file: 'test/a.test.ts',
    code: say('[Date.now(), crypto.randomUUID(), setTimeout(() => 1, 1)]'),
  },
  { file: 'stacks/a.ts', code: say('Math.max(1, 2)') },
  { file: 'model/language/load-estate.ts', code: use('node:fs') },
  { file: 'stacks/output.ts', code: use('node:fs') },
  { file: 'main.ts', code: use('node:fs') },
  { file: 'cli/a.ts', code: use('node:child_process') },
  { file: 'main.ts', code: use('./model/a') + type('./stacks/a') },
  { file: 'model/tables/a.ts', code: use('zod') + type('yaml') },
  { file: 'model/tables/a.ts', code: use('../a') + type('node:path') },
  { file: 'constructs/aws/a.ts', code: use('cdktf') + type('../../model/a') },
  { file: 'constructs/aws/a.ts', code: use('constructs') },
  { file: 'constructs/google/a.ts', code: use('./b') + type('../../model/a') },
  { file: 'stacks/a.ts', code: use('../constructs/aws/a') + type('../model/a') },
  { file: 'policies/rules/a.ts', code: use('../graph/a') },
  { file: 'reports/a.ts', code: type('../policies/a') },
  { file: 'review/a.ts', code: use('../policies/graph/a') },
  { file: 'cli/a.ts', code: use('../stacks/a') + type('cdktf') },
  {
    file: 'test/a.test.ts',
    code: use('../constructs/aws/a') + type('@cdktf/provider-aws/lib/db-instance'),
  },
];

describe('the linter', () => {
  const found = lint([...refused, ...allowed]);
  const named = (cases: Case[]) =>
    cases.map(({ file, code, rule }) => ({ file, code: JSON.stringify(code), rule }));

  test.each(named(refused))('$rule refuses $code in $file', ({ file, code, rule }) => {
    expect(found(file, code)).toContain(rule);
  });

  test.each(named(allowed))('allows $code in $file', ({ file, code }) => {
    expect(found(file, code)).toEqual([]);
  });
});

/**
 * Lints all snippets in one process of its own, since jest cannot import an ESM config. The files do not
 * exist, so rules that need types are off; none of the bans above needs them.
 */
function lint(cases: Case[]): (file: string, code: string) => string[] {
  const script = `
    import { ESLint } from 'eslint';
    import { text } from 'node:stream/consumers';
    import tseslint from 'typescript-eslint';
    const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });
    const rules = [];
    for (const { file, code } of JSON.parse(await text(process.stdin))) {
      const [result] = await eslint.lintText(code, { filePath: file });
      rules.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
    }
    console.log(JSON.stringify(rules));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: path.resolve(__dirname, '..'),
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  const rules = JSON.parse(output) as string[][];
  const key = (file: string, code: string) => `${file} ${code}`;
  const byCase = new Map(
    cases.map(({ file, code }, i) => [key(file, JSON.stringify(code)), rules[i]]),
  );
  return (file, code) => byCase.get(key(file, code)) ?? ['not linted'];
}
