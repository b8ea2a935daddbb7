import { brokenHops, hopsOf } from '../support/google-trail';
import { EACH_APART, ON_GOOGLE } from '../support/google-trail-estates';
import { synthAll, type Config } from '../support/synth';

test.each(ON_GOOGLE)(
  'all that is logged of each database comes to the store where %s',
  (_, make) => {
    const deployment = make();
    expect(brokenHops(deployment, synthAll(deployment))).toEqual([]);
  },
);

const EACH = EACH_APART();
const STORE = 'prod-google-audit';
let stacks: ReadonlyMap<string, Config>;
beforeAll(() => {
  stacks = synthAll(EACH);
});

test('each hop has its key, its right and its time, by name', () => {
  expect(hopsOf(EACH, stacks, 'acme-pci:acme-prod-pay')).toEqual([
    'acme-pci:acme-prod-pay with cloudsql.enable_pgaudit=on, pgaudit.log=ddl,role, log_connections=on, log_disconnections=on',
    'pay: ddl,role,write,read,misc_set',
    'google_logging_project_sink.trail_acme_pci of acme-pci, by kura-audit-prod@acme-pci.iam.gserviceaccount.com',
    "roles/logging.bucketWriter of acme-audit where resource.name.endsWith('/locations/asia-northeast1/buckets/audit-acme-prod')",
    'projects/acme-audit/locations/asia-northeast1/buckets/audit-acme-prod for 395 days',
    'google_kms_crypto_key.trail in asia-northeast1, for serviceAccount:${data.google_logging_project_cmek_settings.shared.service_account_id}',
  ]);
});

/** What is taken out of an output to break a hop: in place. */
type Broken = Readonly<Record<string, Record<string, Record<string, unknown>>>>;
type Break = (resource: Broken) => void;

const at = (resource: Broken, type: string, name: string): Record<string, unknown> => {
  const found = resource[type]?.[name];
  if (!found) throw new Error(`no ${type}.${name} to break`);
  return found;
};
const bucket = (resource: Broken) => at(resource, 'google_logging_project_bucket_config', 'trail');
const sink = (resource: Broken, name = 'trail_acme_pci') =>
  at(resource, 'google_logging_project_sink', name);
const writer = (resource: Broken) =>
  at(resource, 'google_project_iam_member', 'trail_acme_pci_writer');
const binding = (resource: Broken) => at(resource, 'google_kms_crypto_key_iam_binding', 'trail');
const without = (type: string, name: string): Break => {
  return (resource) => {
    at(resource, type, name);
    delete resource[type]?.[name];
  };
};
/** A filter without what a text of it names. */
const filtering = (from: string | RegExp, to: string, name?: string): Break => {
  return (resource) => {
    const args = sink(resource, name);
    const filter = String(args.filter).replace(from, to);
    expect(filter).not.toBe(args.filter);
    args.filter = filter;
  };
};
const telling = (name: string, value: string): Break => {
  return (resource) => {
    const [settings] = [at(resource, 'google_sql_database_instance', 'pay').settings].flat();
    const flags = (settings as { database_flags: { name: string; value: string }[] })
      .database_flags;
    const flag = flags.find((each) => each.name === name);
    if (!flag) throw new Error(`no flag ${name}`);
    flag.value = value;
  };
};

const PAY = 'acme-pci:acme-prod-pay to audit-acme-prod';
const RUNNERS = 'roles/logging.bucketWriter';

