import { DATA_CLASS_FACTS } from '../../model/audit/data-class';
import { TRAIL_DAYS } from '../../model/audit/retention';
import type { Deployment } from '../../model/deployment/deployment';
import { declareRecovered } from '../../model/recovery/recovered';
import { declaredText, declareState } from '../../model/sql/declare';
import type { DeclaredState } from '../../model/sql/declared-state';
import type { Engine } from '../../model/tables/engines';
import { sha256Of } from '../../model/values/digest';
import {
  entriesOfDatabase,
  entriesOfJob,
  entriesOfProject,
  entriesOfStore,
} from './google-log-entries';
import { passes } from './iam-evaluator';
import { matchesFilter, type LogEntry } from './logging-query';
import {
  blockOf,
  bucketName,
  bucketOf,
  nameOf,
  placed,
  referred,
  sinksIn,
  sinksOf,
  text,
  waysOf,
  type Placed,
  type Stacks,
  type Way,
} from './google-trail-way';
import type { Json } from './synth';

/** What a server must be told, so that there is something to keep. */
const RECORDED: Readonly<Record<Engine, Readonly<Record<string, readonly string[]>>>> = {
  postgres: {
    'cloudsql.enable_pgaudit': ['on'],
    'pgaudit.log': ['ddl', 'role'],
    log_connections: ['on'],
    log_disconnections: ['on'],
  },
  mysql: { cloudsql_mysql_audit: ['ON'], log_error_verbosity: ['3'] },
};

/** What is broken on the way of each database to each store: the hop, and what is missing there. Empty where all arrives. */
export function brokenHops(deployment: Deployment, stacks: Stacks): readonly string[] {
  const checks = [recorded, declared, taken, made, admitted, keeps, encrypted, watched];
  const ways = waysOf(deployment, stacks);
  if (ways.length === 0) return ['there is no database'];
  const broken = ways.flatMap((way) =>
    checks.flatMap((check) =>
      check(way).map((what) => `${nameOf(way)} to ${way.store.name}: ${what}`),
    ),
  );
  return [...new Set(broken)];
}

/** Each hop of a database’s way to its first store, as it stands in the output. */
export function hopsOf(
  deployment: Deployment,
  stacks: Stacks,
  database: string,
): readonly string[] {
  const way = waysOf(deployment, stacks).find((each) => nameOf(each) === database);
  const [sink] = way ? sinksOf(way) : [];
  if (!way || !sink) return [];
  const { instance, store } = way;
  const bucket = bucketOf(way)?.[1] ?? {};
  const flags = Object.keys(RECORDED[instance.engine]).map((name) => `${name}=${flag(way, name)}`);
  const writer = writersOf(way, sink).map(
    ({ role, project, condition }) =>
      `${text(role)} of ${text(project)} where ${text((condition as Json).expression)}`,
  );
  const { address, ring, members } = keyOf(way) ?? {};
  return [
    `${nameOf(way)} with ${flags.join(', ')}`,
    ...auditedBy(way).map(([service, classes]) => `${service}: ${classes.join(',')}`),
    `google_logging_project_sink.${sink[0]} of ${text(sink[1].project)}, by ${accountOf(way, sink)}`,
    ...writer,
    `${bucketName(store)} for ${String(bucket.retention_days)} days`,
    `${address ?? ''} in ${text(ring?.location)}, for ${(members ?? []).join(', ')}`,
  ];
}

function flag({ database: [, args] }: Way, name: string): string {
  const settings = blockOf(args.settings);
  const flags = (settings.database_flags ?? []) as readonly Json[];
  return String(flags.find((each) => each.name === name)?.value);
}

function recorded(way: Way): readonly string[] {
  return Object.entries(RECORDED[way.instance.engine]).flatMap(([name, wanted]) => {
    const words = flag(way, name).split(',');
    return wanted.every((word) => words.includes(word))
      ? []
      : [`the server is not told ${name}=${wanted.join(',')}`];
  });
}

/** What a runner of the instance is given, by its digest: only what the job pins is what the runner takes. */
function statesOf({ stacks, instance }: Way): readonly DeclaredState[] {
  const states = [
    declareState(instance),
    ...(instance.recoveryHome ? [declareRecovered(instance)] : []),
  ];
  const homes = [instance.stack, ...(instance.recoveryHome ? [instance.recoveryHome.stack] : [])];
  const pinned = homes
    .flatMap((stack) => placed(stacks.get(stack), 'google_cloud_run_v2_job'))
    .map(([, args]) => JSON.stringify(args.template));
  return states.filter((state) =>
    pinned.some((template) => template.includes(sha256Of(declaredText(state)))),
  );
}

