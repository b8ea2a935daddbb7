import { spawnSync } from 'node:child_process';
import { scriptOf } from '../../../../cli/bootstrap/aws/script';
import {
  CI,
  PAYMENT,
  PROD,
  SHIPPED,
  RECOVERY_STATE_KEY,
  STATE_KEY,
  changedEstate,
  deploymentIn,
  planOf,
  statingState,
} from '../../../support/bootstrap-plan';
import { Machine, type Cloud, type Ran } from '../../../support/machine';

describe('the script', () => {
  const script = scriptOf(
    planOf(SHIPPED, 'prod', { principals: [CI], github: 'suzumina/databases' }),
  );

  test('is sound bash', () => {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('does nothing when it is cut off', () => {
    const machine = new Machine();
    const { calls } = machine.script(PROD, script.slice(0, script.lastIndexOf('\nmain')));
    expect(calls).toEqual([]);
  });

  const used = new Machine();
  let first: Ran;
  let before: Cloud;
  beforeAll(() => {
    first = used.script(PROD, script);
    before = used.cloud;
  });

  /** A machine whose cloud holds what the first run made, with changes. */
  const after = (changes: Cloud): Machine => new Machine({ holding: { ...before, ...changes } });

  test('makes everything at first, and writes nothing when it is run again', () => {
    expect(first).toMatchObject({ code: 0, err: '' });
    const counted = new Map<string, number>();
    for (const write of first.writes) counted.set(write, (counted.get(write) ?? 0) + 1);
    expect(Object.fromEntries(counted)).toEqual({
      'kms create-key': 2,
      'kms create-alias': 2,
      'kms enable-key-rotation': 2,
      's3api create-bucket': 2,
      's3api put-public-access-block': 2,
      's3api put-bucket-ownership-controls': 2,
      's3api put-bucket-encryption': 2,
      's3api put-bucket-versioning': 2,
      's3api put-bucket-lifecycle-configuration': 2,
      's3api put-bucket-policy': 2,
      'iam create-open-id-connect-provider': 1,
      'iam create-role': 2,
      // Of both roles: nine and three.
      'iam create-policy': 12,
      'iam attach-role-policy': 12,
    });
    const key = /kmsKey: (.*)/.exec(first.out)?.[1] ?? '';
    expect(key).toMatch(/^arn:aws:kms:ap-northeast-1:333333333333:key\/[0-9a-f-]{36}$/);
    const away = /kmsKey: (.*ap-northeast-3.*)/.exec(first.out)?.[1] ?? '';
    expect(first.out).toContain(
      `
In estate.yaml, below environments.prod.aws:
      state:
        bucket: suzumina-kura-state-prod-ap-northeast-1
        kmsKey: ${key}
      recoveryState:
        bucket: suzumina-kura-state-prod-ap-northeast-3
        kmsKey: ${away}
`,
    );
    expect(away).toMatch(/^arn:aws:kms:ap-northeast-3:333333333333:key\/[0-9a-f-]{36}$/);

    const second = used.script(PROD, script);
    expect(second).toMatchObject({ code: 0, err: '', writes: [] });
    expect(used.cloud).toEqual(before);
  });

  test('prints state that estate.yaml takes', () => {
    const [stated = ''] = /state:\n.*\n.*\n *recoveryState:\n.*\n.*\n/.exec(first.out) ?? [];
    const account = "      account: '333333333333'\n";
    expect(() => deploymentIn(changedEstate(account, `${account}      ${stated}`))).not.toThrow();
  });

  test('puts the key of each region into that region’s bucket', () => {
    const { calls } = first;
    const keys = new Map(
      calls
        .filter(({ verb }) => verb === 'create-alias')
        .map(({ options }) => [options.region, options['target-key-id']]),
    );
    for (const { options, documents } of calls.filter(({ verb }) => verb === 'put-bucket-policy')) {
      const [, , , own] = documents[0]?.Statement ?? [];
      const region = String(options.region);
      expect(own?.Condition).toMatchObject({
        StringNotEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:${region}:${PROD}:key/${String(keys.get(region))}`,
        },
      });
      expect(options['expected-bucket-owner']).toBe(PROD);
    }
    expect(keys.size).toBe(2);
  });

  test('does the section of the account whose credentials it has', () => {
    const { code, writes, out } = new Machine().script(PAYMENT, script);
    expect(code).toBe(0);
    expect(new Set(writes)).toEqual(
      new Set(['iam create-role', 'iam create-policy', 'iam attach-role-policy']),
    );
    expect(out).not.toContain('state:');
  });

  test('stops before any write with credentials of another account', () => {
    const { code, err, calls } = new Machine().script('999999999999', script);
    expect(code).toBe(2);
    expect(err).toBe(
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333 or 444444444444. Nothing was written.\n',
    );
    expect(calls.map(({ verb }) => verb)).toEqual(['get-caller-identity']);
  });

  test('puts back what was changed, and keeps to IAM’s five versions', () => {
    const arn = `arn:aws:iam::${PROD}:policy/kura-bootstrap/kura-deploy-prod-read`;
    const bucket = 'suzumina-kura-state-prod-ap-northeast-1';
    const machine = after({
      [arn]: 'v1 v2 v3 v4 v5',
      ...Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`${arn} v${i}`, '{}'])),
      [`${bucket} bucket-versioning`]: '{ "Status": "Suspended" }',
    });
    const { code, writes, calls } = machine.script(PROD, script);
    expect(code).toBe(0);
    expect(writes).toEqual([
      's3api put-bucket-versioning',
      'iam delete-policy-version',
      'iam create-policy-version',
    ]);
    expect(calls.find(({ verb }) => verb === 'delete-policy-version')?.options['version-id']).toBe(
      'v1',
    );
  });

  test.each([
    's3api head-bucket',
    'kms list-aliases',
    'iam get-role',
    'sts get-caller-identity',
    's3api get-bucket-policy',
  ])('stops where AWS refuses %s, instead of taking it for absent', (refused) => {
    const { code, err, calls } = new Machine().script(PROD, script, { FAKE_REFUSES: refused });
    expect(code).not.toBe(0);
    expect(err).toContain('AccessDenied');
    expect(`${String(calls.at(-1)?.service)} ${String(calls.at(-1)?.verb)}`).toBe(refused);
  });

  const stated = scriptOf(planOf(deploymentIn(statingState()), 'prod'));
  const KEY_ID = STATE_KEY.slice(STATE_KEY.lastIndexOf('/') + 1);
  const AWAY_ID = RECOVERY_STATE_KEY.slice(RECOVERY_STATE_KEY.lastIndexOf('/') + 1);
  const theKey = (rotates: 'True' | 'False'): Cloud => ({
    [`ap-northeast-3 key ${AWAY_ID} policy`]: '{}',
    [`ap-northeast-3 key ${AWAY_ID} rotates`]: rotates,
    [`ap-northeast-1 key ${KEY_ID} policy`]: '{}',
    [`ap-northeast-1 key ${KEY_ID} rotates`]: rotates,
  });

  test('leaves keys alone that the estate names and it did not make', () => {
    const machine = new Machine({ holding: theKey('False') });
    const { code, out, calls } = machine.script(PROD, stated);
    expect(code).toBe(0);
    for (const key of [STATE_KEY, RECOVERY_STATE_KEY]) {
      expect(out).toContain(`left alone key ${key}, which estate.yaml names`);
    }
    expect(calls.filter(({ verb }) => verb === 'create-key')).toEqual([]);
    expect(out).toContain(`bucket: suzumina-state\n        kmsKey: ${STATE_KEY}\n`);
    expect(out).toContain(`bucket: suzumina-state-away\n        kmsKey: ${RECOVERY_STATE_KEY}\n`);
  });

  test('goes on managing its own keys once the estate names them', () => {
    const machine = after({
      ...theKey('True'),
      'ap-northeast-1 alias/kura-state-prod': KEY_ID,
      'ap-northeast-3 alias/kura-state-prod': AWAY_ID,
    });
    const { code, writes } = machine.script(PROD, stated);
    expect(code).toBe(0);
    expect(writes).toContain('kms put-key-policy');
    expect(writes).not.toContain('kms create-key');
  });

  test('does nothing until somebody is trusted, and then trusts them', () => {
    const machine = new Machine();
    const open = scriptOf(planOf(SHIPPED, 'prod', { principals: [] }));
    const { code, err, calls } = machine.script(PROD, open);
    expect([code, err, calls]).toEqual([
      2,
      'kura bootstrap: fill in trust at the top of this script.\n',
      [],
    ]);
    const filled = machine.script(PAYMENT, open.replace("trust='FILL IN'", `trust='${CI}'`));
    expect(filled.code).toBe(0);
    const trust = filled.calls.find(({ verb }) => verb === 'create-role')?.documents[0]
      ?.Statement[0];
    expect(trust?.Principal).toEqual({ AWS: [CI] });
  });
});
