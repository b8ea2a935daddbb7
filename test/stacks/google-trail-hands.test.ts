import type { Deployment } from '../../model/deployment/deployment';
import type { GoogleFoundation } from '../../model/deployment/google-deployment';
import { googlePlanOf } from '../support/bootstrap-plan';
import { DEPLOYMENT } from '../support/deployment';
import { EACH_APART, googleOf, ON_GOOGLE } from '../support/google-trail-estates';
import { synthAll, type Config, type Json } from '../support/synth';

/** What each of Google’s roles that Kura gives holds: iann0036/iam-dataset, gcp/roles (2026-08). Projects are only seen. */
const PREDEFINED: Readonly<Record<string, readonly string[]>> = {
  'roles/cloudkms.cryptoKeyEncrypterDecrypter': [
    'cloudkms.cryptoKeyVersions.useToDecrypt',
    'cloudkms.cryptoKeyVersions.useToEncrypt',
    'cloudkms.locations.get',
    'cloudkms.locations.list',
  ],
  'roles/cloudsql.client': ['cloudsql.instances.connect', 'cloudsql.instances.get'],
  'roles/cloudsql.instanceUser': ['cloudsql.instances.get', 'cloudsql.instances.login'],
  'roles/compute.osLogin': [
    'compute.instances.get',
    'compute.instances.list',
    'compute.instances.osLogin',
    'compute.projects.get',
    'serviceusage.services.get',
    'serviceusage.services.list',
  ],
  'roles/iap.tunnelResourceAccessor': [
    'iap.tunnelDestGroups.accessViaIAP',
    'iap.tunnelInstances.accessViaIAP',
  ],
  'roles/logging.bucketWriter': ['logging.buckets.write'],
  'roles/run.invoker': ['run.jobs.run', 'run.routes.invoke'],
  'roles/secretmanager.secretAccessor': ['secretmanager.versions.access'],
  'roles/secretmanager.secretVersionAdder': ['secretmanager.versions.add'],
  'roles/secretmanager.viewer': [
    'secretmanager.secrets.get',
    'secretmanager.secrets.getIamPolicy',
    'secretmanager.secrets.list',
    'secretmanager.versions.get',
    'secretmanager.versions.list',
  ],
  'roles/storage.objectViewer': [
    'storage.folders.get',
    'storage.folders.list',
    'storage.managedFolders.get',
    'storage.managedFolders.list',
    'storage.objects.get',
    'storage.objects.list',
  ],
};

/** What ends a trail, shortens it, or makes somebody who may: its bucket, its sinks, its key, rights and who acts as whom. */
const ENDING =
  /^logging\.(?!buckets\.write$)\w+\.(?!get|list)\w+$|^cloudkms\.cryptoKeyVersions\.(?!useTo)|^cloudkms\.cryptoKeys\.(?!get|list)|setIamPolicy$|^iam\.|^resourcemanager\.|^serviceusage\.services\.(?!get|list)/i;

interface Grant {
  readonly stack: string;
  readonly role: string;
  readonly members: readonly string[];
}

/** Every role that an output gives, and to whom. */
const grantsIn = (stacks: ReadonlyMap<string, Config>): readonly Grant[] =>
  [...stacks].flatMap(([stack, { resource }]) =>
    Object.entries(resource).flatMap(([type, named]) =>
      /_iam_(member|binding|policy)$/.test(type)
        ? Object.values(named).map(({ role, member, members }: Json) => ({
            stack,
            role: String(role),
            members: [member ?? members].flat().map(String),
          }))
        : [],
    ),
  );

/** By name, what the custom roles hold that bootstrap makes for an output. */
function customRoles({ foundations, ...rest }: Deployment): ReadonlyMap<string, readonly string[]> {
  const google = foundations.filter((each): each is GoogleFoundation => each.cloud === 'google');
  return new Map(
    google.flatMap(({ environment }) =>
      googlePlanOf({ ...rest, foundations }, environment).projects.flatMap(({ roles }) =>
        roles.map(({ name, permissions }) => [name, permissions] as const),
      ),
    ),
  );
}

function permissionsOf(custom: ReadonlyMap<string, readonly string[]>, role: string) {
  const found = custom.get(role) ?? PREDEFINED[role];
  if (!found) throw new Error(`nobody has looked up what ${role} holds`);
  return found;
}

/** Who is given what ends a trail. */
const endings = (
  deployment: Deployment,
  stacks: ReadonlyMap<string, Config>,
): readonly string[] => {
  const custom = customRoles(deployment);
  return grantsIn(stacks).flatMap(({ stack, role, members }) =>
    permissionsOf(custom, role)
      .filter((permission) => ENDING.test(permission))
      .map((permission) => `${stack}: ${members.join(', ')} may ${permission}`),
  );
};

test.each([...ON_GOOGLE, ['everything at once', () => googleOf(DEPLOYMENT)] as const])(
  'nobody whom an output gives a right may end or shorten a trail where %s',
  (_, make) => {
    const deployment = make();
    const stacks = synthAll(deployment);
    expect(grantsIn(stacks).length).toBeGreaterThan(10);
    expect(endings(deployment, stacks)).toEqual([]);
  },
);

test('who writes logs configuration is one who may, and would be named', () => {
  const deployment = EACH_APART();
  const stacks = synthAll(deployment);
  const custom = [...customRoles(deployment)].find(([name]) => name.endsWith('_deploy'))?.[0] ?? '';
  const config = structuredClone(stacks.get('prod-google-pay'));
  if (!config) throw new Error('nothing to change');
  const grants = config.resource.google_project_iam_member as Record<string, Json>;
  grants.mika = { role: custom, member: 'user:mika@acme.example' };
  const changed = new Map(stacks).set('prod-google-pay', config);
  expect(endings(deployment, changed)).toEqual(
    expect.arrayContaining([
      'prod-google-pay: user:mika@acme.example may logging.exclusions.delete',
      'prod-google-pay: user:mika@acme.example may logging.sinks.delete',
    ]),
  );
  grants.mika = { role: 'roles/logging.configWriter', member: 'user:mika@acme.example' };
  expect(() => endings(deployment, changed)).toThrow(
    'nobody has looked up what roles/logging.configWriter holds',
  );
});

test('no two hands: whoever makes the trail makes nothing else, and whoever makes the rest makes none of it', () => {
  const stacks = synthAll(EACH_APART());
  const accounts = (isTrail: boolean): readonly string[] =>
    [...stacks].flatMap(([stack, { provider }]) =>
      /-google-audit(-recovery)?$/.test(stack) === isTrail
        ? (provider.google ?? []).map((each) => String(each.impersonate_service_account))
        : [],
    );
  const [trail, rest] = [new Set(accounts(true)), new Set(accounts(false))];
  expect([...trail].sort()).toEqual([
    'kura-audit-prod@acme-audit.iam.gserviceaccount.com',
    'kura-audit-prod@acme-pci.iam.gserviceaccount.com',
    'kura-audit-prod@acme-prod.iam.gserviceaccount.com',
  ]);
  expect([...rest].filter((each) => trail.has(each))).toEqual([]);
  expect(rest.size).toBeGreaterThan(0);
});
