import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Cloud } from '../../model/access/identity';
import { AWS_QUOTAS } from '../../model/tables/aws-quotas';
import { GOOGLE_QUOTAS } from '../../model/tables/google-quotas';
import type { Quota } from '../../model/tables/quota';

type Json = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** A provider block: of another account or project than the stack’s own where it has an alias. */
interface Provider {
  readonly alias?: string;
  readonly region: string;
  readonly allowed_account_ids?: readonly string[];
  readonly project?: string;
}

interface SynthesizedStack {
  readonly provider: Readonly<Partial<Record<Cloud, readonly Provider[]>>>;
  readonly resource?: Resources;
}

/** What a stack makes, and where. */
interface Made {
  readonly cloud: Cloud;
  readonly account: string;
  readonly region: string;
  readonly resource: Resources;
}

const QUOTAS: Readonly<Record<Cloud, Readonly<Record<string, Quota>>>> = {
  aws: AWS_QUOTAS,
  google: GOOGLE_QUOTAS,
};

/** What all synthesized stacks take of each quota that they take any of: a line of cloud, account, region, name and number. */
export function countSynthesized(out: string): string[] {
  const all = madeIn(out);
  const taken = [
    ...all.flatMap((made) =>
      Object.entries(QUOTAS[made.cloud]).map(([name, { types }]) => ({
        made,
        name,
        used: types.flatMap((type) => entriesOf(made, type)).length,
      })),
    ),
    ...all.flatMap((made) => entriesOf(made, DATABASES.aws).map((each) => storageOf(made, each))),
    ...all.flatMap((made) =>
      testedIn(made, all).flatMap((each) => [
        { made, name: 'databases', used: 1 },
        storageOf(made, each),
      ]),
    ),
    ...followedIn(all),
    ...filteredIn(all, 'aws_cloudwatch_log_metric_filter', 'metricFilters'),
    ...filteredIn(all, 'aws_cloudwatch_log_subscription_filter', 'subscriptions'),
    ...trailsIn(all),
  ];
  const counts = new Map<string, number>();
  for (const { made, name, used } of taken) {
    const scope = QUOTAS[made.cloud][name]?.scope;
    const region = scope === 'account' ? 'all' : made.region;
    const key = [made.cloud, made.account, region, name].join(' ');
    const before = counts.get(key) ?? 0;
    counts.set(key, scope === 'source' ? Math.max(before, used) : before + used);
  }
  return [...counts].flatMap(([key, used]) => (used > 0 ? [`${key} ${used}`] : [])).sort();
}

function madeIn(out: string): readonly Made[] {
  const stacks = path.join(out, 'stacks');
  return readdirSync(stacks).flatMap((stack) => {
    const file = path.join(stacks, stack, 'cdk.tf.json');
    const { provider, resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack;
    return Object.entries(provider).flatMap(([cloud, providers]) =>
      providers.map((each) => ({
        cloud: cloud as Cloud,
        account: each.allowed_account_ids?.[0] ?? each.project ?? '',
        region: each.region,
        resource: madeBy(
          resource,
          each.alias === undefined ? cloud : `${cloud}.${each.alias}`,
          cloud,
        ),
      })),
    );
  });
}

/** What one provider of a stack makes; the stack’s own makes what names none. */
function madeBy(resource: Resources, provider: string, own: string): Resources {
  return Object.fromEntries(
    Object.entries(resource).map(([type, named]) => [
      type,
      Object.fromEntries(
        Object.entries(named).filter(([, args]) => (args.provider ?? own) === provider),
      ),
    ]),
  );
}

interface Taken {
  readonly made: Made;
  readonly name: string;
  readonly used: number;
}

const DATABASES = { aws: 'aws_db_instance', google: 'google_sql_database_instance' } as const;

const entriesOf = ({ resource }: Made, type: string): readonly Json[] =>
  Object.values(resource[type] ?? {});

const storageOf = (made: Made, { allocated_storage: storage }: Json): Taken => ({
  made,
  name: 'storage',
  used: Number(storage),
});

/** What a restore test restores: every database of the account whose snapshots go to the vault that is copied here. */
function testedIn(made: Made, all: readonly Made[]): readonly Json[] {
  const vaults = entriesOf(made, 'aws_backup_restore_testing_plan').flatMap((plan) =>
    (plan.recovery_point_selection as { include_vaults: string[] }[]).flatMap(
      ({ include_vaults: arns }) => arns.map((arn) => arn.replace(/^.*:(.*)-recovery$/, '$1')),
    ),
  );
  return all
    .filter(({ account }) => account === made.account)
    .flatMap((each) => entriesOf(each, DATABASES.aws))
    .filter(({ tags }) =>
      vaults.includes((tags as Record<string, string> | null)?.['kura-vault'] ?? ''),
    );
}

/** For each log group that has filters how many. */
function filteredIn(all: readonly Made[], type: string, name: string): readonly Taken[] {
  return all.flatMap((made) => {
    const counts = new Map<string, number>();
    for (const { log_group_name: group } of entriesOf(made, type))
      counts.set(String(group), (counts.get(String(group)) ?? 0) + 1);
    return [...counts.values()].map((used) => ({ made, name, used }));
  });
}

/** Trails by the account of their provider; one of every region is also where the account has another. */
function trailsIn(all: readonly Made[]): readonly Taken[] {
  const homes = all.flatMap((made) =>
    entriesOf(made, 'aws_cloudtrail').map(({ is_multi_region_trail: everywhere }) => ({
      made,
      everywhere,
    })),
  );
  const others = homes.flatMap(({ made: { account, region }, everywhere }) =>
    everywhere === true
      ? homes.filter(({ made }) => made.account === account && made.region !== region)
      : [],
  );
  return [...homes, ...others].map(({ made }) => ({ made, name: 'trails', used: 1 }));
}

/** For each database that others follow how many do: of its readers’ stack or of another, which names it by its name or its ARN. */
function followedIn(all: readonly Made[]): readonly Taken[] {
  const counts = new Map<Json, Taken>();
  for (const follower of all) {
    const type = DATABASES[follower.cloud];
    for (const { replicate_source_db: arn, master_instance_name: master } of entriesOf(
      follower,
      type,
    )) {
      const source = arn ?? master;
      if (typeof source !== 'string') continue;
      const found = all.flatMap((made) =>
        Object.entries(made.resource[type] ?? {})
          .filter(([address, { identifier, name }]) =>
            source.startsWith('${')
              ? made === follower && source.split('.')[1] === address
              : made.account === follower.account &&
                source.split(':').at(-1) === (identifier ?? name),
          )
          .map(([, database]) => ({ made, database })),
      );
      const [only] = found;
      if (!only || found.length > 1) throw new Error(`${String(found.length)} are ${source}`);
      const used = (counts.get(only.database)?.used ?? 0) + 1;
      counts.set(only.database, { made: only.made, name: 'readers', used });
    }
  }
  return [...counts.values()];
}
