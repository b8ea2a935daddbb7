import type { Construct } from 'constructs';
import type { AwsInstance } from '../model/deployment/aws-deployment';
import { createAwsDrills, type AwsDrillsChoice, type AwsDrillsWiring } from './aws-drills';
import {
  createAwsRunner,
  keepRunnerLog,
  type AwsRunnerHome,
  type AwsRunnerWiring,
} from './aws-runner';
import { createAwsScheduleRole } from './aws-schedule-role';

export type AwsRunsChoice = AwsRunnerHome & AwsDrillsChoice;

export interface AwsRunsWiring
  extends Omit<AwsRunnerWiring, 'prefix' | 'role' | 'server'>, Omit<AwsDrillsWiring, 'role'> {
  /** The database that its runner keeps; none where another region serves. */
  readonly server: AwsRunnerWiring['server'] | undefined;
}

/** All that runs for an instance in one region: its runner while it serves there, and what is rehearsed there. */
export function createAwsRuns(
  scope: Construct,
  instance: AwsInstance,
  home: AwsRunsChoice,
  { server, ...wiring }: AwsRunsWiring,
): void {
  const { prefix } = home;
  const role = createAwsScheduleRole(
    scope,
    instance,
    { ...home, runs: server !== undefined },
    wiring,
  );
  if (server && role) createAwsRunner(scope, instance, home, { ...wiring, server, role, prefix });
  else keepRunnerLog(scope, instance, home, wiring);
  createAwsDrills(scope, instance, home, { ...wiring, role });
}
