import type { ITerraformDependable, TerraformStack } from 'cdktf';
import { RunnerAccount } from '../constructs/google/runner-account';
import { RunnerJob } from '../constructs/google/runner-job';
import { RunnerSchedule } from '../constructs/google/runner-schedule';
import { customRole } from '../model/access/google-roles';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { declaredText, declareState } from '../model/sql/declare';
import type { DeclaredState } from '../model/sql/declared-state';
import { runnerAccountId } from '../model/sql/runner-account';
import { stateObject, type PinnedObject } from '../model/sql/runner-store';
import type { PlacedNetwork } from './google-network';
import type { RunnerHome } from './google-runner-home';

export interface RunnerWiring {
  /** As what it works; the account itself where the same stack makes it. */
  readonly account: Pick<RunnerAccount, 'email' | 'parts'> &
    Partial<Pick<RunnerAccount, 'account'>>;
  readonly home: RunnerHome;
  readonly network: PlacedNetwork;
  /** By which the instance's firewall admits it; null where the network's owner decides. */
  readonly networkTag: string | null;
  readonly program: PinnedObject;
  /** What a run needs besides. */
  readonly after: readonly ITerraformDependable[];
  /** What it is given, where that is not what is declared of the instance. */
  readonly declared?: DeclaredState;
  /** The name of the database that it works on, where it is not the instance's primary. */
  readonly database?: string;
}

/** As what the instance's runner works. Logins need it, and it needs the instance. */
export function createRunnerAccount(
  stack: TerraformStack,
  instance: GoogleInstance,
  primary: { readonly name: string },
): RunnerAccount {
  const { id: address, identifier, engine, environment, target } = instance;
  const { project } = target;
  return new RunnerAccount(
    stack,
    'runner-account',
    {
      ...{ address, identifier, engine, project },
      accountId: runnerAccountId(identifier),
      login: declareState(instance).admin.login,
      administers: customRole(project, environment, 'runner'),
    },
    { instance: primary },
  );
}

/**
 * What makes the instance hold what was declared, and when. The job pins the program and the state that were built with it, and
 * `kura sql apply` brings both: until then every run fails, the daily one too, and its alarm rings.
 */
export function createGoogleRunner(
  stack: TerraformStack,
  instance: GoogleInstance,
  { account, home, network, networkTag, program, after, database, ...rest }: RunnerWiring,
): void {
  const { id: address, identifier, environment, target, decisions } = instance;
  const { project, region } = target;
  const place = { address, project, region };
  const declared = rest.declared ?? declareState(instance);
  const job = new RunnerJob(
    stack,
    'runner',
    {
      ...place,
      ...{ identifier, bucket: home.bucket, program },
      ...(database === undefined ? {} : { database }),
      state: stateObject(instance.stack, declaredText(declared)),
      instance: `${environment}/${address}`,
      stack: instance.stack,
      tags: networkTag === null ? [] : [networkTag],
      // Where another region may serve, a job goes from one to the other.
      preventDestroy: decisions.preventDestroy.value && !instance.recoveryHome,
    },
    { account, store: home.after, network, after: [...account.parts, ...after] },
  );
  const [hour, minute] = startBefore(decisions.backupStart.value, identifier).split(':');
  new RunnerSchedule(
    stack,
    'runner-schedule',
    {
      ...place,
      ...{ part: 'runner', name: `${identifier}-runner`, scheduler: home.scheduler },
      description: `Runs the runner of ${identifier}`,
      schedule: `${String(Number(minute))} ${String(Number(hour))} * * *`,
    },
    { job, account: home.after },
  );
}

/** Runners of one environment share a subnet, whose addresses are taken for some minutes after a run. */
const SPREAD_MINUTES = 180;
const DAY_MINUTES = 24 * 60;

/** A time in the three hours before the daily backup, so that this holds what was declared: for each instance its own. */
export function startBefore(backup: string, identifier: string): string {
  const [hours = 0, minutes = 0] = backup.split(':').map(Number);
  const own = Array.from(identifier).reduce(
    (sum, sign) => (sum * 31 + sign.charCodeAt(0)) % SPREAD_MINUTES,
    0,
  );
  const start = (hours * 60 + minutes - 1 - own + DAY_MINUTES) % DAY_MINUTES;
  return [Math.floor(start / 60), start % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
