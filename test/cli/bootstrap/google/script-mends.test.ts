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

const ASKED = ['beta services identity create', 'beta services identity create'];

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
      `${role}|${member}|api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/cloudsql.client', 'roles/cloudsql.instanceUser'])`,
    ]);
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

  const stating = (kmsKey: string): string => {
    const project = '      project: suzumina-prod\n';
    const state = `      state: { bucket: suzumina-state, kmsKey: ${kmsKey} }\n`;
    const folder = changedEstate(project, `${project}${state}`);
    return googleScriptOf(googlePlanOf(deploymentIn(folder), 'prod'));
  };

  test('leaves a key alone that the estate names and it did not make', () => {
    const key = 'projects/suzumina-keys/locations/asia-northeast1/keyRings/a/cryptoKeys/b';
    const machine = new Machine({ holding: { [key]: '' } });
    const { code, out, calls } = machine.script(PROJECT, stating(key));
    expect(code).toBe(0);
    expect(out).toContain(
      `left alone key ${key},\n           which estate.yaml names: service-424242@gs-project-accounts.iam.gserviceaccount.com has to encrypt and decrypt with it\n`,
    );
    const onKey = calls.filter(
      ({ service, options }) => service === 'kms keys' && options.word1 === key,
    );
    expect(onKey.map(({ verb }) => verb)).toEqual(['describe']);
    expect(out).toContain(`bucket: suzumina-state\n        kmsKey: ${key}\n`);
  });

  test('goes on managing its own key once the estate names it', () => {
    const { code, writes } = after({ [KEY]: '1s' }).script(PROJECT, stating(KEY));
    expect(code).toBe(0);
    expect(writes).toContain('kms keys update');
  });
});
