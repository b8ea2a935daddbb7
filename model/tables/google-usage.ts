import { homeOfEnvironment, homeOfInstance, instancesAt } from '../alerts/alert-home';
import type { Instance } from '../deployment/deployment';
import type { Access } from '../deployment/facts';
import type { GoogleFoundation, GoogleInstance } from '../deployment/google-deployment';
import { rehearsedIn } from '../recovery/rehearsals';
import { servesIn } from '../recovery/serving';
import { usageOfAlerts } from './google-alert-usage';
import type { GoogleQuotaName } from './google-quotas';
import type { Usage } from './quota';

type GoogleUsage = Usage<GoogleQuotaName>;
type Region = 'primary' | 'recovery';

/** What a foundation's stack makes, which follows from its instances, and what its recovery region has: logs. */
export function googleFoundationUsage(
  foundation: GoogleFoundation,
  instances: readonly Instance[],
): readonly GoogleUsage[] {
  const here = instancesAt(foundation, instances);
  return [
    HOME,
    LOGS,
    ...(foundation.recovery ? [LOGS] : []),
    usageOfAlerts(homeOfEnvironment(foundation), here, foundation.routes),
  ];
}

/** Where the logs of databases and their jobs go, and what brings them there. */
const LOGS: GoogleUsage = { logBuckets: 1, logSinks: 1 };

/** The account that starts the runners of a project; what watches its databases, its account and what that may. */
const HOME: GoogleUsage = { accounts: 2, principals: 1, jobs: 1 };

/** To connect and to log in. */
const IAM_ROLES = 2;
/** The same, and to make itself the database's administrator. */
const RUNNER_ROLES = IAM_ROLES + 1;
/** To make the copy, to clone its source, and to connect and log in to it. */
const DRILL_ROLES = 4;

/** What an instance's stack makes. In a project of its own it has what a foundation has. Of one that is gone its own logs count. */
export function googleInstanceUsage(
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): readonly GoogleUsage[] {
  const logs = logsOf(instance, foundation);
  if (instance.lifecycle.value === 'retired') return logs;
  return [
    usageOfDatabases(instance),
    { accounts: 1, principals: RUNNER_ROLES + findsHost(instance) },
    usageOfRuns(instance, 'primary'),
    { dashboards: instance.services.length },
    ...logs,
    ...(hasOwnProject(instance, foundation)
      ? [HOME, usageOfAlerts(homeOfInstance(instance), [instance], foundation.routes)]
      : []),
  ];
}

/** What it makes in the recovery region: a replica. */
export function googleInstanceRecoveryUsage(
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): readonly GoogleUsage[] {
  const logs = logsOf(instance, foundation);
  if (instance.lifecycle.value === 'retired') return logs;
  const runs = usageOfRuns(instance, 'recovery');
  if (servesIn(instance) === 'primary') {
    return [{ databases: 1 }, runs, ...logs];
  }
  const principals = admitted(instance, 'everybody') + IAM_ROLES + findsHost(instance);
  return [{ databases: 1, principals }, runs, ...logs];
}

const hasOwnProject = ({ target }: GoogleInstance, foundation: GoogleFoundation): boolean =>
  target.project !== foundation.target.project;

/** In a project of its own an instance has its own, in each region. */
const logsOf = (instance: GoogleInstance, foundation: GoogleFoundation): readonly GoogleUsage[] =>
  hasOwnProject(instance, foundation) ? [LOGS] : [];

/** Those of its own region with their readers, and who is let in to each: everybody where it serves, and operators to the others. */
function usageOfDatabases(instance: GoogleInstance): GoogleUsage {
  const { decisions, restores, active, recoveryHome } = instance;
  const here = restores.filter(({ region }) => region === 'primary');
  const readers = decisions.readers.value + (recoveryHome ? 1 : 0);
  const admits = ['primary', ...here.map(({ name }) => name)].map((name) =>
    admitted(instance, name === active.value ? 'everybody' : 'operators'),
  );
  const restored = here.some(({ name }) => name === active.value);
  return {
    databases: here.reduce((sum, each) => sum + 1 + each.readers, 1 + decisions.readers.value),
    readers: Math.max(readers, ...here.map((each) => each.readers)),
    // The runner is let in to the primary wherever it works.
    principals: admits.reduce((sum, each) => sum + each, restored ? IAM_ROLES : 0),
  };
}

/** The runner's job where the instance serves, and for each drill a job with its rights: its copy is there for some hours of a month. */
function usageOfRuns(instance: GoogleInstance, region: Region): GoogleUsage {
  const drills = rehearsedIn(instance, region).length;
  const runs = servesIn(instance) === region ? 1 : 0;
  return { principals: DRILL_ROLES * drills, jobs: runs + drills };
}

/** Bindings by which logins are let in to one database. Who is more than an operator in one of the services is no operator. */
function admitted({ services }: GoogleInstance, admits: 'everybody' | 'operators'): number {
  const access = services.flatMap((service) => service.access);
  const others = new Set(access.flatMap(({ role, login }) => (role === 'operator' ? [] : [login])));
  const who = access.filter(({ login }) => admits === 'everybody' || !others.has(login));
  return (
    IAM_ROLES * loginsOf(who.filter(({ via, attach }) => via === 'iam' && attach)) +
    loginsOf(who.filter(({ via }) => via === 'secret'))
  );
}

const loginsOf = (access: readonly Access[]): number =>
  new Set(access.map(({ login }) => login)).size;

/** A binding for each operator, to find the host that it goes through. */
function findsHost({ services }: GoogleInstance): number {
  const access = services.flatMap((service) => service.access);
  const operators = access.filter(({ role, attach }) => role === 'operator' && attach);
  return new Set(operators.map(({ identity }) => identity)).size;
}
