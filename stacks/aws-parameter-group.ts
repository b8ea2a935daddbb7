import type { Construct } from 'constructs';
import { ParameterGroup } from '../constructs/aws/parameter-group';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { waitsForRestart } from '../model/sizing/parameters';

/** The parameters of an instance, under its own name in either region. */
export function createAwsParameterGroup(
  scope: Construct,
  { id: address, engine, identifier, decisions, parameters }: AwsInstance,
): ParameterGroup {
  return new ParameterGroup(scope, 'parameter-group', {
    address,
    identifier,
    family: decisions.parameterFamily.value,
    parameters: Object.entries(parameters).map(([name, { value }]) => ({
      name,
      value,
      restarts: waitsForRestart(engine, name),
    })),
  });
}
