import type { Instance } from '../../model/deployment/deployment';
import { deploymentOf, type EstateFiles } from '../support/estate-folder';
import { synthesized } from '../support/synthesized';

const estateOf = (cloud: 'aws' | 'google', lines: string): EstateFiles => ({
  'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: production
    notify: [oncall@acme.example]
    ${
      cloud === 'aws'
        ? `aws:
      account: '333333333333'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3`
        : `google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2`
    }
      network: { cidr: 10.30.0.0/16 }
`,
  'services/order.yaml': `service: order
owner: team-order
cloud: ${cloud}
engine: postgres
access: [{ identity: '${cloud === 'aws' ? 'role/order-api' : 'serviceAccount:order-api'}', role: writer }]
placement: dedicated
${lines}
`,
});

const DATABASES = ['aws_db_instance', 'google_sql_database_instance'];

/** Every argument of a database that Terraform is told to ignore, without its brackets, by the part that it is of. */
function ignoredIn(files: EstateFiles): readonly string[] {
  const ignored = [...synthesized(deploymentOf(files)).values()].flatMap(({ resource }) =>
    DATABASES.flatMap((type) =>
      Object.entries(resource[type] ?? {}).flatMap(([address, { identifier, name, lifecycle }]) => {
        const { ignore_changes: paths = [] } = (lifecycle ?? {}) as { ignore_changes?: string[] };
        const part = partOf(String(identifier ?? name), address);
        return paths.map((path) => `${part}${path.replaceAll('[0]', '')}`);
      }),
    ),
  );
  return [...new Set(ignored)].sort();
}

function partOf(identifier: string, address: string): string {
  if (address.includes('_reader_')) return 'readers: ';
  if (identifier.includes('-at-')) return 'restored: ';
  return identifier.endsWith('-recovery') ? 'recovery: ' : '';
}

const decidedIn = ({ leftAlone }: Instance): readonly string[] =>
  Object.entries(leftAlone)
    .flatMap(([argument, { value }]) => (value === 'ignored' ? [argument] : []))
    .sort();

const RESTORED = "restoreFrom: { noon: { time: '2026-11-20 12:00' } }";

test.each([
  ['aws', 'as it ships', ''],
  ['aws', 'with a restored instance', RESTORED],
  ['aws', 'once the recovery region serves', 'active: recovery'],
  ['google', 'as it ships', ''],
  ['google', 'with a clone', RESTORED],
  ['google', 'with a restored backup', "restoreFrom: { noon: { snapshot: '1763659200000' } }"],
  ['google', 'once the recovery region serves', 'active: recovery'],
] as const)(
  'on %s %s, whatever Terraform ignores of a database is decided and has a reason',
  (cloud, _, lines) => {
    const files = estateOf(cloud, lines);
    const [order] = deploymentOf(files).instances;
    const decided = order ? decidedIn(order) : [];
    const ignored = ignoredIn(files);
    expect(ignored.length).toBeGreaterThan(0);
    expect(ignored.filter((each) => !decided.includes(each))).toEqual([]);
    // How an instance came to be is one of two arguments, of which each has its own.
    const other = [
      'restored: clone',
      'restored: restore_backup_context',
      'restored: settings.ip_configuration.allocated_ip_range',
    ];
    expect(decided.filter((each) => !ignored.includes(each) && !other.includes(each))).toEqual([]);
  },
);
