import type { Deployment, Instance } from '../../../model/deployment/deployment';
import { EMPTY_LOCK, formatLock, lockOf } from '../../../model/placement/instance-lock';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  resolveFiles,
  SMALL_ESTATE,
  type EstateFiles,
} from '../../support/estate-folder';

const APPROVAL = `breakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]\n`;

/** One environment with one instance of one service, on either cloud. */
const CLOUDS: readonly (readonly [cloud: string, stack: string, files: EstateFiles])[] = [
  ['AWS', 'prod-aws-order', SMALL_ESTATE],
  ['Google', 'prod-google-web', GOOGLE_ESTATE],
];

/** The estate with lines after its one service’s own, and the lock that its last deploy left. */
function withLines(files: EstateFiles, lines: string, before?: Deployment): EstateFiles {
  return {
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        name.startsWith('services/') ? `${String(text)}${lines}` : text,
      ]),
    ),
    ...(before ? { 'instances.lock.yaml': formatLock(lockOf(before, EMPTY_LOCK)) } : {}),
  };
}

const only = ({ instances: [instance] }: Deployment): Instance => {
  if (!instance) throw new Error('no instance');
  return instance;
};

describe.each(CLOUDS)('an instance on %s', (_, stack, files) => {
  const serving = deploymentOf(files);
  const retiring = deploymentOf(withLines(files, `state: retiring\n${APPROVAL}`, serving));

  test('serves until something says otherwise, and the lock says nothing of it', () => {
    expect(only(serving).lifecycle.value).toBe('serving');
    expect(Object.keys(lockOf(serving, EMPTY_LOCK).stacks[stack] ?? {})).not.toContain('state');
  });

  test('is retired only once the lock knows that it was deployed as retiring', () => {
    const retired = withLines(files, `state: retired\n${APPROVAL}`);
    const say = (before: string): unknown =>
      expect.stringContaining(
        `must have been deployed as retiring before it is retired, got ${before} in the lock. Write \`state: retiring\`, deploy it, run \`npx kura lock\`, and then write \`state: retired\`.`,
      );
    const after = (before: Deployment): EstateFiles =>
      withLines(files, `state: retired\n${APPROVAL}`, before);
    expect(resolveFiles(retired).problems).toEqual([say('no instance')]);
    expect(resolveFiles(after(serving)).problems).toEqual([say('one that is serving')]);
    expect(only(deploymentOf(after(retiring))).lifecycle).toMatchObject({
      value: 'retired',
      reason: 'the service says so',
    });
  });

  test('stays retired, and may serve again', () => {
    const retired = deploymentOf(withLines(files, `state: retired\n${APPROVAL}`, retiring));
    expect(lockOf(retired, EMPTY_LOCK).stacks[stack]?.state).toBe('retired');
    const still = deploymentOf(withLines(files, `state: retired\n${APPROVAL}`, retired));
    expect(still).toEqual(retired);
    expect(only(deploymentOf(withLines(files, '', retired))).lifecycle.value).toBe('serving');
  });

  test('changes, where it retires, whether it serves and what protects it, and nothing else', () => {
    const [before, after] = [only(serving), only(retiring)];
    const changed = Object.keys(after).filter((key) => !same(before, after, key as keyof Instance));
    expect(changed).toEqual(['lifecycle', 'breakGlass', 'decisions']);
    const decisions = Object.entries(after.decisions).filter(
      ([name, decision]) =>
        JSON.stringify(decision) !==
        JSON.stringify(Object.entries(before.decisions).find(([each]) => each === name)?.[1]),
    );
    expect(decisions.map(([name]) => name)).toEqual(['deletionProtection', 'preventDestroy']);
    for (const [, { value, reason }] of decisions) {
      expect(value).toBe(false);
      expect(reason).toBe('off by break-glass: its data has moved (cto@acme.example)');
    }
  });

  test('keeps its databases, its homes and its name in the lock, whatever it is', () => {
    const [was, is] = [serving, retiring].map((each) => lockOf(each, EMPTY_LOCK).stacks[stack]);
    expect(is).toEqual({ ...was, state: 'retiring' });
  });

  test('has the lock that was written', () => {
    const lock = lockOf(retiring, EMPTY_LOCK);
    const again = deploymentOf(withLines(files, `state: retiring\n${APPROVAL}`, retiring));
    expect(formatLock(lock)).toContain('\n  state: retiring\n');
    expect(lockOf(again, lock)).toEqual(lock);
  });
});

const same = (a: Instance, b: Instance, key: keyof Instance): boolean =>
  JSON.stringify(a[key]) === JSON.stringify(b[key]);

describe('several services on one instance', () => {
  const service = (name: string, state: string): string =>
    `service: ${name}
owner: team-${name}
cloud: aws
engine: postgres
placement: shared
${state === 'serving' ? '' : `state: ${state}\n${APPROVAL}`}access: [{ identity: role/${name}, role: writer }]
`;
  const shop = (cart: string, order: string): EstateFiles => ({
    ...SMALL_ESTATE,
    'services/cart.yaml': service('cart', cart),
    'services/order.yaml': service('order', order),
  });

  test('retire together', () => {
    const { instances } = deploymentOf(shop('retiring', 'retiring'));
    expect(instances.map(({ id, lifecycle }) => [id, lifecycle.value])).toEqual([
      ['shared-postgres', 'retiring'],
    ]);
  });

  test.each([
    ['serving', 'retiring', 'services/cart.yaml:1:1', 'retiring', 'serving'],
    ['retiring', 'serving', 'services/order.yaml:1:1', 'retiring', 'serving'],
    ['retired', 'retiring', 'services/order.yaml:6:1', 'retired', 'retiring'],
  ])('one of which is %s and the other %s are refused', (cart, order, place, demanded, got) => {
    const { problems } = resolveFiles(shop(cart, order));
    expect(problems).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^${place}: every service on prod/shared-postgres must be ${demanded}, .*got "${got}"\\. An instance retires as a whole`,
        ),
      ),
    );
  });

  test('are two where another instance retires: it says nothing of theirs', () => {
    const files = {
      ...shop('serving', 'serving'),
      'services/old.yaml': service('old', 'retiring').replace('shared', 'dedicated'),
    };
    const { instances } = deploymentOf(files);
    expect(instances.map(({ id, lifecycle }) => [id, lifecycle.value])).toEqual([
      ['old', 'retiring'],
      ['shared-postgres', 'serving'],
    ]);
  });
});

test('one environment retires an instance that another goes on with', () => {
  const estate = String(SMALL_ESTATE['estate.yaml']);
  const staging = estate
    .slice(estate.indexOf('  prod:'))
    .replace('prod:', 'staging:')
    .replace('preset: production', 'preset: staging')
    .replaceAll('3', '2')
    .replace('ap-northeast-2', 'ap-northeast-3');
  const files = withLines(
    { ...SMALL_ESTATE, 'estate.yaml': `${estate}${staging}` },
    `overrides: { staging: { state: retiring, ${APPROVAL.trim()} } }\n`,
  );
  expect(
    deploymentOf(files).instances.map(({ stack, lifecycle, decisions }) => [
      stack,
      lifecycle.value,
      decisions.deletionProtection.value,
    ]),
  ).toEqual([
    ['prod-aws-order', 'serving', true],
    ['staging-aws-order', 'retiring', false],
  ]);
});
