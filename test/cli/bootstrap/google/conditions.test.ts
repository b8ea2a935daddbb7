import {
  OWN_PROJECT,
  PROJECT,
  SHIPPED,
  deploymentIn,
  googlePlanOf,
  isolatingWeb,
  projectOf,
} from '../../../support/bootstrap-plan';
import { mayDo } from '../../../support/iam-evaluator';

describe('conditions', () => {
  const project = projectOf(googlePlanOf(SHIPPED, 'prod'), PROJECT);
  const rings = `projects/${PROJECT}/locations/asia-northeast1/keyRings`;
  const away = rings.replace('asia-northeast1', 'asia-northeast2');
  const KEY_ROLE = 'roles/cloudkms.cryptoKeyEncrypterDecrypter';
  test.each<[string, string, string, readonly string[], boolean]>([
    [
      'its own key',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${rings}/suzumina-prod-suzumina-web/cryptoKeys/database`,
      [KEY_ROLE],
      true,
    ],
    ['its own ring', 'cloudkms.cryptoKeys.create', `${rings}/suzumina-prod`, [], true],
    [
      'its own ring in the recovery region',
      'cloudkms.cryptoKeys.create',
      `${away}/suzumina-prod-recovery`,
      [],
      true,
    ],
    [
      'its own key there',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${away}/suzumina-prod-suzumina-web-recovery/cryptoKeys/database`,
      [KEY_ROLE],
      true,
    ],
    [
      'a key of the state there',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${away}/kura_state/cryptoKeys/prod`,
      [KEY_ROLE],
      false,
    ],
    [
      'its own key’s like in a third region',
      'cloudkms.cryptoKeys.update',
      `projects/${PROJECT}/locations/us-east1/keyRings/suzumina-prod-recovery/cryptoKeys/logs`,
      [],
      false,
    ],
    [
      'a key of state',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${rings}/kura_state/cryptoKeys/prod`,
      [KEY_ROLE],
      false,
    ],
    [
      'another’s key',
      'cloudkms.cryptoKeys.update',
      `${rings}/suzumina-production/cryptoKeys/database`,
      [],
      false,
    ],
    [
      'an administrator of its key',
      'cloudkms.cryptoKeys.setIamPolicy',
      `${rings}/suzumina-prod/cryptoKeys/logs`,
      ['roles/cloudkms.admin'],
      false,
    ],
    [
      'its own secret',
      'secretmanager.secrets.setIamPolicy',
      'projects/424242/secrets/suzumina-prod-suzumina-web-x',
      ['roles/secretmanager.secretAccessor'],
      true,
    ],
    [
      'another’s secret',
      'secretmanager.secrets.setIamPolicy',
      'projects/424242/secrets/billing',
      ['roles/secretmanager.secretAccessor'],
      false,
    ],
    [
      'an administrator of its secret',
      'secretmanager.secrets.setIamPolicy',
      'projects/424242/secrets/suzumina-prod-x',
      ['roles/secretmanager.admin'],
      false,
    ],
    [
      'a login',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      ['roles/cloudsql.client', 'roles/cloudsql.instanceUser'],
      true,
    ],
    [
      'what a runner has',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      [`projects/${PROJECT}/roles/kura_prod_runner`],
      true,
    ],
    [
      'the bucket of its runners',
      'storage.buckets.setIamPolicy',
      `projects/_/buckets/suzumina-prod-runner-${PROJECT}`,
      ['roles/storage.objectViewer'],
      true,
    ],
    [
      'what a drill has',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      ['drill', 'drill_source'].map((part) => `projects/${PROJECT}/roles/kura_prod_${part}`),
      true,
    ],
    [
      'the bucket of its runners in the recovery region',
      'storage.buckets.setIamPolicy',
      `projects/_/buckets/suzumina-prod-recovery-runner-${PROJECT}`,
      ['roles/storage.objectViewer'],
      true,
    ],
    [
      'a log bucket of its databases',
      'logging.buckets.update',
      `projects/${PROJECT}/locations/asia-northeast1/buckets/suzumina-prod-databases`,
      [],
      true,
    ],
    [
      'one in the recovery region',
      'logging.buckets.delete',
      `projects/${PROJECT}/locations/asia-northeast2/buckets/suzumina-prod-recovery-databases`,
      [],
      true,
    ],
    [
      'the project’s log bucket',
      'logging.buckets.update',
      `projects/${PROJECT}/locations/global/buckets/_Default`,
      [],
      false,
    ],
    [
      'another’s bucket',
      'storage.buckets.update',
      'projects/_/buckets/suzumina-prod-data',
      [],
      false,
    ],
    [
      'an owner',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      ['roles/owner'],
      false,
    ],
    [
      'an owner beside a login',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      ['roles/cloudsql.client', 'roles/owner'],
      false,
    ],
    [
      'one of its own roles',
      'resourcemanager.projects.setIamPolicy',
      `projects/${PROJECT}`,
      [`projects/${PROJECT}/roles/kura_prod_logins`],
      false,
    ],
  ])('%s', (_, permission, resource, granted, allowed) => {
    expect(mayDo(project, 'kura-deploy', permission, { resource, granted })).toBe(allowed);
    expect(mayDo(project, 'kura-plan', permission, { resource, granted })).toBe(false);
  });

  const zones = `projects/${PROJECT}/zones`;
  test.each([
    ['its host', `${zones}/asia-northeast1-b/instances/suzumina-prod-jump`, true],
    ['an instance’s', `${zones}/asia-northeast1-b/instances/suzumina-prod-web-jump`, true],
    ['the disk of its host', `${zones}/asia-northeast1-b/disks/suzumina-prod-jump`, true],
    [
      'its host in the recovery region',
      `${zones}/asia-northeast2-b/instances/suzumina-prod-recovery-jump`,
      true,
    ],
    ['a host in another zone', `${zones}/asia-northeast1-a/instances/suzumina-prod-jump`, false],
    ['another’s host', `${zones}/asia-northeast1-b/instances/suzumina-production-jump`, false],
    ['another machine', `${zones}/asia-northeast1-b/instances/suzumina-prod-build`, false],
    ['every machine', `projects/${PROJECT}`, false],
  ])('of machines, %s', (_, resource, allowed) => {
    for (const permission of ['compute.instances.setIamPolicy', 'compute.instances.delete']) {
      expect(mayDo(project, 'kura-deploy', permission, { resource, granted: [] })).toBe(allowed);
    }
  });

  test('say what may be granted only to services that know it, and are left out where they limit nothing', () => {
    const grants = new Map(
      project.grants
        .filter(({ member }) => member.includes('kura-deploy@'))
        .map(({ role, condition }) => [role.replace(/^.*_prod_/, ''), condition?.expression]),
    );
    const limited = [...grants].filter(([, each]) => each?.includes('modifiedGrantsByRole'));
    expect(limited.map(([part]) => part)).toEqual(['keys', 'secrets', 'logins']);
    expect([grants.get('starting'), grants.get('tunnels')]).toEqual([undefined, undefined]);
  });

  test('leave the key of the logs alone to be destroyed, outside production', () => {
    const destroy = 'cloudkms.cryptoKeyVersions.destroy';
    const may = (environment: string, key: string, region = 'asia-northeast1'): boolean =>
      mayDo(
        projectOf(googlePlanOf(SHIPPED, environment), `suzumina-${environment}`),
        'kura-deploy',
        destroy,
        {
          resource: `projects/suzumina-${environment}/locations/${region}/keyRings/${key}/cryptoKeyVersions/1`,
          granted: [],
        },
      );
    expect(may('dev', 'suzumina-dev/cryptoKeys/logs')).toBe(true);
    expect(may('dev', 'suzumina-dev-shared-postgres/cryptoKeys/database')).toBe(false);
    expect(may('dev', 'kura_state/cryptoKeys/dev')).toBe(false);
    expect(may('dev', 'suzumina-dev-recovery/cryptoKeys/logs', 'asia-northeast2')).toBe(true);
    expect(
      may('dev', 'suzumina-dev-shared-postgres-recovery/cryptoKeys/database', 'asia-northeast2'),
    ).toBe(false);
    expect(may('prod', 'suzumina-prod/cryptoKeys/logs')).toBe(false);
  });

  test('differ in a project of its own by nothing but its name', () => {
    const [home, own] = [
      { deployment: SHIPPED, name: PROJECT, runners: 'suzumina-prod' },
      {
        deployment: deploymentIn(isolatingWeb()),
        name: OWN_PROJECT,
        runners: 'suzumina-prod-suzumina-web',
      },
    ].map(({ deployment, name, runners }) =>
      projectOf(googlePlanOf(deployment, 'prod'), name).grants.map((grant) =>
        JSON.stringify(grant)
          .replaceAll(`/buckets/${runners}-runner-${name}'`, "/buckets/B'")
          .replaceAll(`/buckets/${runners}-recovery-runner-${name}'`, "/buckets/R'")
          .replaceAll(`projects/${name}/`, 'projects/P/')
          .replaceAll(`'${name}/kura_trail'`, "'P/kura_trail'")
          .replaceAll(`@${name}.`, '@P.'),
      ),
    );
    expect(own).toEqual(home);
  });
});
