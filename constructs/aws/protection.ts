import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { AwsInstanceSettings } from '../../model/deployment/aws-deployment';

/** What a database and its readers share, beside the settings. */
export interface ProtectionWiring {
  readonly key: { readonly arn: string };
  readonly parameterGroup: { readonly name: string };
  /** MySQL’s. Without it a replica and a restored instance get RDS’s default one, which records nothing. */
  readonly optionGroup?: { readonly name: string } | undefined;
  /** Ids of the groups of the database, each of which lets somebody in. */
  readonly securityGroupIds: readonly string[];
  readonly monitoringRole: { readonly arn: string };
}

export type Protection = ReturnType<typeof protectionOf>;

/** Every argument of a primary that guards data, exposure or evidence. Computed once; readers take it whole. */
export function protectionOf(
  port: number,
  logTypes: readonly string[],
  settings: AwsInstanceSettings,
  { key, parameterGroup, optionGroup, securityGroupIds, monitoringRole }: ProtectionWiring,
) {
  const insights = settings.insightsRetentionDays;
  return {
    storageEncrypted: true,
    kmsKeyId: key.arn,
    publiclyAccessible: false,
    networkType: 'IPV4',
    port,
    vpcSecurityGroupIds: [...securityGroupIds],
    parameterGroupName: parameterGroup.name,
    ...(optionGroup ? { optionGroupName: optionGroup.name } : {}),
    iamDatabaseAuthenticationEnabled: true,
    caCertIdentifier: settings.caCertificate,
    autoMinorVersionUpgrade: true,
    allowMajorVersionUpgrade: false,
    applyImmediately: false,
    maintenanceWindow: settings.maintenanceWindow,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    deletionProtection: settings.deletionProtection,
    enabledCloudwatchLogsExports: [...logTypes],
    monitoringInterval: settings.monitoringInterval,
    monitoringRoleArn: monitoringRole.arn,
    performanceInsightsEnabled: insights !== null,
    ...(insights === null
      ? {}
      : { performanceInsightsKmsKeyId: key.arn, performanceInsightsRetentionPeriod: insights }),
  } satisfies Partial<DbInstanceConfig>;
}

export type Storage = ReturnType<typeof storageOf>;

/** A reader that lags in size fills up first: storage follows the primary's too. */
export function storageOf({ storage, storageCeiling, iops, throughput }: AwsInstanceSettings) {
  return {
    storageType: 'gp3',
    allocatedStorage: storage,
    maxAllocatedStorage: storageCeiling,
    ...(iops === null ? {} : { iops }),
    ...(throughput === null ? {} : { storageThroughput: throughput }),
  } satisfies Partial<DbInstanceConfig>;
}
