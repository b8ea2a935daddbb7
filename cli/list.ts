import { Command } from 'commander';
import { CLOUDS, type Cloud } from '../model/access/identity';
import type { Deployment, Instance } from '../model/deployment/deployment';
import { ENGINE_FACTS } from '../model/tables/engines';
import { countResources, homeOf, type QuotaCount } from '../model/tables/quotas';
import { TIERS, type TierName } from '../model/tables/tiers';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { estateOption, openEstate } from './open-estate';
import { table } from './table';
import { counted, paint, print, printJson } from './terminal';

interface ListOptions {
  readonly estate: string;
  readonly format: 'text' | 'json';
  readonly quotas: boolean;
}

/** `kura list`: the instances of the estate, or what it takes of each account’s quotas. */
export function listCommand(): Command {
  return new Command('list')
    .description('List the instances, or what they take of the accounts’ quotas.')
    .addOption(estateOption())
    .addOption(formatOption())
    .option(
      '--quotas',
      'count per account or project and region; exit 1 where the cloud’s default is not enough',
      false,
    )
    .action(list);
}

function list({ estate, format, quotas }: ListOptions): void {
  const opened = openEstate(estate);
  if (!opened) return;
  if (quotas) listQuotas(opened.deployment, format);
  else if (format === 'json') printJson(opened.deployment.instances.map(jsonOf));
  else print(...listTables(opened.deployment.instances));
}

/** The clouds as people call them. */
export const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { aws: 'AWS', google: 'Google Cloud' };

/** A table for each cloud: an instance of the same name may be on both. */
function listTables(instances: readonly Instance[]): string[] {
  const tables = CLOUDS.flatMap((cloud) => {
    const here = instances.filter((instance) => instance.cloud === cloud);
    return here.length === 0 ? [] : [{ cloud, lines: listTable(here) }];
  });
  if (tables.length < 2) return listTable(instances);
  return tables.flatMap(({ cloud, lines }, i) => [
    ...(i > 0 ? [''] : []),
    paint('bold', CLOUD_NAMES[cloud]),
    ...lines,
  ]);
}

function listTable(instances: readonly Instance[]): string[] {
  return table(
    [
      { header: 'instance' },
      { header: 'engine' },
      { header: 'tier vCPU/GiB' },
      { header: 'readers', align: 'right' },
      { header: 'GiB' },
      { header: 'services' },
    ],
    instances.map((instance) => ({ cells: cellsOf(instance) })),
  );
}

function cellsOf({ cloud, environment, id, engine, decisions, services }: Instance): string[] {
  const { vcpu, memoryGib } = sizeOf(cloud, decisions.tier.value);
  return [
    `${environment}/${id}`,
    `${engine} ${decisions.engineVersion.value}`,
    `${decisions.tier.value} ${vcpu}/${memoryGib}`,
    String(decisions.readers.value),
    `${decisions.storage.value}→${decisions.storageCeiling.value}`,
    services.map(({ service }) => service).join(', '),
  ];
}

/** A tier as its cloud has it: a shared core of Google's has other memory than RDS's. */
function sizeOf(cloud: Cloud, tier: TierName): { vcpu: number; memoryGib: number } {
  const { vcpu, memoryGib, google } = TIERS[tier];
  return { vcpu, memoryGib: cloud === 'google' ? google.memoryGib : memoryGib };
}

function jsonOf(instance: Instance): unknown {
  const { cloud, environment, id, stack, engine, decisions, services } = instance;
  const { account, region } = homeOf(instance);
  const { vcpu, memoryGib } = sizeOf(cloud, decisions.tier.value);
  return {
    environment,
    instance: id,
    stack,
    cloud,
    ...(cloud === 'aws' ? { account } : { project: account }),
    region,
    engine,
    engineName: ENGINE_FACTS[engine].name,
    version: decisions.engineVersion.value,
    tier: decisions.tier.value,
    vcpu,
    memoryGib,
    readers: decisions.readers.value,
    storageGib: decisions.storage.value,
    storageCeilingGib: decisions.storageCeiling.value,
    services: services.map(({ service }) => service),
  };
}

function listQuotas(deployment: Deployment, format: ListOptions['format']): void {
  const counts = countResources(deployment);
  const over = counts.filter(isOver);
  if (over.length > 0) process.exitCode = EXIT.findings;
  if (format === 'json') {
    printJson(counts);
    return;
  }
  const accounts = [...new Set(counts.map(({ account }) => account))];
  for (const account of accounts) {
    const of = counts.filter((count) => count.account === account);
    print(...quotaTable(account, environmentsOf(deployment, account), of), '');
  }
  print(
    over.length > 0
      ? `${counted(over.length, 'count')} over the default quota: ask the cloud for more before a deploy.`
      : 'Every count is within the default quota.',
    'Counted is this estate alone: what else an account or project holds, such as',
    'its default VPC, counts there too, and so does the copy of a drill that runs.',
  );
}

function environmentsOf({ foundations, instances }: Deployment, account: string): string[] {
  const here = [...foundations, ...instances].filter((each) => homeOf(each).account === account);
  return [...new Set(here.map(({ environment }) => environment))];
}

function quotaTable(
  account: string,
  environments: readonly string[],
  counts: readonly QuotaCount[],
): string[] {
  const columns = [
    { header: 'used', align: 'right' },
    { header: 'default', align: 'right' },
    { header: 'of' },
    { header: 'where' },
  ] as const;
  const rows = counts.map((count) => ({
    cells: quotaCells(count),
    ...(isOver(count) ? { style: 'red' as const } : {}),
  }));
  const home = counts[0]?.cloud === 'google' ? 'project' : 'account';
  return [
    paint('bold', `${home} ${account} (${environments.join(', ')})`),
    ...table(columns, rows, '  '),
  ];
}

function isOver({ used, quota }: QuotaCount): boolean {
  return quota !== null && used > quota;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

function quotaCells(count: QuotaCount): string[] {
  const { region, what: counted, used, quota } = count;
  const what = `${counted}${isOver(count) ? ': OVER' : ''}`;
  const where = region === 'all' ? 'all regions' : region;
  return [grouped(used), quota === null ? 'none' : grouped(quota), what, where];
}
