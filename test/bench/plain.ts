import { readFileSync } from 'node:fs';
import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupRestoreTestingPlan } from '@cdktf/provider-aws/lib/backup-restore-testing-plan';
import { BackupRestoreTestingSelection } from '@cdktf/provider-aws/lib/backup-restore-testing-selection';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { BackupVaultPolicy } from '@cdktf/provider-aws/lib/backup-vault-policy';
import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogDestination } from '@cdktf/provider-aws/lib/cloudwatch-log-destination';
import { CloudwatchLogDestinationPolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-destination-policy';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DbEventSubscription } from '@cdktf/provider-aws/lib/db-event-subscription';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbInstanceAutomatedBackupsReplication } from '@cdktf/provider-aws/lib/db-instance-automated-backups-replication';
import { DbOptionGroup } from '@cdktf/provider-aws/lib/db-option-group';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member';
import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job';
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address';
import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import { ComputeInstanceIamMember } from '@cdktf/provider-google/lib/compute-instance-iam-member';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeNetworkPeeringRoutesConfig } from '@cdktf/provider-google/lib/compute-network-peering-routes-config';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import { IapTunnelInstanceIamMember } from '@cdktf/provider-google/lib/iap-tunnel-instance-iam-member';
import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsCryptoKeyIamBinding } from '@cdktf/provider-google/lib/kms-crypto-key-iam-binding';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { LoggingMetric } from '@cdktf/provider-google/lib/logging-metric';
import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { MonitoringDashboard } from '@cdktf/provider-google/lib/monitoring-dashboard';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretIamBinding } from '@cdktf/provider-google/lib/secret-manager-secret-iam-binding';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceNetworkingConnection } from '@cdktf/provider-google/lib/service-networking-connection';
import { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { SqlUser } from '@cdktf/provider-google/lib/sql-user';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { App, LocalBackend, ref, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

type Make = (stack: Construct, id: string, config: never) => unknown;

/** The classes Kura’s output is made of, as anybody would use them: no model, no constructs of ours. */
const CLASSES: Readonly<Record<string, Make>> = {
  aws_athena_workgroup: (s, id, c) => new AthenaWorkgroup(s, id, c),
  aws_backup_plan: (s, id, c) => new BackupPlan(s, id, c),
  aws_backup_restore_testing_plan: (s, id, c) => new BackupRestoreTestingPlan(s, id, c),
  aws_backup_restore_testing_selection: (s, id, c) => new BackupRestoreTestingSelection(s, id, c),
  aws_backup_selection: (s, id, c) => new BackupSelection(s, id, c),
  aws_backup_vault: (s, id, c) => new BackupVault(s, id, c),
  aws_backup_vault_lock_configuration: (s, id, c) => new BackupVaultLockConfiguration(s, id, c),
  aws_backup_vault_policy: (s, id, c) => new BackupVaultPolicy(s, id, c),
  aws_cloudtrail: (s, id, c) => new Cloudtrail(s, id, c),
  aws_cloudwatch_composite_alarm: (s, id, c) => new CloudwatchCompositeAlarm(s, id, c),
  aws_cloudwatch_dashboard: (s, id, c) => new CloudwatchDashboard(s, id, c),
  aws_cloudwatch_event_rule: (s, id, c) => new CloudwatchEventRule(s, id, c),
  aws_cloudwatch_event_target: (s, id, c) => new CloudwatchEventTarget(s, id, c),
  aws_cloudwatch_log_destination: (s, id, c) => new CloudwatchLogDestination(s, id, c),
  aws_cloudwatch_log_destination_policy: (s, id, c) => new CloudwatchLogDestinationPolicy(s, id, c),
  aws_cloudwatch_log_group: (s, id, c) => new CloudwatchLogGroup(s, id, c),
  aws_cloudwatch_log_metric_filter: (s, id, c) => new CloudwatchLogMetricFilter(s, id, c),
  aws_cloudwatch_log_stream: (s, id, c) => new CloudwatchLogStream(s, id, c),
  aws_cloudwatch_log_subscription_filter: (s, id, c) =>
    new CloudwatchLogSubscriptionFilter(s, id, c),
  aws_cloudwatch_metric_alarm: (s, id, c) => new CloudwatchMetricAlarm(s, id, c),
  aws_db_event_subscription: (s, id, c) => new DbEventSubscription(s, id, c),
  aws_db_instance: (s, id, c) => new DbInstance(s, id, c),
  aws_db_instance_automated_backups_replication: (s, id, c) =>
    new DbInstanceAutomatedBackupsReplication(s, id, c),
  aws_db_option_group: (s, id, c) => new DbOptionGroup(s, id, c),
  aws_db_parameter_group: (s, id, c) => new DbParameterGroup(s, id, c),
  aws_db_subnet_group: (s, id, c) => new DbSubnetGroup(s, id, c),
  aws_default_security_group: (s, id, c) => new DefaultSecurityGroup(s, id, c),
  aws_flow_log: (s, id, c) => new FlowLog(s, id, c),
  aws_glue_catalog_database: (s, id, c) => new GlueCatalogDatabase(s, id, c),
  aws_glue_catalog_table: (s, id, c) => new GlueCatalogTable(s, id, c),
  aws_iam_instance_profile: (s, id, c) => new IamInstanceProfile(s, id, c),
  aws_iam_policy: (s, id, c) => new IamPolicy(s, id, c),
  aws_iam_role: (s, id, c) => new IamRole(s, id, c),
  aws_iam_role_policy: (s, id, c) => new IamRolePolicy(s, id, c),
  aws_iam_role_policy_attachment: (s, id, c) => new IamRolePolicyAttachment(s, id, c),
  aws_instance: (s, id, c) => new Instance(s, id, c),
  aws_kinesis_firehose_delivery_stream: (s, id, c) => new KinesisFirehoseDeliveryStream(s, id, c),
  aws_kms_alias: (s, id, c) => new KmsAlias(s, id, c),
  aws_kms_key: (s, id, c) => new KmsKey(s, id, c),
  aws_lambda_function: (s, id, c) => new LambdaFunction(s, id, c),
  aws_lambda_function_event_invoke_config: (s, id, c) =>
    new LambdaFunctionEventInvokeConfig(s, id, c),
  aws_lambda_invocation: (s, id, c) => new LambdaInvocation(s, id, c),
  aws_route_table: (s, id, c) => new RouteTable(s, id, c),
  aws_route_table_association: (s, id, c) => new RouteTableAssociation(s, id, c),
  aws_s3_bucket: (s, id, c) => new S3Bucket(s, id, c),
  aws_s3_bucket_lifecycle_configuration: (s, id, c) => new S3BucketLifecycleConfiguration(s, id, c),
  aws_s3_bucket_object_lock_configuration: (s, id, c) =>
    new S3BucketObjectLockConfigurationA(s, id, c),
  aws_s3_bucket_ownership_controls: (s, id, c) => new S3BucketOwnershipControls(s, id, c),
  aws_s3_bucket_policy: (s, id, c) => new S3BucketPolicy(s, id, c),
  aws_s3_bucket_public_access_block: (s, id, c) => new S3BucketPublicAccessBlock(s, id, c),
  aws_s3_bucket_server_side_encryption_configuration: (s, id, c) =>
    new S3BucketServerSideEncryptionConfigurationA(s, id, c),
  aws_s3_bucket_versioning: (s, id, c) => new S3BucketVersioningA(s, id, c),
  aws_scheduler_schedule: (s, id, c) => new SchedulerSchedule(s, id, c),
  aws_scheduler_schedule_group: (s, id, c) => new SchedulerScheduleGroup(s, id, c),
  aws_secretsmanager_secret: (s, id, c) => new SecretsmanagerSecret(s, id, c),
  aws_secretsmanager_secret_policy: (s, id, c) => new SecretsmanagerSecretPolicy(s, id, c),
  aws_security_group: (s, id, c) => new SecurityGroup(s, id, c),
  aws_sns_topic: (s, id, c) => new SnsTopic(s, id, c),
  aws_sns_topic_policy: (s, id, c) => new SnsTopicPolicy(s, id, c),
  aws_sns_topic_subscription: (s, id, c) => new SnsTopicSubscription(s, id, c),
  aws_subnet: (s, id, c) => new Subnet(s, id, c),
  aws_vpc: (s, id, c) => new Vpc(s, id, c),
  aws_vpc_endpoint: (s, id, c) => new VpcEndpoint(s, id, c),
  aws_vpc_security_group_egress_rule: (s, id, c) => new VpcSecurityGroupEgressRule(s, id, c),
  aws_vpc_security_group_ingress_rule: (s, id, c) => new VpcSecurityGroupIngressRule(s, id, c),
  google_cloud_run_v2_job: (s, id, c) => new CloudRunV2Job(s, id, c),
  google_cloud_run_v2_job_iam_member: (s, id, c) => new CloudRunV2JobIamMember(s, id, c),
  google_cloud_scheduler_job: (s, id, c) => new CloudSchedulerJob(s, id, c),
  google_compute_firewall: (s, id, c) => new ComputeFirewall(s, id, c),
  google_compute_global_address: (s, id, c) => new ComputeGlobalAddress(s, id, c),
  google_compute_instance: (s, id, c) => new ComputeInstance(s, id, c),
  google_compute_instance_iam_member: (s, id, c) => new ComputeInstanceIamMember(s, id, c),
  google_compute_network: (s, id, c) => new ComputeNetwork(s, id, c),
  google_compute_network_peering_routes_config: (s, id, c) =>
    new ComputeNetworkPeeringRoutesConfig(s, id, c),
  google_compute_route: (s, id, c) => new ComputeRoute(s, id, c),
  google_compute_subnetwork: (s, id, c) => new ComputeSubnetwork(s, id, c),
  google_dns_managed_zone: (s, id, c) => new DnsManagedZone(s, id, c),
  google_dns_record_set: (s, id, c) => new DnsRecordSet(s, id, c),
  google_iap_tunnel_instance_iam_member: (s, id, c) => new IapTunnelInstanceIamMember(s, id, c),
  google_kms_crypto_key: (s, id, c) => new KmsCryptoKey(s, id, c),
  google_kms_crypto_key_iam_binding: (s, id, c) => new KmsCryptoKeyIamBinding(s, id, c),
  google_kms_key_ring: (s, id, c) => new KmsKeyRing(s, id, c),
  google_logging_metric: (s, id, c) => new LoggingMetric(s, id, c),
  google_logging_project_bucket_config: (s, id, c) => new LoggingProjectBucketConfig(s, id, c),
  google_logging_project_exclusion: (s, id, c) => new LoggingProjectExclusion(s, id, c),
  google_logging_project_sink: (s, id, c) => new LoggingProjectSink(s, id, c),
  google_monitoring_alert_policy: (s, id, c) => new MonitoringAlertPolicy(s, id, c),
  google_monitoring_dashboard: (s, id, c) => new MonitoringDashboard(s, id, c),
  google_monitoring_notification_channel: (s, id, c) => new MonitoringNotificationChannel(s, id, c),
  google_project_iam_member: (s, id, c) => new ProjectIamMember(s, id, c),
  google_secret_manager_secret: (s, id, c) => new SecretManagerSecret(s, id, c),
  google_secret_manager_secret_iam_binding: (s, id, c) =>
    new SecretManagerSecretIamBinding(s, id, c),
  google_service_account: (s, id, c) => new ServiceAccount(s, id, c),
  google_service_networking_connection: (s, id, c) => new ServiceNetworkingConnection(s, id, c),
  google_sql_database_instance: (s, id, c) => new SqlDatabaseInstance(s, id, c),
  google_sql_user: (s, id, c) => new SqlUser(s, id, c),
  google_storage_bucket: (s, id, c) => new StorageBucket(s, id, c),
  google_storage_bucket_iam_member: (s, id, c) => new StorageBucketIamMember(s, id, c),
};

/** What `bench.mjs` prepares from Kura’s own output: for each stack its resources and outputs, in cdktf’s spelling. */
interface PlainStack {
  readonly name: string;
  readonly cloud: 'aws' | 'google';
  /** The stack’s own first. */
  readonly providers: readonly { readonly alias?: string }[];
  readonly resources: readonly {
    readonly type: string;
    readonly id: string;
    readonly config: Readonly<Record<string, unknown>>;
  }[];
  readonly outputs: readonly { readonly id: string; readonly value: unknown }[];
}

const [plan = '', outdir = ''] = process.argv.slice(2);
const app = new App({ outdir });
for (const { name, cloud, providers, resources, outputs } of JSON.parse(
  readFileSync(plan, 'utf8'),
) as PlainStack[]) {
  const stack = new TerraformStack(app, name);
  const made = new Map(
    providers.map((provider) => {
      const id = provider.alias === undefined ? cloud : `${cloud}.${provider.alias}`;
      const make = cloud === 'aws' ? AwsProvider : GoogleProvider;
      return [id, new make(stack, id.replace('.', '-'), provider)];
    }),
  );
  new LocalBackend(stack, { path: `../../../state/${name}.tfstate` });
  for (const { type, id, config } of resources) {
    const make = CLASSES[type];
    if (!make) throw new Error(`plain cdktf makes no ${type} yet: add its class`);
    const { provider, ...args } = config;
    const by = typeof provider === 'string' ? { provider: made.get(provider) } : {};
    make(stack, `${type}-${id}`, { ...(withTokens(args, stack) as object), ...by } as never);
  }
  for (const { id, value } of outputs)
    new TerraformOutput(stack, id, { value: withTokens(value, stack) });
}
app.synth();

/** References as an author would write them: tokens, not text. */
function withTokens(value: unknown, stack: TerraformStack): unknown {
  if (typeof value === 'string') {
    const reference = /^\$\{([^{}"]+)\}$/.exec(value)?.[1];
    return reference === undefined ? value : ref(reference, stack);
  }
  if (Array.isArray(value)) return value.map((each) => withTokens(each, stack));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withTokens(each, stack)]),
  );
}
