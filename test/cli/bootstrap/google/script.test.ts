import { spawnSync } from 'node:child_process';
import { googleScriptOf } from '../../../../cli/bootstrap/google/script';
import {
  OWN_PROJECT,
  PROJECT,
  KEPT,
  KEPT_APART,
  SHIPPED,
  TEAM,
  TRAIL_PROJECT,
  changedEstate,
  deploymentIn,
  googlePlanOf,
  isolatingWeb,
  keepingBeside,
} from '../../../support/bootstrap-plan';
import { Machine, counted, type Cloud, type Ran } from '../../../support/machine';

const GITHUB = { principals: [TEAM], github: 'suzumina/databases' };
const ASKED = Array<string>(3).fill('beta services identity create');

describe('the script', () => {
  const script = googleScriptOf(googlePlanOf(SHIPPED, 'prod', GITHUB));

  test('is sound bash', () => {
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).error === undefined;
  (shellcheck ? test : test.skip)('passes shellcheck', () => {
    const { stdout } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test('does nothing when it is cut off', () => {
    const { calls } = new Machine().script(PROJECT, script.slice(0, script.lastIndexOf('\nmain')));
    expect(calls).toEqual([]);
  });

  const used = new Machine();
  let first: Ran;
  let before: Cloud;
  beforeAll(() => {
    first = used.script(PROJECT, script);
    before = used.cloud;
  });

  test('makes everything at first, and writes nothing when it is run again', () => {
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(counted(first.writes)).toEqual({
      'services enable': 1,
      'beta services identity create': 3,
      'kms keyrings create': 2,
      'kms keys create': 2,
      'kms keys set-iam-policy': 2,
      'storage buckets create': 2,
      // Versions and lifecycle of each.
      'storage buckets update': 4,
      'storage buckets set-iam-policy': 2,
      'iam roles create': 21,
      'iam service-accounts create': 4,
      'resource-manager tags keys create': 1,
      'resource-manager tags values create': 1,
      'resource-manager tags bindings create': 2,
      'iam service-accounts set-iam-policy': 4,
      'iam workload-identity-pools create': 1,
      'iam workload-identity-pools providers create-oidc': 1,
      'projects add-iam-policy-binding': 19,
      'projects set-iam-policy': 1,
    });
    expect(first.out).toContain(
      `
In estate.yaml, below environments.prod.google:
      state:
        bucket: suzumina-kura-state-prod-asia-northeast1
        kmsKey: projects/suzumina-prod/locations/asia-northeast1/keyRings/kura_state/cryptoKeys/prod
      recoveryState:
        bucket: suzumina-kura-state-prod-asia-northeast2
        kmsKey: projects/suzumina-prod/locations/asia-northeast2/keyRings/kura_state/cryptoKeys/prod
`,
    );

    const second = used.script(PROJECT, script);
    // There is no command that asks whether an agent is there; to ask for it again changes nothing.
    expect(second).toMatchObject({ code: 0, err: '', writes: ASKED });
    expect(used.cloud).toEqual(before);
  });

  test('prints state that estate.yaml takes', () => {
    const stated = /state:\n.*\n.*\n *recoveryState:\n.*\n.*\n/.exec(first.out)?.[0] ?? '';
    const project = '      project: suzumina-prod\n';
    expect(() =>
      deploymentIn(changedEstate(project, `${project}      ${stated}`), true),
    ).not.toThrow();
  });

  test('makes what keeps the trail in a project of its own, and writes nothing when it is run again', () => {
    const { github } = GITHUB;
    const kept = googleScriptOf(googlePlanOf(SHIPPED, 'prod', GITHUB, { ...KEPT, github }));
    const machine = new Machine();
    const { code, err, out, writes } = machine.script(TRAIL_PROJECT, kept);
    expect([code, err]).toEqual([0, '']);
    expect(counted(writes)).toEqual({
      'services enable': 1,
      'kms keyrings create': 2,
      'kms keys create': 2,
      'kms keys set-iam-policy': 2,
      'storage buckets create': 2,
      'storage buckets update': 4,
      'storage buckets set-iam-policy': 2,
      'iam roles create': 7,
      'iam service-accounts create': 2,
      'resource-manager tags keys create': 1,
      'resource-manager tags values create': 1,
      'resource-manager tags bindings create': 2,
      'iam workload-identity-pools create': 1,
      'iam workload-identity-pools providers create-oidc': 1,
      'iam service-accounts set-iam-policy': 2,
      'projects add-iam-policy-binding': 6,
      'projects set-iam-policy': 1,
      'alpha resource-manager liens create': 1,
    });
    expect(machine.cloud.liens).toBe('kura-prod|resourcemanager.projects.delete');
    expect(machine.cloud.audit?.split('\n')).toEqual([
      ...['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map(
        (type) => `cloudkms.googleapis.com|${type}|`,
      ),
      'iam.googleapis.com|ADMIN_READ|',
      ...['ADMIN_READ', 'DATA_READ'].map((type) => `logging.googleapis.com|${type}|`),
      ...['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((type) => `storage.googleapis.com|${type}|`),
      'sts.googleapis.com|ADMIN_READ|',
    ]);
    expect(out).toContain(
      `
In estate.yaml, below environments.prod.google.audit:
        state:
          bucket: suzumina-kura-audit-state-prod-asia-northeast1
          kmsKey: projects/suzumina-audit/locations/asia-northeast1/keyRings/kura_audit_state/cryptoKeys/prod
        recoveryState:
          bucket: suzumina-kura-audit-state-prod-asia-northeast2
          kmsKey: projects/suzumina-audit/locations/asia-northeast2/keyRings/kura_audit_state/cryptoKeys/prod
`,
    );
    const before = machine.cloud;
    expect(machine.script(TRAIL_PROJECT, kept)).toMatchObject({ code: 0, err: '', writes: [] });
    expect(machine.cloud).toEqual(before);
  });

  test('prints state of both that estate.yaml takes, where one project has databases and their trail', () => {
    const both = googleScriptOf(googlePlanOf(deploymentIn(keepingBeside()), 'prod', GITHUB));
    const { code, out, writes } = new Machine().script(PROJECT, both);
    expect(code).toBe(0);
    expect(counted(writes)['storage buckets create']).toBe(4);
    expect(counted(writes)['alpha resource-manager liens create']).toBeUndefined();
    const stated = /google:\n( {6}state:\n(?:.*\n){5})/.exec(out)?.[1] ?? '';
    const trail = /google\.audit:\n( {8}state:\n(?:.*\n){5})/.exec(out)?.[1] ?? '';
    const written = changedEstate(KEPT_APART, `${stated}      audit:\n${trail}`);
    expect(
      JSON.stringify(
        deploymentIn(written).foundations.map(({ environment, cloud, audit }) =>
          cloud === 'google' && environment === 'prod' ? audit.primary.state : null,
        ),
      ),
    ).toContain('suzumina-kura-audit-state-prod-asia-northeast1');
  });

  test('names its project or a thing in it in every call', () => {
    const strangers = first.calls.filter(
      ({ service, options }) =>
        service !== 'config' &&
        !/suzumina-(?:prod|kura-state-prod)|tagKeys/.test(JSON.stringify(options)),
    );
    expect(strangers).toEqual([]);
  });

  test('lets nobody into the buckets but the two accounts and the project’s owners', () => {
    const [policy] = first.calls
      .filter(({ service, verb }) => service === 'storage buckets' && verb === 'set-iam-policy')
      .map(({ documents }) => documents[0] as unknown);
    expect(policy).toEqual({
      bindings: [
        {
          role: 'projects/suzumina-prod/roles/kura_prod_state',
          members: ['serviceAccount:kura-deploy@suzumina-prod.iam.gserviceaccount.com'],
        },
        {
          role: 'projects/suzumina-prod/roles/kura_prod_state_read',
          members: ['serviceAccount:kura-plan@suzumina-prod.iam.gserviceaccount.com'],
        },
        { role: 'roles/storage.legacyBucketOwner', members: ['projectOwner:suzumina-prod'] },
        { role: 'roles/storage.legacyObjectOwner', members: ['projectOwner:suzumina-prod'] },
      ],
    });
  });

  test('stops before any write where gcloud works on another project', () => {
    const { code, err, calls } = new Machine().script('suzumina-dev', script);
    expect([code, err]).toEqual([
      2,
      'kura bootstrap: gcloud works on suzumina-dev; wanted: suzumina-audit or suzumina-prod. Nothing was written.\n',
    ]);
    expect(calls.map(({ verb }) => verb)).toEqual(['get-value']);
  });

  test('stops without gcloud, and where it has no configuration', () => {
    expect(new Machine({ clouds: [] }).script(PROJECT, script).err).toBe(
      'kura bootstrap: the gcloud command is not installed.\n',
    );
    const unset = new Machine().script(PROJECT, script, { FAKE_REFUSES: 'config get-value' });
    expect(unset).toMatchObject({ code: 2, err: 'kura bootstrap: gcloud is not set up.\n' });
  });

  test('begins with what it will do, in 80 columns wherever a line has a space', () => {
    const summary = script.slice(0, script.indexOf('\n\n')).split('\n');
    expect(summary.filter((row) => row.length > 80 && /^# +\S+ \S/.test(row))).toEqual([]);
    expect(summary).toContain('#   CLOUDSDK_CORE_PROJECT=suzumina-prod bash bootstrap.sh');
  });

  test('stops where gcloud works on no project', () => {
    expect(new Machine().script('', script).err).toBe(
      'kura bootstrap: gcloud works on no project; wanted: suzumina-audit or suzumina-prod. Nothing was written.\n',
    );
  });

  test.each([
    'projects describe',
    'services list',
    'services enable',
    'beta services identity create',
    'kms keyrings describe',
    'kms keys create',
    'storage buckets describe',
    'iam roles describe',
    'iam service-accounts describe',
    'iam service-accounts set-iam-policy',
    'projects get-iam-policy',
    'projects add-iam-policy-binding',
    'projects set-iam-policy',
    'storage buckets set-iam-policy',
  ])('stops where Google refuses %s, instead of taking it for absent', (refused) => {
    const { code, err, calls } = new Machine().script(PROJECT, script, { FAKE_REFUSES: refused });
    expect(code).toBe(2);
    expect(err).toMatch(
      /PERMISSION_DENIED: as the test wants\nkura bootstrap: refused: gcloud .*\.\n$/,
    );
    expect(`${String(calls.at(-1)?.service)} ${String(calls.at(-1)?.verb)}`).toBe(refused);
  });

  test.each([
    'iam service-accounts set-iam-policy',
    'projects add-iam-policy-binding',
    'storage buckets create',
  ])('tries %s again, where Google does not know an account or its key yet', (slow) => {
    const { code, out, err } = new Machine().script(PROJECT, script, { FAKE_SLOW: slow });
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^waiting .*$/gm)).toEqual(['waiting    for Google to know what was made']);
  });

  test('does nothing until somebody is trusted, and then trusts them', () => {
    const machine = new Machine();
    const open = googleScriptOf(googlePlanOf(SHIPPED, 'prod', { principals: [] }));
    const { code, err, calls } = machine.script(PROJECT, open);
    expect([code, err, calls]).toEqual([
      2,
      'kura bootstrap: fill in trust at the top of this script.\n',
      [],
    ]);
    const filled = machine.script(PROJECT, open.replace("\ntrust='FILL IN'", `\ntrust='${TEAM}'`));
    expect(filled).toMatchObject({ code: 0, err: '' });
    const acts = filled.calls.find(
      ({ service, verb }) => service === 'iam service-accounts' && verb === 'set-iam-policy',
    );
    expect(acts?.documents[0]).toEqual({
      bindings: [
        {
          role: 'roles/iam.serviceAccountTokenCreator',
          members: expect.arrayContaining([TEAM]) as unknown,
        },
      ],
    });
    expect(
      machine.script(PROJECT, open.replace("\ntrust='FILL IN'", `\ntrust='${TEAM}'`)).writes,
    ).toEqual(ASKED);
  });

  test('does nothing until somebody else is trusted with the trail', () => {
    const plan = googlePlanOf(SHIPPED, 'prod', { principals: [TEAM] }, { principals: [] });
    const open = googleScriptOf(plan);
    const filled = (member: string): Ran =>
      new Machine().script(
        PROJECT,
        open.replace("audit_trust='FILL IN'", `audit_trust='${member}'`),
      );
    expect(new Machine().script(PROJECT, open)).toMatchObject({
      ...{ code: 2, calls: [] },
      err: 'kura bootstrap: fill in audit_trust at the top of this script.\n',
    });
    expect(filled(TEAM)).toMatchObject({
      ...{ code: 2, calls: [] },
      err: 'kura bootstrap: audit_trust must be somebody else than who deploys the environment.\n',
    });
    expect(filled('group:audit@suzumina.example')).toMatchObject({ code: 0, err: '' });

    const neither = googleScriptOf(
      googlePlanOf(SHIPPED, 'prod', { principals: [] }, { principals: [] }),
    );
    const same = neither.replaceAll("trust='FILL IN'", `trust='${TEAM}'`);
    expect(new Machine().script(PROJECT, same)).toMatchObject({ code: 2, calls: [] });
    expect(spawnSync('bash', ['-n'], { input: neither, encoding: 'utf8' }).stderr).toBe('');
  });

  test('does the section of an isolated project, which keeps no state', () => {
    const both = googleScriptOf(googlePlanOf(deploymentIn(isolatingWeb()), 'prod', GITHUB));
    const { code, err, writes, out } = new Machine().script(OWN_PROJECT, both);
    expect([code, err]).toEqual([0, '']);
    expect(counted(writes)).toEqual({
      'services enable': 1,
      'beta services identity create': 3,
      'iam roles create': 19,
      'iam service-accounts create': 4,
      'resource-manager tags keys create': 1,
      'resource-manager tags values create': 1,
      'resource-manager tags bindings create': 2,
      'iam service-accounts set-iam-policy': 4,
      'projects add-iam-policy-binding': 19,
      'projects set-iam-policy': 1,
    });
    expect(out).not.toContain('state:');
  });
});
