import { tooManyAttachments, tooManyConditions } from '../access/attachments';
import { storesAmongSubjects } from '../audit/stores-apart';
import { refusedChannels } from '../alerts/channels';
import type { Deployment } from '../deployment/deployment';
import type { EnvironmentStatement } from '../language/estate-language';
import type { Estate, ServiceFile } from '../language/load-estate';
import type { Read } from '../language/yaml-file';
import { readGroups } from '../placement/groups';
import { idCycles, likeReaders, likeRecovery, sharedIdentifiers } from '../placement/instance-ids';
import { changedInstances, reusedNames } from '../placement/locked-changes';
import type { Placing } from '../placement/place-services';
import { nestedPrefixes } from '../placement/nested-prefixes';
import { unknownEnvironments } from '../placement/service-environments';
import { inOrder, type Problem } from '../problem';
import { tooLargeStates } from '../sql/state-size';
import type { Resolved } from './resolved';
import { resolveAws } from './resolve-aws';
import { resolveGoogle } from './resolve-google';
import { PRESETS } from '../tables/presets';

/**
 * Resolves an estate: places services on instances and each setting to a Decision. Pure and total: the same estate gives
 * the same Deployment, or every problem at once. `bootstrapping`: what must exist before Terraform is being made, and may be unsaid.
 */
export function resolve(
  estate: Estate,
  { bootstrapping = false }: { readonly bootstrapping?: boolean } = {},
): Read<Deployment> {
  const { statement, at } = estate.estate;
  const groups = readGroups(statement, at, estate.services);
  const resolved = inNameOrder(statement.environments).flatMap(([name, environment]) =>
    resolveEnvironment({ ...estate, bootstrapping }, groups.groupOf, name, environment),
  );
  const foundations = resolved.flatMap((each) => each.foundations);
  const instances = resolved.flatMap((each) => each.instances);
  const problems: Problem[] = [
    ...unknownEnvironments(estate),
    ...refusedChannels(estate.estate, estate.services),
    ...idCycles(estate.services),
    ...groups.problems,
    ...resolved.flatMap((each) => each.problems),
    ...tooManyAttachments(instances),
    ...tooManyConditions(instances),
    ...sharedIdentifiers(foundations, instances),
    ...likeReaders(instances),
    ...likeRecovery(estate.estate, foundations),
    ...tooLargeStates(instances),
    ...nestedPrefixes(estate.estate, foundations),
    ...storesAmongSubjects(estate.estate, { foundations, instances }),
  ];
  if (problems.length === 0) {
    problems.push(
      ...changedInstances(estate.lock, { foundations, instances }),
      ...reusedNames(estate.lock, instances),
    );
  }
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const { organisation, timeZone } = statement;
  return { ok: true, value: { organisation, timeZone, foundations, instances } };
}

function resolveEnvironment(
  { estate, services, lock, bootstrapping }: Estate & Pick<Placing, 'bootstrapping'>,
  groupOf: ReturnType<typeof readGroups>['groupOf'],
  name: string,
  environment: EnvironmentStatement,
): readonly Resolved[] {
  const { aws, google } = environment;
  if (!aws && !google) {
    const problem: Problem = {
      place: estate.at('environments', name) ?? 'estate.yaml',
      required: `environment ${name} must have an account or a project`,
      got: 'neither',
      cure: 'Write `aws:` or `google:` below it.',
    };
    return [{ foundations: [], instances: [], problems: [problem] }];
  }
  const preset = PRESETS[environment.preset];
  const on = (cloud: 'aws' | 'google') => ({
    estate,
    lock,
    bootstrapping,
    name,
    preset,
    services: services.filter((service) => runsIn(service, name, cloud)),
    groupOf,
  });
  return [
    ...(aws ? [resolveAws(on('aws'), aws)] : []),
    ...(google ? [resolveGoogle(on('google'), google)] : []),
  ];
}

/** Whether a service is on a cloud and runs in an environment: where it says so, else wherever its cloud is. */
function runsIn({ statement }: ServiceFile, name: string, cloud: 'aws' | 'google'): boolean {
  if (statement.cloud !== cloud) return false;
  return statement.environments === undefined || statement.environments.includes(name);
}

function inNameOrder<Value>(entries: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
