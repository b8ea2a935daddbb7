import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { PinnedObject } from '../../model/sql/runner-store';
import { pin } from '../address';
import { DrillRights, type DrillRightsSettings } from './drill-rights';
import { Job, MOUNT } from './job';
import { ProgramReader } from './program-reader';
import { DRILL_LOADER } from './runner-loader';
import { RunnerSchedule } from './runner-schedule';

export interface DrillSettings extends DrillRightsSettings {
  /** The order as the runner takes it: one line of JSON. */
  readonly call: string;
  readonly bucket: string;
  /** What is run: whoever runs `kura drill` brings it, and `kura sql apply` where the instance serves in the same region. */
  readonly program: PinnedObject;
  /** As `kura drill` takes its name: `prod/order`. */
  readonly instance: string;
  /** The account that starts it, by e-mail address. */
  readonly scheduler: string;
  /** UTC, once a month, in the five fields of cron: `7 15 12 * *`. */
  readonly schedule: string;
  /** The range of the copies' addresses in a network of Kura's; null where the network's owner decides who gets there. */
  readonly services: string | null;
}

export interface DrillWiring {
  readonly network: { readonly id: string; readonly subnet: string };
  /** The runner's account, the bucket and the scheduler's account, where the same stack makes them. */
  readonly after: readonly ITerraformDependable[];
}

/** To remove the copy after the last answer. */
const REMOVAL_SECONDS = 2 * 3600;

/**
 * Rehearses one recovery every month by itself: a job that makes a copy, asks it and removes it. The order is in the job's definition,
 * so that only the program is brought. A drill that fails is not tried again at once: its copy's name may not be free for a week, and
 * the alarm has rung.
 */
export class Drill extends Construct {
  constructor(scope: Construct, id: string, settings: DrillSettings, wiring: DrillWiring) {
    super(scope, id);
    const { address, order, bucket, account, scheduler, services } = settings;
    const { project, region, target: name } = order;
    const part = 'drill';
    const rights = new DrillRights(this, 'rights', settings, wiring.after);
    const { right } = new ProgramReader(
      this,
      'reads',
      { ...{ address, part, bucket, account }, identifier: name, stack: null },
      wiring.after,
    );
    if (services !== null) letOut(this, settings, services, wiring);
    const job = new Job(
      this,
      'job',
      {
        ...{ address, part, name, project, region, bucket, account, loader: DRILL_LOADER },
        args: argumentsOf(settings),
        instance: `${project}:${region}:${name}`,
        timeoutSeconds: Math.ceil(order.longest / 1000) + REMOVAL_SECONDS,
        retries: 0,
        tags: services === null ? [] : [name],
        // It keeps nothing: it goes with the mechanism that it rehearses.
        preventDestroy: false,
      },
      { network: wiring.network, after: [right, ...rights.parts] },
    );
    new RunnerSchedule(
      this,
      'schedule',
      {
        ...{ address, part, name, project, region, scheduler, schedule: settings.schedule },
        description: `Rehearses ${order.mechanism} of ${order.instance}`,
      },
      { job, account: wiring.after },
    );
  }
}

/** What the loader is told: the program and what it must be, the order, and who brings the program. */
function argumentsOf({ program, call, instance, order }: DrillSettings): string[] {
  const name = `${instance} --cloud google --mechanism ${order.mechanism}`;
  return [`${MOUNT}/${program.name}`, program.sha256, call, name];
}

/** Where a connector connects: "About the Cloud SQL Auth Proxy" (Cloud SQL documentation, 2026-11). */
const CONNECTOR_PORT = '3307';

/**
 * Nobody knows a copy's address before it is there: the job gets to every database in the range, and may log in to none but its copy
 * and what it is the runner of.
 */
function letOut(
  scope: Construct,
  { address, order }: DrillSettings,
  services: string,
  { network }: DrillWiring,
): void {
  const { project, target } = order;
  const rule = new ComputeFirewall(scope, 'out', {
    project,
    name: target,
    description: `To the copy ${target} from the job that rehearses with it`,
    network: network.id,
    direction: 'EGRESS',
    // Before the rule that closes the whole services range.
    priority: 1000,
    targetTags: [target],
    destinationRanges: [services],
    allow: [{ protocol: 'tcp', ports: [CONNECTOR_PORT] }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
  pin(rule, address, 'drill');
}
