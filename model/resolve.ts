import type { AwsEnvironment } from './aws-environment';
import { tooManyAttachments } from './access/attachments';
import type { Deployment, DescribedService, Foundation, Instance } from './deployment';
import { describeService } from './described';
import type { EnvironmentStatement } from './language/estate-language';
import { resolveFoundation } from './network/foundation';
import { readGroups } from './placement/groups';
import { idCycles, sharedIdentifiers } from './placement/instance-ids';
import { changedInstances } from './placement/instance-lock';
import { strangersAmongIsolated } from './network/isolation';
import type { Estate, ServiceFile } from './language/load-estate';
import { placeServices } from './placement/place-services';
import { PRESETS } from './tables/presets';
import { inOrder, type Problem } from './problem';
import { resolveInstance } from './resolve-instance';
import { unknownEnvironments } from './placement/service-environments';
import { resolveWindows } from './sizing/windows';
import type { Read } from './language/yaml-file';

/**
 * Resolves an estate: places services on instances and each setting to a Decision. Pure and total: the same estate gives
 * the same Deployment, or every problem at once.
 */
export function resolve(estate: Estate): Read<Deployment> {
  const { statement, at } = estate.estate;
  const problems: Problem[] = [...unknownEnvironments(estate), ...idCycles(estate.services)];
  const groups = readGroups(statement, at, estate.services);
  problems.push(...groups.problems);

  const foundations: Foundation[] = [];
  const instances: Instance[] = [];
  const described: DescribedService[] = [];
  for (const [name, environment] of Object.entries(statement.environments).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const preset = PRESETS[environment.preset];
    if (!environment.aws && !environment.google) {
      problems.push({
        place: at('environments', name) ?? 'estate.yaml',
        required: `environment ${name} must have an account or a project`,
        got: 'neither',
        cure: 'Write `aws:` or `google:` below it.',
      });
    }
    const here = estate.services.filter((service) => runsIn(service, name, environment));
    for (const service of here.filter((each) => each.statement.cloud === 'google')) {
      const google = describeService(service, name, preset);
      described.push(google.described);
      problems.push(...google.problems);
    }
    if (!environment.aws) continue;
    const windows = resolveWindows(estate.estate, name);
    const foundation = resolveFoundation(estate.estate, name, preset, environment.aws);
    problems.push(...windows.problems, ...foundation.problems);
    const placed = placeServices(
      estate.estate,
      name,
      preset,
      here.filter(({ statement: { cloud } }) => cloud === 'aws'),
      groups.groupOf,
    );
    problems.push(...placed.problems);
    if (!foundation.value) continue;
    const aws: AwsEnvironment = {
      name,
      preset,
      aws: environment.aws,
      foundation: foundation.value,
      windows,
    };
    const isolated = placed.instances.filter(({ placement }) => placement.value === 'isolated');
    problems.push(
      ...strangersAmongIsolated(
        estate.estate,
        aws,
        new Set(isolated.map(({ services }) => services[0].statement.service)),
      ),
    );
    foundations.push(foundation.value);
    for (const instance of placed.instances) {
      const resolved = resolveInstance(estate.estate, aws, instance);
      if (resolved.ok) instances.push(resolved.value);
      else problems.push(...resolved.problems);
    }
  }
  problems.push(...tooManyAttachments(instances), ...sharedIdentifiers(foundations, instances));
  if (problems.length === 0) problems.push(...changedInstances(estate.lock, instances));
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return {
    ok: true,
    value: {
      organisation: statement.organisation,
      timeZone: statement.timeZone,
      foundations,
      instances,
      described,
    },
  };
}

/** Whether a service runs in an environment: where it says so, else wherever its cloud is. */
function runsIn(
  { statement }: ServiceFile,
  name: string,
  environment: EnvironmentStatement,
): boolean {
  if (!environment[statement.cloud]) return false;
  return statement.environments === undefined || statement.environments.includes(name);
}