test.each<[what: string, stack: string, broken: Break, named: string]>([
  [
    'pgAudit',
    'prod-google-pay',
    telling('cloudsql.enable_pgaudit', 'off'),
    `${PAY}: the server is not told cloudsql.enable_pgaudit=on`,
  ],
  [
    'a class of pgAudit',
    'prod-google-pay',
    telling('pgaudit.log', 'ddl'),
    `${PAY}: the server is not told pgaudit.log=ddl,role`,
  ],
  [
    'the connections',
    'prod-google-pay',
    telling('log_connections', 'off'),
    `${PAY}: the server is not told log_connections=on`,
  ],
  [
    'the runner that brings the classes of the data',
    'prod-google-pay',
    without('google_cloud_run_v2_job', 'pay_runner'),
    `${PAY}: no runner is given what pay is recorded by`,
  ],
  [
    'the sink',
    STORE,
    without('google_logging_project_sink', 'trail_acme_pci'),
    `${PAY}: no sink of acme-pci takes a line of pgAudit`,
  ],
  [
    'the sink’s project',
    STORE,
    (all) => (sink(all).project = 'acme-other'),
    `${PAY}: no sink of acme-pci takes a line of pgAudit`,
  ],
  [
    'the databases in the filter',
    STORE,
    filtering('^acme-pci:acme-prod-.+$', '^acme-pci:acme-staging-.+$'),
    `${PAY}: no sink of acme-pci takes a login by IAM`,
  ],
  [
    'the end of the databases’ names in the filter',
    STORE,
    filtering('^acme-pci:acme-prod-.+$', ''),
    `${PAY}: a sink of acme-pci takes lines of somebody else’s`,
  ],
  [
    'the jobs in the filter',
    STORE,
    filtering('cloud_run_job', 'cloud_run_revision'),
    `${PAY}: no sink of acme-pci takes a line of the job`,
  ],
  [
    'rights in the filter',
    STORE,
    filtering('"cloudresourcemanager.googleapis.com" OR ', ''),
    `${PAY}: no sink of acme-pci takes a right given`,
  ],
  [
    'secrets in the filter',
    STORE,
    filtering(/"secretmanager.googleapis.com" OR (?="sts)/, ''),
    `${PAY}: no sink of acme-pci takes a secret read`,
  ],
  [
    'the sink’s being on',
    STORE,
    (all) => (sink(all).disabled = true),
    `${PAY}: no sink of acme-pci takes a line of the engine`,
  ],
  [
    'what an exclusion takes',
    STORE,
    (all) => (sink(all).exclusions = [{ name: 'reads', filter: 'severity=INFO' }]),
    `${PAY}: no sink of acme-pci takes a line of pgAudit`,
  ],
  [
    'the sink’s destination',
    STORE,
    (all) => (sink(all).destination = 'logging.googleapis.com/projects/acme-pci'),
    `${PAY}: no sink of acme-pci takes a key destroyed`,
  ],
  [
    'the sink’s own hands',
    STORE,
    (all) => delete sink(all).provider,
    `${PAY}: google_logging_project_sink.trail_acme_pci is made by nobody`,
  ],
  [
    'the sink’s writer',
    STORE,
    (all) => (sink(all).unique_writer_identity = false),
    `${PAY}: google_logging_project_sink.trail_acme_pci has no writer of its project’s own`,
  ],
  ...(
    [
      ['the right', without('google_project_iam_member', 'trail_acme_pci_writer')],
      ['its role', (all) => (writer(all).role = 'roles/logging.logWriter')],
      ['its project', (all) => (writer(all).project = 'acme-pci')],
      ['its member', (all) => (writer(all).member = 'serviceAccount:who@acme-pci.example')],
      ['its condition', (all) => delete writer(all).condition],
      [
        'what it is limited to',
        (all) => (writer(all).condition = { expression: "resource.name.startsWith('projects/')" }),
      ],
      [
        'what it is for',
        (all) => (writer(all).condition = { expression: "resource.name.endsWith('/other')" }),
      ],
    ] satisfies [string, Break][]
  ).map(([what, broken]): [string, string, Break, string] => [
    `${what} to write (${RUNNERS})`,
    STORE,
    broken,
    `${PAY}: the writer of google_logging_project_sink.trail_acme_pci may not write to the bucket alone`,
  ]),
  [
    'the bucket',
    STORE,
    without('google_logging_project_bucket_config', 'trail'),
    `${PAY}: there is no projects/acme-audit/locations/asia-northeast1/buckets/audit-acme-prod`,
  ],
  [
    'the bucket’s place',
    STORE,
    (all) => (bucket(all).location = 'global'),
    `${PAY}: there is no projects/acme-audit/locations/asia-northeast1/buckets/audit-acme-prod`,
  ],
  [
    'a month of its time',
    STORE,
    (all) => (bucket(all).retention_days = 365),
    `${PAY}: the bucket keeps it 365 days, and pay demands 395`,
  ],
  [
    'what keeps Terraform from deleting it',
    STORE,
    (all) => (bucket(all).lifecycle = { prevent_destroy: false }),
    `${PAY}: whether Terraform may delete the bucket is wrong`,
  ],
  [
    'the way back',
    STORE,
    (all) => (bucket(all).locked = true),
    `${PAY}: the bucket is locked for ever`,
  ],
  [
    'its answers',
    STORE,
    (all) => delete bucket(all).enable_analytics,
    `${PAY}: the bucket answers no SQL`,
  ],
  [
    'its key',
    STORE,
    (all) => delete bucket(all).cmek_settings,
    `${PAY}: the bucket has no key of the store’s`,
  ],
  [
    'the key’s region',
    STORE,
    (all) => (at(all, 'google_kms_key_ring', 'trail').location = 'global'),
    `${PAY}: google_kms_crypto_key.trail is not where the bucket is`,
  ],
  [
    'the key’s turning',
    STORE,
    (all) => delete at(all, 'google_kms_crypto_key', 'trail').rotation_period,
    `${PAY}: google_kms_crypto_key.trail does not turn`,
  ],
  [
    'who encrypts',
    STORE,
    (all) => (binding(all).members = []),
    `${PAY}: google_kms_crypto_key.trail is for nobody`,
  ],
  [
    'that nobody else does',
    STORE,
    (all) => (binding(all).members as string[]).push('user:mika@acme.example'),
    'for serviceAccount:${data.google_logging_project_cmek_settings.shared.service_account_id}, user:mika@acme.example',
  ],
  [
    'the order of the two',
    STORE,
    (all) => delete bucket(all).depends_on,
    `${PAY}: the bucket does not wait until google_kms_crypto_key.trail may be used`,
  ],
  [
    'who is watched',
    STORE,
    without('google_logging_project_sink', 'trail_store'),
    `${PAY}: no sink of acme-audit takes the trail read`,
  ],
  [
    'what is changed in the store',
    STORE,
    filtering('"logging.googleapis.com" OR "monitoring', '"monitoring', 'trail_store'),
    `${PAY}: no sink of acme-audit takes its retention shortened`,
  ],
  [
    'the recovery region’s sink',
    `${STORE}-recovery`,
    without('google_logging_project_sink', 'trail_acme_pci'),
    'acme-pci:acme-prod-pay-recovery to audit-acme-prod-recovery: no sink of acme-pci takes a line of pgAudit',
  ],
])(
  'without %s the way is broken, which is in %s, and the hop is named',
  (_, stack, broken, named) => {
    const changed = new Map(stacks);
    const config = structuredClone(changed.get(stack));
    if (!config) throw new Error(`no ${stack}`);
    broken(config.resource);
    changed.set(stack, config);
    expect(brokenHops(EACH, changed).join('\n')).toContain(named);
  },
);

test('a database that is recorded by less than its data demands is named, with what is missing', () => {
  const instances = EACH.instances.map((each) => ({
    ...each,
    services: each.services.map((one) => ({
      ...one,
      contents: { ...one.contents, value: { ...one.contents.value, audit: 'ddl,role,write' } },
    })),
  }));
  const less = { ...EACH, instances };
  expect(brokenHops(less, synthAll(less))).toContain(
    'acme-pci:acme-prod-pay to audit-acme-prod: pay is not recorded by read,misc_set',
  );
});

test('an output without a database does not pass for one whose trail holds', () => {
  expect(brokenHops({ ...EACH, instances: [] }, stacks)).toEqual(['there is no database']);
});