/** By service, the classes of pgAudit that its database is recorded by. */
function auditedBy(way: Way): readonly (readonly [string, readonly string[]])[] {
  const own = flag(way, 'pgaudit.log').split(',');
  const [state] = statesOf(way);
  return (state?.databases ?? []).map(({ service, audit }) => [
    service,
    [...new Set([...own, ...(audit?.split(',') ?? [])])],
  ]);
}

/** The runner brings what the class of each service’s data demands: PostgreSQL alone has it by database. */
function declared(way: Way): readonly string[] {
  const { instance } = way;
  if (instance.engine !== 'postgres') return [];
  const found = new Map(auditedBy(way));
  return instance.services.flatMap(({ id, service, data }) => {
    const demanded = DATA_CLASS_FACTS[data.value].audited?.split(',') ?? [];
    const has = found.get(id);
    if (!has) return [`no runner is given what ${service} is recorded by`];
    const missing = demanded.filter((word) => !has.includes(word));
    return missing.length > 0 ? [`${service} is not recorded by ${missing.join(',')}`] : [];
  });
}

const takes = (sinks: readonly Placed[], entry: LogEntry): boolean =>
  sinks.some(
    ([, { disabled, exclusions, filter }]) =>
      disabled !== true && exclusions === undefined && matchesFilter(text(filter), entry),
  );

/** All that is logged of the database, of its jobs and of its project is taken, and no line of somebody else’s. */
function taken(way: Way): readonly string[] {
  const { config, database } = way;
  const project = text(database[1].project);
  const sinks = sinksOf(way);
  const jobs = placed(config, 'google_cloud_run_v2_job').map(([, { name }]) => text(name));
  const missing = [
    ...Object.entries(entriesOfDatabase({ project, name: text(database[1].name) })),
    ...jobs.flatMap((name) => Object.entries(entriesOfJob({ project, name }))),
    ...Object.entries(entriesOfProject(project)),
  ].flatMap(([what, entry]) =>
    takes(sinks, entry) ? [] : [`no sink of ${project} takes ${what}`],
  );
  const other = entriesOfDatabase({ project, name: 'somebody-else' })['a line of pgAudit'] ?? {};
  return [
    ...missing,
    ...(takes(sinks, other) ? [`a sink of ${project} takes lines of somebody else’s`] : []),
  ];
}

/** The e-mail address of who makes a resource. */
function accountOf({ kept }: Way, [, { provider = 'google', project }]: Placed): string {
  const [, alias] = text(provider).split('.');
  const found = kept?.provider.google?.find((each) => each.alias === alias);
  return found?.project === project ? text(found?.impersonate_service_account) : 'nobody';
}

/** Sinks are made by the trail’s own hands, in each project, and by no deploy account. */
function made(way: Way): readonly string[] {
  const { foundation } = way;
  const hands = new Map(
    foundation.audit.sources.map((each) => [each.project, each.deployServiceAccount]),
  );
  return sinksOf(way).flatMap((sink) => {
    const account = accountOf(way, sink);
    return account === hands.get(text(sink[1].project)) &&
      account !== foundation.target.deployServiceAccount
      ? []
      : [`google_logging_project_sink.${sink[0]} is made by ${account}`];
  });
}

/** Who may write for a sink, to this bucket alone. */
function writersOf({ kept, store }: Way, [sink]: Placed): readonly Json[] {
  const holds = (expression: string, name: string): boolean =>
    passes(expression, { resource: name, granted: [] });
  return placed(kept, 'google_project_iam_member').flatMap(([, args]) => {
    const { expression } = (args.condition ?? {}) as Json;
    const isIts =
      args.project === store.target.project &&
      args.role === 'roles/logging.bucketWriter' &&
      referred('google_logging_project_sink', args.member) === sink &&
      String(args.member).endsWith('.writer_identity}') &&
      typeof expression === 'string' &&
      holds(expression, bucketName(store)) &&
      !holds(expression, `${bucketName(store)}-other`);
    return isIts ? [args] : [];
  });
}

