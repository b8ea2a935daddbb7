import { googleScriptOf } from '../../../../cli/bootstrap/google/script';
import {
  PROJECT,
  SHIPPED,
  TEAM,
  changedEstate,
  deploymentIn,
  googlePlanOf,
} from '../../../support/bootstrap-plan';
import { Machine, counted, type Cloud } from '../../../support/machine';

const ASKED = Array<string>(3).fill('beta services identity create');

describe('the script, run again', () => {
  const trust = { principals: [TEAM], github: 'suzumina/databases' };
  const script = googleScriptOf(googlePlanOf(SHIPPED, 'prod', trust));
  let before: Cloud;
  beforeAll(() => {
    const used = new Machine();
    expect(used.script(PROJECT, script).code).toBe(0);
    before = used.cloud;
  });

  /** A machine whose cloud holds what the first run made, with changes. */
  const after = (changes: Cloud): Machine => new Machine({ holding: { ...before, ...changes } });

  const BUCKET = 'suzumina-kura-state-prod-asia-northeast1';
  const KEY = `projects/${PROJECT}/locations/asia-northeast1/keyRings/kura_state/cryptoKeys/prod`;
  test('mends a bucket and its key that were changed, and nothing else', () => {
    const machine = after({
      [`${BUCKET} public`]: 'inherited',
      [`${BUCKET} uniform`]: 'False',
      [`${BUCKET} versioning`]: 'False',
      [`${BUCKET} soft-delete`]: '0',
      [`${BUCKET} key`]: '',
      [`${BUCKET} lifecycle`]: '{"rule": []}',
      [KEY]: '31536000s',
    });
    const { code, writes } = machine.script(PROJECT, script);
    expect(code).toBe(0);
    expect(counted(writes.slice(ASKED.length))).toEqual({
      'kms keys update': 1,
      'storage buckets update': 6,
    });
    expect(machine.cloud).toEqual(before);
  });

  test('marks the trail’s account again that lost its tag, before anybody is granted anything', () => {
    const trail = `kura-audit-prod@${PROJECT}.iam.gserviceaccount.com`;
    const bound = Object.keys(before).filter((name) => name.startsWith('bindings of '));
    expect(bound).toHaveLength(2);
    const [name = ''] = bound.filter((each) => each.endsWith(`10${String(trail.length)}`));
    const machine = after({ [name]: 'tagValues/77' });
    const { writes, calls } = machine.script(PROJECT, script);
    expect(writes.slice(ASKED.length)).toEqual(['resource-manager tags bindings create']);
    const order = calls.map(({ service, verb }) => `${service} ${verb}`);
    expect(order.indexOf('resource-manager tags bindings create')).toBeLessThan(
      order.lastIndexOf('projects get-iam-policy'),
    );
  });

  test('takes back who was let in by hand', () => {
    const policy = `{
"role": "roles/storage.objectViewer",
"members": [
"allUsers"
]
}`;
    const account = `kura-deploy@${PROJECT}.iam.gserviceaccount.com`;
    const machine = after({
      [`${BUCKET} policy`]: policy,
      [`${KEY} policy`]: policy,
      [`account ${account} policy`]: policy,
    });
    expect(machine.script(PROJECT, script).writes.slice(ASKED.length)).toEqual([
      'kms keys set-iam-policy',
      'iam service-accounts set-iam-policy',
      'storage buckets set-iam-policy',
    ]);
    expect(machine.cloud).toEqual(before);
  });

  test('brings a role back to its permissions, also a deleted one', () => {
    const machine = after({
      'role kura_prod_read': 'cloudsql.instances.get;secretmanager.versions.access',
      'role kura_prod_logins deleted': 'True',
    });
    const { writes } = machine.script(PROJECT, script);
    expect(writes.slice(ASKED.length)).toEqual(['iam roles update', 'iam roles undelete']);
    expect(machine.cloud['role kura_prod_read']).toBe(before['role kura_prod_read']);
  });

  test('takes away a grant without its condition, and says what else an account has', () => {
    const member = `serviceAccount:kura-deploy@${PROJECT}.iam.gserviceaccount.com`;
    const role = `projects/${PROJECT}/roles/kura_prod_logins`;
    const machine = after({
      grants: `${before.grants ?? ''}\n${role}|${member}|\nroles/editor|${member}|`,
    });
    const { out, writes, calls } = machine.script(PROJECT, script);
    expect(writes.slice(ASKED.length)).toEqual([
      'projects remove-iam-policy-binding',
      'projects add-iam-policy-binding',
    ]);
    expect(calls.find(({ verb }) => verb === 'remove-iam-policy-binding')?.options).toMatchObject({
      role,
      all: 'true',
    });
    expect(out).toContain(`left alone roles/editor\n           which ${member} has too\n`);
    expect((machine.cloud.grants ?? '').split('\n').filter((row) => row.startsWith(role))).toEqual([
      `${role}|${member}|api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/cloudsql.client', 'roles/cloudsql.instanceUser', 'projects/suzumina-prod/roles/kura_prod_runner', 'projects/suzumina-prod/roles/kura_prod_drill', 'projects/suzumina-prod/roles/kura_prod_drill_source', 'projects/suzumina-prod/roles/kura_prod_watch', 'projects/suzumina-prod/roles/kura_prod_operator'])`,
    ]);
  });

  test('gives a service agent back its role, which another member keeps', () => {
    const role = 'roles/cloudsql.serviceAgent';
    const agent = 'serviceAccount:service-424242@gcp-sa-cloud-sql.iam.gserviceaccount.com';
    const row = `${role}|${agent}|`;
    const grants = (before.grants ?? '').split('\n');
    expect(grants).toContain(row);
    const other = `${role}|serviceAccount:service-555@gcp-sa-cloud-sql.iam.gserviceaccount.com|`;
    const left = [...grants.filter((each) => each !== row), other];
    const machine = after({ grants: left.join('\n') });
    expect(machine.script(PROJECT, script).writes.slice(ASKED.length)).toEqual([
      'projects add-iam-policy-binding',
    ]);
    expect(machine.cloud.grants).toBe([...left, row].join('\n'));
  });

  describe('audit logs', () => {
    const TYPES = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];
    const AUDITED = [
      ...['cloudkms', 'cloudsql', 'iap', 'run', 'secretmanager'].flatMap((name) =>
        TYPES.map((type) => `${name}.googleapis.com|${type}|`),
      ),
      // Who came in as an account, and nothing else of these.
      ...['iam', 'sts'].map((name) => `${name}.googleapis.com|ADMIN_READ|`),
    ].sort();

    test('are on after the first run', () => {
      expect(before.audit?.split('\n')).toEqual(AUDITED);
    });

    test('come beside those that are kept, and whoever is exempt is told of', () => {
      const kept = [
        'allServices|ADMIN_READ|user:a@suzumina.example;user:b@suzumina.example',
        'cloudsql.googleapis.com|DATA_READ|user:c@suzumina.example',
        'storage.googleapis.com|DATA_WRITE|',
      ];
      const machine = after({ audit: kept.join('\n') });
      const { code, out, writes, calls } = machine.script(PROJECT, script);
      expect([code, writes.slice(ASKED.length)]).toEqual([0, ['projects set-iam-policy']]);
      expect(machine.cloud.audit?.split('\n')).toEqual(
        [...kept, ...AUDITED.filter((row) => row !== 'cloudsql.googleapis.com|DATA_READ|')].sort(),
      );
      expect(machine.cloud.grants).toBe(before.grants);
      expect(out).toContain(
        'left alone DATA_READ of cloudsql.googleapis.com,\n           from which is exempt: user:c@suzumina.example\n',
      );
      const policy = calls.find(
        ({ service, verb }) => service === 'projects' && verb === 'set-iam-policy',
      )?.documents[0] as unknown as { bindings: { role: string }[]; auditConfigs: unknown[] };
      expect(policy.bindings).toHaveLength((before.grants ?? '').split('\n').length + 1);
      expect(policy.auditConfigs[0]).toEqual({
        service: 'allServices',
        auditLogConfigs: [
          {
            logType: 'ADMIN_READ',
            exemptedMembers: ['user:a@suzumina.example', 'user:b@suzumina.example'],
          },
        ],
      });
      expect(machine.script(PROJECT, script).writes).toEqual(ASKED);
    });

    test('are written over nothing that somebody else changed in between', () => {
      const machine = after({ audit: 'storage.googleapis.com|DATA_READ|' });
      const { code, out, writes } = machine.script(PROJECT, script, { FAKE_MEDDLING: 'once' });
      expect([code, writes.slice(ASKED.length)]).toEqual([
        0,
        ['projects set-iam-policy', 'projects set-iam-policy'],
      ]);
      expect(out).toContain('waiting    for somebody else who changes the policy\n');
      expect(machine.cloud.grants).toBe(
        `${before.grants ?? ''}\nroles/viewer|user:other@suzumina.example|`,
      );
      expect(machine.cloud.audit?.split('\n')).toEqual(
        [...AUDITED, 'storage.googleapis.com|DATA_READ|'].sort(),
      );
    });

    test('are left alone where a name cannot be written back', () => {
      const audit = 'storage.googleapis.com|DATA_READ|principal://a/"b"';
      const machine = after({ audit });
      expect(machine.script(PROJECT, script)).toMatchObject({
        code: 2,
        err: 'kura bootstrap: the policy of suzumina-prod cannot be written back safely: switch Data Access audit logs on by hand.\n',
      });
      expect(machine.cloud.audit).toBe(audit);
    });

    test('are given up where somebody else changes the policy all the time', () => {
      const machine = after({ audit: 'storage.googleapis.com|DATA_READ|' });
      const { code, err } = machine.script(PROJECT, script, { FAKE_MEDDLING: 'always' });
      expect([code, err]).toEqual([
        2,
        'kura bootstrap: somebody else keeps changing the policy of suzumina-prod: run this again later.\n',
      ]);
      expect(machine.cloud.audit).toBe('storage.googleapis.com|DATA_READ|');
    });
  });

  test('points a provider back at its repository', () => {
    const provider = 'pool kura-prod provider github';
    const machine = after({
      [provider]:
        "ACTIVE|https://token.actions.githubusercontent.com|assertion.repository == 'a/b'",
    });
    const { writes } = machine.script(PROJECT, script);
    expect(writes.slice(ASKED.length)).toEqual([
      'iam workload-identity-pools providers update-oidc',
    ]);
    expect(machine.cloud[provider]).toBe(before[provider]);
  });

  test.each([
    [
      'a bucket of another project',
      { [BUCKET]: '555' },
      `bucket ${BUCKET} is another project’s: write another state.bucket`,
    ],
    [
      'a bucket elsewhere',
      { [`${BUCKET} location`]: 'US' },
      `bucket ${BUCKET} is in US, wanted: asia-northeast1`,
    ],
    [
      'a disabled account',
      { [`account kura-plan@${PROJECT}.iam.gserviceaccount.com`]: 'True' },
      'service account kura-plan@suzumina-prod.iam.gserviceaccount.com is disabled: gcloud iam service-accounts enable kura-plan@suzumina-prod.iam.gserviceaccount.com',
    ],
    [
      'a deleted pool',
      { 'pool kura-prod': 'DELETED' },
      'identity pool kura-prod is deleted: gcloud iam workload-identity-pools undelete kura-prod --location=global --project=suzumina-prod',
    ],
    [
      'a deleted provider',
      { 'pool kura-prod provider github': 'DELETED||' },
      'identity provider github is deleted: gcloud iam workload-identity-pools providers undelete github --location=global --project=suzumina-prod --workload-identity-pool=kura-prod',
    ],
  ])('stops at %s', (_, changes: Cloud, message) => {
    const { code, err } = after(changes).script(PROJECT, script);
    expect([code, err]).toEqual([2, `kura bootstrap: ${message}.\n`]);
  });

  const inRecovery = (kmsKey: string): string =>
    kmsKey.replace('asia-northeast1', 'asia-northeast2');
  const stating = (kmsKey: string): string => {
    const project = '      project: suzumina-prod\n';
    const state = `      state: { bucket: suzumina-state, kmsKey: ${kmsKey} }\n`;
    const away = `      recoveryState: { bucket: suzumina-state-away, kmsKey: ${inRecovery(kmsKey)} }\n`;
    const folder = changedEstate(project, `${project}${state}${away}`);
    return googleScriptOf(googlePlanOf(deploymentIn(folder, true), 'prod'));
  };

  test('leaves keys alone that the estate names and it did not make', () => {
    const key = 'projects/suzumina-keys/locations/asia-northeast1/keyRings/a/cryptoKeys/b';
    const away = inRecovery(key);
    const machine = new Machine({ holding: { [key]: '', [away]: '' } });
    const { code, out, calls } = machine.script(PROJECT, stating(key));
    expect(code).toBe(0);
    for (const each of [key, away]) {
      expect(out).toContain(
        `left alone key ${each},\n           which estate.yaml names: service-424242@gs-project-accounts.iam.gserviceaccount.com has to encrypt and decrypt with it\n`,
      );
    }
    const onKeys = calls.filter(({ service }) => service === 'kms keys');
    expect(onKeys.map(({ verb }) => verb)).toEqual(['describe', 'describe']);
    expect(out).toContain(`bucket: suzumina-state\n        kmsKey: ${key}\n`);
    expect(out).toContain(`bucket: suzumina-state-away\n        kmsKey: ${away}\n`);
  });

  test('goes on managing its own key once the estate names it', () => {
    const { code, writes } = after({ [KEY]: '1s' }).script(PROJECT, stating(KEY));
    expect(code).toBe(0);
    expect(writes).toContain('kms keys update');
  });
});
