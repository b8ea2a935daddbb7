import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleWatchOrder } from '../../model/alerts/watch-order';
import type { PinnedObject } from '../../model/sql/runner-store';
import { Job, MOUNT } from './job';
import { ProgramReader } from './program-reader';
import { RunnerSchedule } from './runner-schedule';
import { WATCH_LOADER } from './watch-loader';
import { WatchRights } from './watch-rights';

export interface WatchSettings {
  readonly address: string;
  /** Whose databases it watches: the environment's prefix, or the identifier of an instance in a project of its own. */
  readonly name: string;
  readonly order: GoogleWatchOrder;
  /** The order as the runner takes it: one line of JSON. */
  readonly call: string;
  readonly accountId: string;
  /** The custom role of who watches. */
  readonly role: string;
  readonly bucket: string;
  /** What is run: `kura sql apply` of any instance brings it. */
  readonly program: PinnedObject;
  /** The name of one, as `kura sql apply` takes it: `prod/order`. */
  readonly instance: string;
  /** The account that starts it, by e-mail address. */
  readonly scheduler: string;
}

export interface WatchWiring {
  readonly network: { readonly id: string; readonly subnet: string };
  /** The bucket and the scheduler's account, where the same stack makes them. */
  readonly after: readonly ITerraformDependable[];
}

/** Its address below the other. */
const PART = 'watch' as const;

/** Every five minutes, and one of them in the second minute of the hour: in its first five it reads more. */
const EVERY_FIVE_MINUTES = '2-59/5 * * * *';

/** It is over before the next one starts: of two, one would write points that are older than the other's. */
const TIMEOUT_SECONDS = 240;

/**
 * The metrics that no cloud has, of every database of a project that is named so: a job that reads and writes them, as an account that
 * may do no more, every five minutes. The order is in the job's definition, so that only the program is brought: before the first `kura sql
 * apply` each run fails; later one that can read nothing. A run that fails is not tried again, since the next one comes soon. What the metrics are called and measured in
 * comes with their first points: environments may share a project, and none of them owns what all of them write.
 */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, settings: WatchSettings, wiring: WatchWiring) {
    super(scope, id);
    const { address, name, order, bucket, accountId, role, scheduler, program } = settings;
    const { project, region } = order;
    const { network, after } = wiring;
    const rights = new WatchRights(this, 'rights', { address, name, project, accountId, role });
    const { email: account } = rights;
    const { right } = new ProgramReader(
      this,
      'reads',
      { address, part: PART, identifier: name, bucket, account, stack: null },
      [...rights.parts, ...after],
    );
    const place = { address, part: PART, name: `${name}-watch`, project, region };
    const job = new Job(
      this,
      'job',
      {
        ...{ ...place, bucket, account, loader: WATCH_LOADER },
        args: [`${MOUNT}/${program.name}`, program.sha256, settings.call, settings.instance],
        // It goes to no instance: it is told whose they are.
        instance: `${project}:${region}:${name}`,
        ...{ timeoutSeconds: TIMEOUT_SECONDS, retries: 0, tags: [] },
        // It keeps nothing.
        preventDestroy: false,
      },
      { network, after: [right, ...rights.parts] },
    );
    new RunnerSchedule(
      this,
      'schedule',
      {
        ...{ ...place, scheduler, schedule: EVERY_FIVE_MINUTES },
        description: `Watches the databases of ${name}`,
      },
      { job, account: after },
    );
  }
}
