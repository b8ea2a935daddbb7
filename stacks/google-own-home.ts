import type { TerraformStack } from 'cdktf';
import {
  DatabaseLogs,
  drillsOf,
  identifiersOf,
  jobsOf,
  runnersOf,
} from '../constructs/google/database-logs';
import type { Key } from '../constructs/google/key';
import { RunnerStore } from '../constructs/google/runner-store';
import { homeOfInstance } from '../model/alerts/alert-home';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { runnerBucket } from '../model/sql/runner-store';
import { createGoogleAlerts } from './google-alerts';
import { createGoogleChannels } from './google-channels';
import { createRunnerHome, type RunnerHome } from './google-runner-home';

export interface OwnHomeWiring {
  readonly key: Key;
}

/** What an instance in a project of its own has there in place of its foundation's: its logs, what is told of it, and what its runner needs. */
export function createOwnHome(
  stack: TerraformStack,
  instance: GoogleInstance,
  { routes, audit }: GoogleFoundation,
  wiring: OwnHomeWiring,
): RunnerHome {
  createLogs(stack, instance, wiring);
  const place = placeOf(instance);
  const channels = createGoogleChannels(stack, { ...place, routes });
  const { address } = place;
  const { deployServiceAccount: deployer } = instance.target;
  const alerts = {
    ...{ address, home: homeOfInstance(instance) },
    ...{ instances: [instance], routes, deployer, audit },
  };
  createGoogleAlerts(stack, alerts, { channels });
  const home = { ...place, jobs: runnersOf(place.name), drills: drillsOf(place.name) };
  return createRunnerHome(stack, home, { ...wiring, channels });
}

/** What stays of it when the instance has gone: the logs until their end, and the bucket, of whose objects Terraform made none. */
export function keepOwnHome(
  stack: TerraformStack,
  instance: GoogleInstance,
  wiring: OwnHomeWiring,
): void {
  createLogs(stack, instance, wiring);
  const place = placeOf(instance);
  const bucket = runnerBucket(place.name, place.project);
  new RunnerStore(stack, 'runner-store', { ...place, bucket }, wiring);
}

function createLogs(stack: TerraformStack, instance: GoogleInstance, { key }: OwnHomeWiring): void {
  const { identifier, decisions } = instance;
  const settings = {
    ...placeOf(instance),
    instances: identifiersOf(identifier),
    jobs: jobsOf(identifier),
    retentionDays: decisions.logRetentionDays.value,
  };
  new DatabaseLogs(stack, 'database-logs', settings, { key });
}

function placeOf({ id: address, identifier: name, target: { project, region } }: GoogleInstance) {
  return { address, name, project, region };
}
