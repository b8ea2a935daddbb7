import { ADMINISTRATOR } from './instance';

export interface DrillPolicySettings {
  readonly account: string;
  /** Of the function that runs the drills, and of their copies. */
  readonly region: string;
  /** The identifiers of the databases that are rehearsed, as IAM matches them: `acme-prod-*`. */
  readonly databases: readonly string[];
  /** In which the copies stand. */
  readonly subnetGroup: string;
}

/** The mark that every copy bears, `runner/drill/copy.ts`. */
const MARK = 'kura-drill';

/** How the identifier of every copy ends, `model/recovery/drill-order.ts`: no instance may be called so. */
const ENDING = '-drill';

/**
 * What rehearses the recoveries of one network may do: make marked copies of its databases, ask them, and change and delete what is
 * called a copy and bears the mark. What an action needs is in "Actions, resources, and condition keys for Amazon RDS" (Service
 * Authorization Reference, read 2026-11); a restore encrypts with the source’s key as its caller does.
 */
export function drillStatements(settings: DrillPolicySettings): readonly object[] {
  const { account, region, databases, subnetGroup } = settings;
  const arn = (kind: string, name: string): string =>
    `arn:aws:rds:${region}:${account}:${kind}:${name}`;
  const sources = databases.map((name) => arn('db', name));
  const copies = databases.map((name) => arn('db', `${name}${ENDING}`));
  return [
    { Sid: 'See', Effect: 'Allow', Action: ['rds:DescribeDBInstances'], Resource: sources },
    {
      Sid: 'FindReplicatedBackups',
      Effect: 'Allow',
      Action: ['rds:DescribeDBInstanceAutomatedBackups'],
      Resource: ['*'],
    },
    {
      Sid: 'MakeMarkedCopies',
      Effect: 'Allow',
      Action: ['rds:CreateDBInstanceReadReplica', 'rds:RestoreDBInstanceToPointInTime'],
      Resource: [
        ...sources,
        ...copies,
        arn('auto-backup', '*'),
        arn('og', '*'),
        arn('pg', '*'),
        arn('subgrp', subnetGroup),
      ],
      Condition: { Null: { [`aws:RequestTag/${MARK}`]: 'false' } },
    },
    { Sid: 'MarkCopies', Effect: 'Allow', Action: ['rds:AddTagsToResource'], Resource: copies },
    {
      Sid: 'ChangeMarkedCopies',
      Effect: 'Allow',
      Action: ['rds:DeleteDBInstance', 'rds:ModifyDBInstance', 'rds:PromoteReadReplica'],
      Resource: copies,
      Condition: { Null: { [`aws:ResourceTag/${MARK}`]: 'false' } },
    },
    ask(settings),
    ...useKeys(settings),
  ];
}

/**
 * As PostgreSQL’s administrator, of any database: nobody knows the id of a copy before. What bounds it is the network: the function is
 * in a group that goes to no database but those of the copies’ own group, and nothing but copies joins that. MySQL’s administrator has
 * a password, which is set of a marked copy alone.
 */
function ask({ account, region }: DrillPolicySettings): object {
  return {
    Sid: 'AskCopies',
    Effect: 'Allow',
    Action: ['rds-db:connect'],
    Resource: [`arn:aws:rds-db:${region}:${account}:dbuser:*/${ADMINISTRATOR}`],
  };
}

/** The key of each instance is in a stack that is not there yet; its own policy lets the account in through RDS. */
function useKeys({ account, region }: DrillPolicySettings): readonly object[] {
  const keys = [`arn:aws:kms:${region}:${account}:key/*`];
  const viaRds = { 'kms:ViaService': `rds.${region}.amazonaws.com` };
  return [
    {
      Sid: 'EncryptCopies',
      Effect: 'Allow',
      Action: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      Resource: keys,
      Condition: { StringEquals: viaRds },
    },
    {
      Sid: 'GrantToCopies',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: keys,
      Condition: { StringEquals: viaRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
