import type { AwsDrillOrder } from '../../model/recovery/drill-order';

export interface DrillPolicyWiring {
  readonly account: string;
  /** Of the function that runs the drill, and of its copy. */
  readonly region: string;
  /** The key of the source, which is the copy’s too. */
  readonly key: { readonly arn: string };
}

/** The mark that every copy bears, `runner/drill/copy.ts`. */
const MARK = 'kura-drill';

/**
 * What the runner’s role needs beside its own rights to run one drill. It makes, asks and deletes an instance of one name, and
 * changes none that does not bear the drill’s mark. What an action needs is in "Actions, resources, and condition keys for Amazon
 * RDS" (Service Authorization Reference, read 2026-11); a restore encrypts with the source’s key as its caller does.
 */
export function drillStatements(
  order: AwsDrillOrder,
  { account, region, key }: DrillPolicyWiring,
): readonly object[] {
  const { mechanism, source, target } = order;
  const arn = (kind: string, name: string): string =>
    `arn:aws:rds:${region}:${account}:${kind}:${name}`;
  const copy = arn('db', target);
  const word = WORDS[mechanism];
  const here = mechanism === 'replicated-backups' ? [] : [arn('db', source)];
  const make =
    mechanism === 'recovery-replica'
      ? 'rds:CreateDBInstanceReadReplica'
      : 'rds:RestoreDBInstanceToPointInTime';
  return [
    {
      Sid: `See${word}`,
      Effect: 'Allow',
      Action: ['rds:DescribeDBInstances'],
      Resource: [...here, copy],
    },
    ...(mechanism === 'replicated-backups'
      ? [
          {
            Sid: `Find${word}`,
            Effect: 'Allow',
            Action: ['rds:DescribeDBInstanceAutomatedBackups'],
            Resource: ['*'],
          },
        ]
      : []),
    {
      Sid: `Make${word}`,
      Effect: 'Allow',
      Action: [make],
      Resource: [
        ...here,
        copy,
        arn('auto-backup', '*'),
        arn('og', '*'),
        arn('pg', '*'),
        arn('subgrp', order.copy.subnetGroup),
      ],
    },
    {
      Sid: `Mark${word}`,
      Effect: 'Allow',
      Action: ['rds:AddTagsToResource'],
      Resource: [copy],
    },
    {
      Sid: `Change${word}`,
      Effect: 'Allow',
      Action: ['rds:DeleteDBInstance', 'rds:ModifyDBInstance', 'rds:PromoteReadReplica'],
      Resource: [copy],
      Condition: { Null: { [`aws:ResourceTag/${MARK}`]: 'false' } },
    },
    ...askStatements(order, account, region),
    ...keyStatements(word, region, key),
  ];
}

const WORDS = {
  'point-in-time-recovery': 'RestoredCopy',
  'replicated-backups': 'ReplicatedCopy',
  'recovery-replica': 'ReplicaCopy',
} as const satisfies Record<AwsDrillOrder['mechanism'], string>;

/** PostgreSQL’s administrator logs in by IAM to a copy whose id nobody knows before; MySQL’s has a password that the runner sets. */
function askStatements(
  { engine, admin, mechanism }: AwsDrillOrder,
  account: string,
  region: string,
): readonly object[] {
  if (engine !== 'postgres') return [];
  return [
    {
      Sid: `Ask${WORDS[mechanism]}`,
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: [`arn:aws:rds-db:${region}:${account}:dbuser:*/${admin.login}`],
    },
  ];
}

function keyStatements(
  word: string,
  region: string,
  key: { readonly arn: string },
): readonly object[] {
  const viaRds = { 'kms:ViaService': `rds.${region}.amazonaws.com` };
  return [
    {
      Sid: `Encrypt${word}`,
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
      Resource: [key.arn],
      Condition: { StringEquals: viaRds },
    },
    {
      Sid: `Grant${word}`,
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [key.arn],
      Condition: { StringEquals: viaRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
