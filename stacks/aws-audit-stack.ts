import { TerraformStack, type TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountTrail, trailArn } from '../constructs/aws/account-trail';
import { AuditAlarms } from '../constructs/aws/audit-alarms';
import { AuditBucket, bucketArn } from '../constructs/aws/audit-bucket';
import { AuditDatabase } from '../constructs/aws/audit-database';
import { AuditDestination } from '../constructs/aws/audit-destination';
import { AuditKey } from '../constructs/aws/audit-key';
import { AuditLogsRole } from '../constructs/aws/audit-logs-role';
import {
  AuditStream,
  auditStreamLogGroupName,
  auditStreamRoleArn,
} from '../constructs/aws/audit-stream';
import { AuditWorkgroup } from '../constructs/aws/audit-workgroup';
import { accountTrails, type AccountTrail as Trail } from '../model/audit/account-trails';
import { toldHere } from '../model/alerts/told';
import { trailAlarms, type TrailAlarms } from '../model/alerts/trail-alarms';
import type { AwsAuditStore, AwsFoundation, AwsInstance } from '../model/deployment/aws-deployment';
import { createTrailTopic } from './aws-alarms';
import { createAwsProviderOf, createTrailProvider } from './aws-provider';
import { createBackend } from './backend';
import type { Labels } from './labels';

/** Addresses of the store: it is no instance’s. */
const ADDRESS = 'audit';

/** What keeps an environment’s trail in one region: none of its principals makes, changes or deletes any of it. */
export class AwsAuditStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: AwsFoundation,
    region: 'primary' | 'recovery',
    organisation: string,
    instances: readonly AwsInstance[],
  ) {
    const { environment, audit } = foundation;
    const store = audit[region];
    if (!store) throw new Error(`${environment} has no trail in its ${region} region`);
    super(scope, store.stack);
    const labels = { organisation, environment, owners: [] };
    createTrailProvider(this, store.target, labels);
    createBackend(this, store.state);
    const trails = accountTrails(audit, region);
    const alarms = trailAlarms(instances, region);
    const { key, bucket } = createStore(this, foundation, store, { trails, alarms });
    const stream = createIntake(this, foundation, store, { key, bucket });
    if (rings(foundation, store, alarms))
      createAlarms(this, foundation, store, { alarms, key, stream });
    recordAccounts(this, store, { trails, labels }, { key, bucket });
    createQueries(this, foundation, store, trails);
  }
}

interface Kept {
  readonly key: AuditKey;
  readonly bucket: AuditBucket;
}

/** What is kept: the bucket and its key. Who writes is named by what it will be called. */
function createStore(
  stack: TerraformStack,
  foundation: AwsFoundation,
  store: AwsAuditStore,
  { trails, alarms }: { readonly trails: readonly Trail[]; readonly alarms: TrailAlarms },
): Kept {
  const { lock, keepDays } = foundation.audit;
  const { name, bucket, target } = store;
  const { account, region, deployRoleArn } = target;
  const shared = {
    ...{ address: ADDRESS, deployRoleArn, locked: lock.value === 'governance' },
    streamRoleArn: auditStreamRoleArn({ account, name }),
    trails: trails.map((trail) => ({
      account: trail.account,
      arn: trailArn({ ...trail, region }),
    })),
  };
  const key = new AuditKey(stack, 'key', {
    ...shared,
    ...{ name, account, region, bucketArn: bucketArn(bucket) },
    logGroup: auditStreamLogGroupName(name),
    alarms: rings(foundation, store, alarms),
  });
  const kept = { ...shared, bucket, keepDays: keepDays.value };
  return { key, bucket: new AuditBucket(stack, 'bucket', kept, { key }) };
}

/** The way of log groups’ lines to the bucket. */
function createIntake(
  stack: TerraformStack,
  { audit: { sources }, logRetentionDays }: AwsFoundation,
  { name, bucket: bucketName, target: { account, region } }: AwsAuditStore,
  { key, bucket }: Kept,
): AuditStream {
  const own = { address: ADDRESS, name, account, region };
  const accounts = sources.map((source) => source.account);
  const senders = accounts.filter((id) => id !== account);
  const stream = new AuditStream(
    stack,
    'stream',
    { ...own, bucket: bucketName, logRetentionDays: logRetentionDays.value },
    { key, bucket, after: bucket.resources },
  );
  const role = new AuditLogsRole(stack, 'logs-role', { ...own, sources: accounts });
  if (senders.length > 0)
    new AuditDestination(stack, 'destination', { ...own, senders }, { stream, role });
  return stream;
}

/** Whether something is told of the store, to somebody: else it has neither topic nor alarm, and its key lets no service publish. */
function rings(
  { routes }: AwsFoundation,
  { target }: AwsAuditStore,
  { late, silent }: TrailAlarms,
): boolean {
  return toldHere(routes, target.region).critical && (late !== undefined || silent !== undefined);
}

/** What is told where the way to it stands still. */
function createAlarms(
  stack: TerraformStack,
  { routes }: AwsFoundation,
  { name, target }: AwsAuditStore,
  {
    alarms,
    key,
    stream,
  }: { readonly alarms: TrailAlarms; readonly key: AuditKey; readonly stream: AuditStream },
): void {
  const choice = { address: ADDRESS, prefix: name, target, routes };
  const told = createTrailTopic(stack, choice, { key });
  new AuditAlarms(
    stack,
    'alarms',
    { address: ADDRESS, name, ...alarms },
    { told, stream: stream.resource },
  );
}

/** The trails of accounts, each made with that account’s own role for the trail. */
function recordAccounts(
  stack: TerraformStack,
  { bucket: store, target }: AwsAuditStore,
  { trails, labels }: { readonly trails: readonly Trail[]; readonly labels: Labels },
  { key, bucket }: Kept,
): void {
  const { region } = target;
  const providerOf = ({ account, deployRoleArn }: Trail): TerraformProvider | undefined =>
    account === target.account
      ? undefined
      : createAwsProviderOf(stack, { account, region, deployRoleArn }, labels);
  for (const trail of trails) {
    const { account, name, calls, everyRegion } = trail;
    new AccountTrail(
      stack,
      `trail-${account}`,
      { address: ADDRESS, account, name, calls, everyRegion, store: trail.store ? store : null },
      { bucket, key, provider: providerOf(trail), after: bucket.resources },
    );
  }
}

/** How it is read. */
function createQueries(
  stack: TerraformStack,
  { audit: { keepDays } }: AwsFoundation,
  { name, bucket }: AwsAuditStore,
  trails: readonly Trail[],
): void {
  const own = { address: ADDRESS, name };
  const accounts = trails.map(({ account }) => account);
  new AuditDatabase(stack, 'database', { ...own, bucket, keepDays: keepDays.value, accounts });
  new AuditWorkgroup(stack, 'workgroup', own);
}
