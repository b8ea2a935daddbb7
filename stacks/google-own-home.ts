import type { TerraformStack } from 'cdktf';
import { DatabaseLogs, identifiersOf } from '../constructs/google/database-logs';
import type { Key } from '../constructs/google/key';
import { runnerJobName } from '../constructs/google/runner-job';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { createRunnerHome, type RunnerHome } from './google-runner-home';

export interface OwnHomeWiring {
  readonly key: Key;
}

/** What an instance in a project of its own has there in place of its foundation's: its logs, and what its runner needs. */
export function createOwnHome(
  stack: TerraformStack,
  { id: address, identifier, target, decisions }: GoogleInstance,
  { notify }: GoogleFoundation,
  { key }: OwnHomeWiring,
): RunnerHome {
  const { project, region } = target;
  const place = { address, name: identifier, project, region };
  const jobs = runnerJobName(identifier);
  const retentionDays = decisions.logRetentionDays.value;
  const instances = identifiersOf(identifier);
  new DatabaseLogs(stack, 'database-logs', { ...place, instances, jobs, retentionDays }, { key });
  return createRunnerHome(stack, { ...place, jobs, notify }, { key });
}
