import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadEstate } from '../model/language/load-estate';
import { sayProblem } from '../model/problem';
import { resolve } from '../model/resolver/resolve';

const root = path.resolve(__dirname, '..');

/** A fenced block of a page: its language, what the comment above it says, and its text. */
interface Block {
  page: string;
  language: string;
  mark: string | undefined;
  text: string;
}

const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`)
    .sort(),
];
const blocks = pages.flatMap(blocksOf);

function blocksOf(page: string): Block[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const fence = /(?:<!-- ([^>]*) -->\n\n)?^( *)```(\w*)\n([\s\S]*?)^\2```$/gm;
  return [...text.matchAll(fence)].map(([, mark, indent = '', language = '', body = '']) => ({
    page,
    language,
    mark,
    text: indent === '' ? body : body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

const marked = (kind: string) =>
  blocks.flatMap((block) => {
    const match = new RegExp(`^${kind}: (.*)$`).exec(block.mark ?? '');
    return match?.[1] === undefined ? [] : [{ ...block, about: match[1] }];
  });

/** What the pages tell people to run and no test does: it installs, or reaches a cloud. */
const NOT_RUN = [
  'npm ci && npm run synth',
  'npm cit',
  'npx cdktf deploy prod-aws-audit prod-aws-audit-recovery',
  'npx cdktf deploy prod-google-audit prod-google-audit-recovery',
  'npx cdktf diff prod-aws-foundation',
  'npx cdktf deploy prod-aws-foundation',
  'npx cdktf diff prod-aws-order',
  'npx cdktf deploy prod-aws-foundation prod-aws-order',
  'npx cdktf deploy prod-google-foundation prod-google-suzumina-web',
  'npx kura sql apply prod/suzumina-web',
  'npx cdktf deploy prod-aws-recovery prod-aws-order-recovery',
  'npx cdktf deploy prod-google-recovery prod-google-suzumina-web-recovery',
];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'kura-docs-'));
  for (const part of ['cli', 'model', 'constructs', 'runner', 'stacks', 'estate', 'docs'])
    cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  for (const file of ['build.mjs', 'cdktf.json', 'main.ts', 'package.json', 'tsconfig.json'])
    cpSync(path.join(root, file), path.join(copy, file));
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a command of a page in the copy, as a stranger would. */
function run(command: string) {
  const [program = '', ...rest] = command.split(' ');
  const [file, args] =
    program === 'npx' && rest[0] === 'kura'
      ? [process.execPath, ['cli/kura.mjs', ...rest.slice(1)]]
      : [program, program === 'npm' ? ['--silent', ...rest] : rest];
  const { KURA_ESTATE: _, ...env } = process.env;
  return spawnSync(file, args, { cwd: copy, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });
}

describe('blocks', () => {
  it('are of a kind that a test reads', () => {
    const unread = blocks.filter(
      ({ language, mark }) =>
        !['console', 'sh'].includes(language) &&
        !(language === 'text' && mark === undefined) &&
        !/^(?:file|part|refused|excerpt|sql|explain|prints|query): /.test(mark ?? ''),
    );
    expect(unread).toEqual([]);
  });

  it('name only commands that are known not to be run, where they are not run', () => {
    const commands = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'));
    expect(commands.filter((command) => !NOT_RUN.includes(command))).toEqual([]);
    expect(NOT_RUN.filter((command) => !commands.includes(command))).toEqual([]);
  });

  const consoles = blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ page, text }) =>
      text
        .split(/^\$ /m)
        .slice(1)
        .map((part) => {
          const [command = '', ...output] = part.split('\n');
          return { page, command, output: output.join('\n') };
        }),
    );
  it.each(consoles)('$page: `$command` prints what the page shows', ({ command, output }) => {
    const { stdout, stderr, status } = run(command);
    expect({ stderr: status === 0 ? '' : stderr, stdout }).toEqual({ stderr: '', stdout: output });
  });

  it.each(marked('file'))('$page: $about resolves in the shipped estate', ({ about, text }) => {
    expect(problemsWith(about, text)).toEqual([]);
  });

  it('show the service that ships as it is', () => {
    const [order] = marked('file').filter(({ about }) => about === 'services/order.yaml');
    const file = readFileSync(path.join(root, 'estate/services/order.yaml'), 'utf8');
    expect(order?.text).toBe(file.replace(/^#.*\n/, ''));
    expect(order?.text.trim().split('\n')).toHaveLength(10);
  });

  it.each(marked('refused'))('$page: $about is refused as the page shows', (block) => {
    const { page, about, text } = block;
    const next = blocks[blocks.findIndex((each) => each.page === page && each.text === text) + 1];
    expect(next?.text).toBe(`${problemsWith(about, text).join('\n')}\n`);
  });

  it.each(marked('sql'))('$page: the SQL of $about has these lines in this order', (block) => {
    const printed = run(`npx kura sql ${block.about}`).stdout.split('\n');
    const shown = block.text.trim().split('\n');
    expect(printed.filter((line) => shown.includes(line))).toEqual(shown);
  });

  const printing = [
    ...marked('explain').map((block) => ({ ...block, about: `explain ${block.about}` })),
    ...marked('prints'),
  ];
  it.each(printing)('$page: kura $about prints these lines in this order', (block) => {
    const printed = run(`npx kura ${block.about}`).stdout.split('\n');
    const shown = block.text.trimEnd().split('\n');
    const begins = printed.indexOf(shown[0] ?? '');
    expect(printed.slice(begins, begins + shown.length)).toEqual(shown);
  });

  it('asks each question that stands on a page in a test, once', () => {
    const names = marked('query').map(({ page, about }) => `${page} ${about}`);
    expect(names.length).toBeGreaterThan(40);
    expect(new Set(names).size).toBe(names.length);
    expect(
      names.filter(
        (name) => !/^docs\/audit-trail\/(?:aws\.md athena|google\.md log-analytics) /.test(name),
      ),
    ).toEqual([]);
  });

  it.each(marked('part'))('$page: a part of $about is as it ships', ({ about, text }) => {
    const file = readFileSync(path.join(root, 'estate', about), 'utf8');
    // A page begins at the margin what stands deeper in the file.
    const indented = [0, 2, 4, 6].map((width) =>
      text.replaceAll(/^/gm, ' '.repeat(width)).trimEnd(),
    );
    expect(indented.filter((part) => file.includes(`\n${part}\n`))).toHaveLength(1);
  });

  it.each(marked('excerpt'))('$page: $about is in the output', ({ about, text }) => {
    const [stack = '', place = ''] = about.split(' ');
    expect(run('npx kura synth').status).toBe(0);
    const file = path.join(copy, 'cdktf.out/stacks', stack, 'cdk.tf.json');
    const found = place
      .split('.')
      .reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        JSON.parse(readFileSync(file, 'utf8')),
      );
    expect(found).toMatchObject(JSON.parse(text) as object);
  });
});

/** What is said about the shipped estate with one file in place of its own. */
function problemsWith(file: string, text: string): string[] {
  const folder = mkdtempSync(path.join(copy, 'estate-'));
  cpSync(path.join(root, 'estate'), folder, { recursive: true });
  writeFileSync(path.join(folder, file), text);
  const estate = loadEstate(folder);
  if (!estate.ok) return estate.problems.map(sayProblem);
  const deployment = resolve(estate.value);
  return deployment.ok ? [] : deployment.problems.map(sayProblem);
}

it('say alike how a Cloud SQL instance with a password comes to be', () => {
  const how = 'deploy it first with `via: iam` in its place, then with `via: secret`';
  for (const page of ['README.md', 'docs/decisions/0010-password-policy-of-cloud-sql.md'])
    expect(readFileSync(path.join(root, page), 'utf8')).toContain(how);
  rmSync(path.join(copy, 'estate/instances.lock.yaml'));
  const { stdout } = run('npx kura synth');
  cpSync(path.join(root, 'estate'), path.join(copy, 'estate'), { recursive: true });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(how);
});

describe('links', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target = '']) => ({ page, target }),
    ),
  );

  it('lead to files that exist', () => {
    const dead = links
      .filter(({ target }) => !/^https?:/.test(target))
      .filter(({ page, target }) => !existsSync(path.join(root, path.dirname(page), target)));
    expect(dead).toEqual([]);
  });
});

describe('kura docs', () => {
  it('finds the generated files up to date', () => {
    const { status, stderr } = run('npx kura docs --check');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('names each stale, missing or foreign file and the command that mends it, then mends it', () => {
    const changed = path.join(copy, 'docs/reference/tiers.md');
    const before = readFileSync(changed, 'utf8');
    writeFileSync(changed, before.replace('Tiers', 'Sizes'));
    unlinkSync(path.join(copy, 'docs/requirements.md'));
    writeFileSync(path.join(copy, 'docs/schema/old.schema.json'), '{}\n');
    const { status, stderr } = run('npx kura docs --check');
    expect(status).toBe(1);
    expect(stderr).toBe(
      ['docs/reference/tiers.md', 'docs/requirements.md', 'docs/schema/old.schema.json']
        .map((file) => `${file}: must be as generated, got another text. ${CURE}\n`)
        .join(''),
    );
    expect(run('npx kura docs --write').stdout).toBe('16 generated files, 3 changed.\n');
    expect(readFileSync(changed, 'utf8')).toBe(before);
    expect(run('npx kura docs --check').status).toBe(0);
  });
});

const CURE = 'Run `npm run docs` and commit it.';
