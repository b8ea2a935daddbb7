import type { AwsEnvironment } from './aws-environment';
import type { AwsInstance } from '../deployment/aws-deployment';
import type { AwsStatement } from '../language/estate-language';
import { resolveAwsFoundation } from '../network/aws-foundation';
import { strangersAmongIsolated } from '../network/isolation';
import { placeServices, type Placing } from '../placement/place-services';
import type { Problem } from '../problem';
import { resolveAwsInstance } from './resolve-aws-instance';
import type { Resolved } from './resolved';
import { hasOperator } from '../access/operators';
import { resolveWindows } from '../sizing/windows';

/** What one environment has on AWS. */
export function resolveAws(placing: Placing, aws: AwsStatement): Resolved {
  const { estate, name, preset } = placing;
  const windows = resolveWindows(estate, name);
  const foundation = resolveAwsFoundation(estate, name, preset, aws);
  const placed = placeServices(placing);
  const problems: Problem[] = [...windows.problems, ...foundation.problems, ...placed.problems];
  if (!foundation.value) return { foundations: [], instances: [], problems };
  const environment: AwsEnvironment = { name, preset, aws, foundation: foundation.value, windows };
  problems.push(
    ...strangersAmongIsolated(
      estate,
      { cloud: 'aws', environment: name, entries: aws.isolated },
      placed.isolated,
    ),
  );
  const instances: AwsInstance[] = [];
  for (const instance of placed.instances) {
    const resolved = resolveAwsInstance(estate, environment, instance);
    if (resolved.ok) instances.push(resolved.value);
    else problems.push(...resolved.problems);
  }
  const operators = instances.some((each) => !each.ownNetwork && hasOperator(each));
  return { foundations: [{ ...foundation.value, operators }], instances, problems };
}
