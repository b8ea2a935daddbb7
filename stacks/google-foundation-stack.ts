import { DataGoogleLoggingProjectCmekSettings } from '@cdktf/provider-google/lib/data-google-logging-project-cmek-settings';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { pin } from '../constructs/address';
import {
  DatabaseLogs,
  drillsFrom,
  identifiersFrom,
  jobsFrom,
  runnersFrom,
} from '../constructs/google/database-logs';
import { Key } from '../constructs/google/key';
import { homeOfEnvironment } from '../model/alerts/alert-home';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import type { PinnedObject } from '../model/sql/runner-store';
import { createBackend } from './backend';
import { createGoogleAlerts } from './google-alerts';
import { createGoogleChannels } from './google-channels';
import { createJumpHost } from './google-jump-host';
import { createGoogleNetwork } from './google-network';
import { createGoogleProvider } from './google-provider';
import { createRunnerHome } from './google-runner-home';
import { createGoogleWatch } from './google-watch';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/** What the instances of one environment share: a network, where all their logs go, and where their runners take what they run. */
export class GoogleFoundationStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: GoogleFoundation,
    organisation: string,
    program: PinnedObject,
    instances: readonly GoogleInstance[],
  ) {
    super(scope, foundation.stack);
    const { environment, prefix, target, state, network, logRetentionDays } = foundation;
    const { project, region } = target;
    createGoogleProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    const place = { address: ADDRESS, name: prefix, project, region };
    const choice = { ...place, plan: network.value };
    const placed = createGoogleNetwork(this, choice);
    const key = createKey(this, foundation);
    if (foundation.operators) createJumpHost(this, choice, { network: placed, key });
    new DatabaseLogs(
      this,
      'database-logs',
      {
        ...place,
        instances: identifiersFrom(prefix),
        jobs: jobsFrom(prefix),
        retentionDays: logRetentionDays.value,
      },
      { key },
    );
    const { routes, audit } = foundation;
    const channels = createGoogleChannels(this, { ...place, routes });
    const { deployServiceAccount: deployer } = target;
    const alerts = {
      ...{ address: ADDRESS, home: homeOfEnvironment(foundation) },
      ...{ instances, routes, deployer, audit },
    };
    createGoogleAlerts(this, alerts, { channels });
    const home = { ...place, jobs: runnersFrom(prefix), drills: drillsFrom(prefix) };
    const watch = { ...place, stack: foundation.stack, environment, databases: [`${prefix}-`] };
    createGoogleWatch(
      this,
      { ...watch, program },
      { home: createRunnerHome(this, home, { key, channels }), network: placed },
    );
  }
}

/** The key of the logs, of what runners read, and of the disk of the operators' host. */
function createKey(
  stack: TerraformStack,
  { prefix, target, preset, operators }: GoogleFoundation,
): Key {
  const { project, region } = target;
  return new Key(
    stack,
    'key',
    {
      address: ADDRESS,
      name: prefix,
      purpose: 'logs',
      project,
      region,
      services: ['logging', 'storage', ...(operators ? (['compute'] as const) : [])],
      preventDestroy: preset === 'production',
    },
    {
      projectNumber: projectNumberOf(stack, project),
      loggingServiceAccount: loggingAccountOf(stack, project),
      storageServiceAccount: storageAccountOf(stack, project),
    },
  );
}

/** Service agents are named after the project's number, which only Google knows. */
export function projectNumberOf(stack: TerraformStack, project: string): string {
  return pin(new DataGoogleProject(stack, 'project', { projectId: project }), 'shared').number;
}

/** The account that Cloud Logging encrypts with. */
export function loggingAccountOf(stack: TerraformStack, project: string): string {
  const settings = new DataGoogleLoggingProjectCmekSettings(stack, 'logging', { project });
  return pin(settings, 'shared').serviceAccountId;
}

/** The account that Cloud Storage encrypts with: asking for it makes it. */
export function storageAccountOf(stack: TerraformStack, project: string): string {
  const account = new DataGoogleStorageProjectServiceAccount(stack, 'storage', { project });
  return pin(account, 'shared').emailAddress;
}
