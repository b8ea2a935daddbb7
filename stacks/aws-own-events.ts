import type { TerraformStack } from 'cdktf';
import { readerIdentifier } from '../constructs/aws/reader';
import type { AwsFoundation, AwsInstance, AwsTarget } from '../model/deployment/aws-deployment';
import { createAwsEvents, namesOfInstance, type AwsAlarms } from './aws-alarms';
import type { AwsDatabase } from './aws-databases';

export interface OwnEventsWiring {
  readonly alarms: AwsAlarms;
  /** Those of the stack’s region. */
  readonly databases: readonly AwsDatabase[];
  readonly parameterGroup: { readonly name: string };
}

/** What RDS tells of an isolated instance’s databases in one region, and of no others in the account. */
export function createOwnEvents(
  stack: TerraformStack,
  { id: address, identifier }: AwsInstance,
  { routes, audit }: AwsFoundation,
  { prefix, target }: { readonly prefix: string; readonly target: AwsTarget },
  { alarms, databases, parameterGroup }: OwnEventsWiring,
): void {
  // Of none there is nothing to hear, and a subscription without a source hears of all.
  if (databases.length === 0) return;
  createAwsEvents(
    stack,
    { address, prefix, target, routes, names: namesOfInstance(identifier), audit },
    {
      alarms,
      sources: {
        databases: databases.flatMap(({ identifier: name, readers }) => [
          name,
          ...readers.map((_, i) => readerIdentifier(name, i + 1)),
        ]),
        parameterGroups: [parameterGroup.name],
        after: databases.flatMap(({ resource, readers }) => [
          resource,
          ...readers.map((reader) => reader.resource),
        ]),
      },
    },
  );
}
