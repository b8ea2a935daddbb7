import { DataGoogleLoggingProjectCmekSettings } from '@cdktf/provider-google/lib/data-google-logging-project-cmek-settings';
import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { pin } from '../constructs/address';
import { DatabaseLogs, identifiersFrom } from '../constructs/google/database-logs';
import { Key } from '../constructs/google/key';
import type { GoogleFoundation } from '../model/deployment/google-deployment';
import { createBackend } from './backend';
import { createGoogleNetwork } from './google-network';
import { createGoogleProvider } from './google-provider';

/** Addresses of what no single instance owns. */
const ADDRESS = 'shared';

/** The network that the instances of one environment share, and where all their logs go. */
export class GoogleFoundationStack extends TerraformStack {
  constructor(scope: Construct, foundation: GoogleFoundation, organisation: string) {
    super(scope, foundation.stack);
    const { environment, prefix, target, state, network, logRetentionDays } = foundation;
    const { project, region } = target;
    createGoogleProvider(this, target, { organisation, environment, owners: [] });
    createBackend(this, state);
    createGoogleNetwork(this, { address: ADDRESS, name: prefix, project, plan: network.value });
    const instances = identifiersFrom(prefix);
    const settings = { address: ADDRESS, name: prefix, project, region, instances };
    new DatabaseLogs(
      this,
      'database-logs',
      { ...settings, retentionDays: logRetentionDays.value },
      { key: createKey(this, foundation) },
    );
  }
}

/** The key of the logs. */
function createKey(stack: TerraformStack, { prefix, target, preset }: GoogleFoundation): Key {
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
      services: ['logging'],
      preventDestroy: preset === 'production',
    },
    {
      projectNumber: projectNumberOf(stack, project),
      loggingServiceAccount: loggingAccountOf(stack, project),
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
