import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { planBootstrap } from '../../../../cli/bootstrap/aws/plan';
import { scriptOf } from '../../../../cli/bootstrap/aws/script';
import {
  AUDIT,
  AUDITOR,
  CI,
  KEEPING,
  NAMED,
  PAYMENT,
  PROD,
  SHIPPED,
  RECOVERY_STATE_KEY,
  STATE_KEY,
  deploymentIn,
  planOf,
  statingState,
} from '../../../support/bootstrap-plan';
import { counted, Machine, type Cloud, type Ran } from '../../../support/machine';

describe('the script', () => {
  const github = 'suzumina/databases';
  const script = scriptOf(planOf(SHIPPED, 'prod', { ...NAMED, github }, { ...KEEPING, github }));

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
    expect(counted(first.writes)).toEqual({
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
      'iam create-role': 4,
      // Of the environment's roles nine and three, of the trail's three and two; the boundary is attached to none.
      'iam create-policy': 18,
      'iam attach-role-policy': 17,
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

  test('settles the boundary of roles where it is another, and attaches it to none', () => {
    const arn = `arn:aws:iam::${PROD}:policy/kura-bootstrap/kura-deploy-prod-boundary`;
    const file = Object.keys(before).find((name) => name.endsWith('kura-deploy-prod-boundary v1'));
    if (file === undefined) throw new Error('no boundary');
    const wider = '{ "Version": "2012-10-17", "Statement": [] }';
    const { code, calls, writes } = after({ [file]: wider }).script(PROD, script);
    expect([code, counted(writes)]).toEqual([0, { 'iam create-policy-version': 1 }]);
    const [written] = calls.filter(({ verb }) => verb === 'create-policy-version');
    expect(written?.options['policy-arn']).toBe(arn);
    const attached = first.calls.filter(({ verb }) => verb === 'attach-role-policy');
    expect(attached.map(({ options }) => options['policy-arn'])).not.toContain(arn);
  });

  test('prints state that estate.yaml takes', () => {
    const [stated = ''] = /state:\n.*\n.*\n *recoveryState:\n.*\n.*\n/.exec(first.out) ?? [];
    const folder = statingState();
    const file = path.join(folder, 'estate.yaml');
    const text = readFileSync(file, 'utf8');
    const own = /state: \{ bucket: suzumina-state,.*\n.*\n/;
    expect(text).toMatch(own);
    writeFileSync(file, text.replace(own, stated));
    const [store] = planOf(deploymentIn(folder), 'prod').accounts[0]?.stateStores ?? [];
    expect(store?.bucket).toBe('suzumina-kura-state-prod-ap-northeast-1');
    expect(stated).toContain(String(store?.statedKey));
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
      'kura bootstrap: these are credentials of account 999999999999; wanted: 333333333333 or 444444444444 or 555555555555. Nothing was written.\n',
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
    expect(open).not.toContain('audit_trust=');
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

  describe('in the account that keeps the trail', () => {
    const keeper = new Machine();
    const ran = keeper.script(AUDIT, script);

    test('makes the state of the trail’s stacks and its roles, and nothing when it is run again', () => {
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(counted(ran.writes)).toMatchObject({
        'kms create-key': 2,
        's3api create-bucket': 2,
        'iam create-open-id-connect-provider': 1,
        'iam create-role': 2,
        'iam create-policy': 6,
        'iam attach-role-policy': 6,
      });
      const aliases = ran.calls.filter(({ verb }) => verb === 'create-alias');
      expect(aliases.map(({ options }) => options['alias-name'])).toEqual([
        'alias/kura-audit-state-prod',
        'alias/kura-audit-state-prod',
      ]);
      expect(keeper.script(AUDIT, script)).toMatchObject({ code: 0, err: '', writes: [] });
    });

    test('prints where that state is, as estate.yaml takes it', () => {
      const [, said = ''] =
        /In estate.yaml, below environments.prod.aws.audit:\n((?:.+\n)+)/.exec(ran.out) ?? [];
      expect(said.match(/bucket: .*/g)).toEqual([
        'bucket: suzumina-kura-audit-state-prod-ap-northeast-1',
        'bucket: suzumina-kura-audit-state-prod-ap-northeast-3',
      ]);
      const folder = statingState();
      const file = path.join(folder, 'estate.yaml');
      const text = readFileSync(file, 'utf8').replace(
        /      audit: \{ account: '555555555555', .*\n/,
        `      audit:\n        account: '${AUDIT}'\n${said}`,
      );
      expect(text).toContain('suzumina-kura-audit-state-prod-ap-northeast-3');
      writeFileSync(file, text);
      const [trail] = planOf(deploymentIn(folder), 'prod').accounts.slice(-1);
      expect(trail?.trailStateStores.map(({ statedKey }) => statedKey)).toEqual([
        expect.stringMatching(/^arn:aws:kms:ap-northeast-1:555555555555:key/),
        expect.stringMatching(/^arn:aws:kms:ap-northeast-3:555555555555:key/),
      ]);
    });

    test('stops before any write with credentials of another account', () => {
      const alone = planBootstrap(SHIPPED, {
        ...{ environment: 'prod', trust: NAMED, auditTrust: KEEPING, account: AUDIT },
      });
      if (!alone.ok) throw new Error('no plan');
      const { code, err, writes } = new Machine().script(PROD, scriptOf(alone.value));
      expect([code, writes]).toEqual([2, []]);
      expect(err).toContain('wanted: 555555555555. Nothing was written.');
    });
  });

  describe('with nobody named for the trail', () => {
    const nobody = { principals: [] };
    const run = (account: string, text: string) => {
      const { code, err, calls } = new Machine().script(account, text);
      return [code, err, calls.length > 1];
    };
    const one =
      'kura bootstrap: nobody may be trusted with both the environment and its audit trail: who changes databases must not change what is recorded of it.\n';

    test('does nothing until somebody is, who is nobody of the environment', () => {
      const open = scriptOf(planOf(SHIPPED, 'prod', NAMED, nobody));
      const fill = (who: string) => open.replace("audit_trust='FILL IN'", `audit_trust='${who}'`);
      expect(run(AUDIT, open)).toEqual([
        2,
        'kura bootstrap: fill in audit_trust at the top of this script.\n',
        false,
      ]);
      for (const who of [CI, `arn:aws:iam::${PAYMENT}:role/kura-deploy`]) {
        expect(run(AUDIT, fill(who))).toEqual([2, one, false]);
      }
      expect(run(AUDIT, fill(AUDITOR))).toEqual([0, '', true]);
    });

    test('takes no one for both', () => {
      const open = scriptOf(planOf(SHIPPED, 'prod', nobody, nobody));
      const fill = (trust: string, audit: string) =>
        open
          .replace("audit_trust='FILL IN'", `audit_trust='${audit}'`)
          .replace("trust='FILL IN'", `trust='${trust}'`);
      expect(run(PROD, fill(CI, CI))).toEqual([2, one, false]);
      expect(run(PROD, fill(CI, AUDITOR))).toEqual([0, '', true]);
      const half = scriptOf(planOf(SHIPPED, 'prod', nobody));
      expect(run(PROD, half.replace("trust='FILL IN'", `trust='${AUDITOR}'`))).toEqual([
        2,
        one,
        false,
      ]);
    });
  });
});