/** From another project a sink’s writer needs a right; in the store’s own it has none and needs none. */
function admitted(way: Way): readonly string[] {
  const away = text(way.database[1].project) !== way.store.target.project;
  return sinksOf(way).flatMap((sink) => [
    ...(sink[1].unique_writer_identity === true
      ? []
      : [`google_logging_project_sink.${sink[0]} has no writer of its project’s own`]),
    ...(away && writersOf(way, sink).length !== 1
      ? [`the writer of google_logging_project_sink.${sink[0]} may not write to the bucket alone`]
      : []),
  ]);
}

/** The bucket keeps it as long as each of the services demands, and Terraform does not delete what is locked. */
function keeps(way: Way): readonly string[] {
  const { instance, foundation, store } = way;
  const [, bucket] = bucketOf(way) ?? [];
  if (!bucket) return [`there is no ${bucketName(store)}`];
  const days = Number(bucket.retention_days);
  const short = instance.services.flatMap(({ service, data }) => {
    const least = TRAIL_DAYS[foundation.preset][data.value];
    return days < least
      ? [`the bucket keeps it ${String(days)} days, and ${service} demands ${String(least)}`]
      : [];
  });
  const prevented = (bucket.lifecycle as Json | undefined)?.prevent_destroy;
  const wanted = foundation.audit.lock.value === 'governance';
  return [
    ...short,
    ...(prevented === wanted ? [] : [`whether Terraform may delete the bucket is wrong`]),
    ...(bucket.locked === false ? [] : ['the bucket is locked for ever']),
    ...(bucket.enable_analytics === true ? [] : ['the bucket answers no SQL']),
  ];
}

/** The key that the bucket is encrypted with, and who uses it. */
function keyOf(way: Way) {
  const { kept } = way;
  const [, bucket] = bucketOf(way) ?? [];
  const settings = blockOf(bucket?.cmek_settings);
  const address = referred('google_kms_crypto_key', settings.kms_key_name);
  const key = address === undefined ? undefined : kept?.resource.google_kms_crypto_key?.[address];
  const ringName = referred('google_kms_key_ring', key?.key_ring);
  if (!kept || !key || address === undefined || ringName === undefined) return undefined;
  const bindings = placed(kept, 'google_kms_crypto_key_iam_binding').filter(
    ([, args]) =>
      referred('google_kms_crypto_key', args.crypto_key_id) === address &&
      args.role === 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
  );
  return {
    address: `google_kms_crypto_key.${address}`,
    key,
    ring: kept.resource.google_kms_key_ring?.[ringName],
    waits: bindings.some(([name]) =>
      ((bucket?.depends_on ?? []) as readonly string[]).includes(
        `google_kms_crypto_key_iam_binding.${name}`,
      ),
    ),
    members: bindings.flatMap(([, { members }]) => members as readonly string[]),
  };
}

/** Under the store’s own key, in its region and project, which turns, and which Cloud Logging of that project alone uses. */
function encrypted(way: Way): readonly string[] {
  const { kept, store } = way;
  const { project, region } = store.target;
  const found = keyOf(way);
  if (!found) return ['the bucket has no key of the store’s'];
  const { address, key, ring, members, waits } = found;
  const data = kept?.data?.google_logging_project_cmek_settings ?? {};
  const logging = Object.entries(data).flatMap(([name, args]) =>
    args.project === project
      ? [`serviceAccount:\${data.google_logging_project_cmek_settings.${name}.service_account_id}`]
      : [],
  );
  return [
    ...(ring?.location === region && ring.project === project
      ? []
      : [`${address} is not where the bucket is`]),
    ...(key.rotation_period === '7776000s' ? [] : [`${address} does not turn`]),
    ...(members.length === 1 && logging.includes(String(members[0]))
      ? []
      : [`${address} is for ${members.join(', ') || 'nobody'}`]),
    ...(waits ? [] : [`the bucket does not wait until ${address} may be used`]),
  ];
}

/** Who reads or changes the store is in it, too. */
function watched(way: Way): readonly string[] {
  const { project } = way.store.target;
  const sinks = sinksIn(way, project);
  return Object.entries(entriesOfStore(project)).flatMap(([what, entry]) =>
    takes(sinks, entry) ? [] : [`no sink of ${project} takes ${what}`],
  );
}
