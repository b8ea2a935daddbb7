import { foundationsOn, instancesIn } from '../../../../cli/bootstrap/environment';
import type { Deployment } from '../../../../model/deployment/deployment';
import { HERE, LABELS, arnIn, labels, type Request } from '../../../support/aws-request';
import { PAYMENT, PROD, SHIPPED, planOf, statementsOf } from '../../../support/bootstrap-plan';
import { isAllowed } from '../../../support/iam-evaluator';
import { synthAll, type Json } from '../../../support/synth';
import { NEEDS } from '../../../support/terraform-actions';

/** `type` and arguments of everything in the output of prod, with the account it goes to. */
function outputOf(deployment: Deployment): { type: string; args: Json; account: string }[] {
  const targets = new Map(
    [...deployment.foundations, ...deployment.instances].flatMap((each) =>
      each.cloud === 'aws' ? [[each.stack, each.target.account] as const] : [],
    ),
  );
  return [...synthAll(deployment)].flatMap(([stack, { resource, data, ephemeral }]) =>
    [resource, data ?? {}, ephemeral ?? {}].flatMap((byType) =>
      Object.entries(byType).flatMap(([type, byName]) =>
        Object.values(byName as Readonly<Record<string, Json>>).map((args) => ({
          type,
          args,
          account: targets.get(stack) ?? '',
        })),
      ),
    ),
  );
}

describe('the deploy role', () => {
  const arn = arnIn(PROD);
  const plan = planOf(SHIPPED, 'prod');
  const deploy = statementsOf(plan, PROD, 'kura-deploy');
  const prod: Deployment = {
    ...SHIPPED,
    foundations: foundationsOn(SHIPPED, 'aws').filter(({ environment }) => environment === 'prod'),
    instances: instancesIn(SHIPPED, 'aws', 'prod'),
  };
  const output = outputOf(prod);

  test('may do what every type in the synthesized estate needs, on the names it has there', () => {
    expect(output.length).toBeGreaterThan(100);
    expect([...new Set(output.map(({ type }) => type))].filter((type) => !(type in NEEDS))).toEqual(
      [],
    );
    const refused = output.flatMap(({ type, args, account }) =>
      (NEEDS[type]?.(args, arnIn(account), account) ?? [])
        .filter((request) => !isAllowed(statementsOf(plan, account, 'kura-deploy'), request))
        .map(({ action, arn }) => `${type}: ${action} on ${arn}`),
    );
    expect([...new Set(refused)]).toEqual([]);
  });

  test('may make a host for operators where there are any, and nothing of it elsewhere', () => {
    const may = [PROD, PAYMENT].map((account) =>
      isAllowed(statementsOf(plan, account, 'kura-deploy'), {
        action: 'ec2:RunInstances',
        arn: arnIn(account)('ec2', 'volume/vol-1'),
        says: HERE,
      }),
    );
    expect(may).toEqual([true, false]);
  });

  test('may do nothing that no type needs', () => {
    const needed = new Set(
      Object.values(NEEDS).flatMap((need) =>
        need(
          { name: 'n', identifier: 'i', role: 'r', policy_arn: 'arn:aws:iam::1:policy/p' },
          arn,
          PROD,
        ).map(({ action }) => action),
      ),
    );
    const extra = deploy
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => !needed.has(action));
    expect([...new Set(extra)].sort()).toEqual([
      'ec2:DescribeTags',
      'iam:ListPolicyTags',
      'iam:ListRoleTags',
      'iam:UpdateRoleDescription',
      'logs:DeleteRetentionPolicy',
      'logs:DisassociateKmsKey',
      'rds:DescribeCertificates',
      'rds:DescribeDBEngineVersions',
      'rds:DescribeDBSnapshots',
      'rds:DescribeOrderableDBInstanceOptions',
      // State.
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sts:AssumeRole',
    ]);
  });

  const db = (name: string): string => arn('rds', `db:${name}`);
  const self = `arn:aws:iam::${PROD}:role/kura-deploy`;
  const foreign = labels('ResourceTag', { ...LABELS, environment: 'staging' });
  test.each<[string, Request]>([
    [
      'another environment’s database',
      { action: 'rds:DeleteDBInstance', arn: db('suzumina-staging-order'), says: HERE },
    ],
    [
      'another region',
      {
        action: 'rds:DeleteDBInstance',
        arn: db('suzumina-prod-order'),
        says: { 'aws:RequestedRegion': 'us-east-1' },
      },
    ],
    [
      'a network without our tags',
      { action: 'ec2:DeleteVpc', arn: arn('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'tags of another environment’s network',
      {
        action: 'ec2:CreateTags',
        arn: arn('ec2', 'vpc/vpc-1'),
        says: { ...HERE, ...foreign, ...labels('RequestTag') },
      },
    ],
    [
      'a network without tags from the start',
      { action: 'ec2:CreateVpc', arn: arn('ec2', 'vpc/vpc-1'), says: HERE },
    ],
    [
      'a key without our tags',
      { action: 'kms:ScheduleKeyDeletion', arn: arn('kms', 'key/1'), says: HERE },
    ],
    [
      'the state key, even tagged as ours',
      {
        action: 'kms:PutKeyPolicy',
        arn: arn('kms', 'key/1'),
        says: { ...HERE, ...labels('ResourceTag'), 'kms:ResourceAliases': 'alias/kura-state-prod' },
      },
    ],
    ['a key directly', { action: 'kms:Decrypt', arn: arn('kms', 'key/1'), says: HERE }],
    [
      'a secret’s value',
      {
        action: 'secretsmanager:GetSecretValue',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'writing a secret’s value',
      {
        action: 'secretsmanager:PutSecretValue',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'a public secret',
      {
        action: 'secretsmanager:PutResourcePolicy',
        arn: arn('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf'),
        says: HERE,
      },
    ],
    [
      'logging in',
      { action: 'rds-db:connect', arn: arn('rds-db', 'dbuser:db-1/order_api'), says: HERE },
    ],
    [
      'passing a role to EC2',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'passing a runner’s role to EC2',
      {
        action: 'iam:PassRole',
        arn: arn('iam', 'role/suzumina-prod-order-runner'),
        says: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    [
      'running another function',
      { action: 'lambda:InvokeFunction', arn: arn('lambda', 'function:payroll'), says: HERE },
    ],
    [
      'another environment’s runner',
      {
        action: 'lambda:UpdateFunctionCode',
        arn: arn('lambda', 'function:suzumina-staging-order-runner'),
        says: HERE,
      },
    ],
    [
      'a key’s grant, but for a service',
      { action: 'kms:CreateGrant', arn: arn('kms', 'key/1'), says: HERE },
    ],
    [
      'a larger host',
      {
        action: 'ec2:RunInstances',
        arn: arn('ec2', 'instance/i-1'),
        says: {
          ...HERE,
          ...labels('RequestTag'),
          'ec2:InstanceType': 'p5.48xlarge',
          'ec2:MetadataHttpTokens': 'required',
        },
      },
    ],
    [
      'an endpoint of a stranger’s service',
      {
        action: 'ec2:CreateVpcEndpoint',
        arn: arn('ec2', 'vpc-endpoint/vpce-1'),
        says: { ...HERE, ...labels('RequestTag'), 'ec2:VpceServiceOwner': '999999999999' },
      },
    ],
    [
      'an administrator’s policy on a declared role',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/order-api'),
        says: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
    ],
    [
      'a policy of ours on a role of its own',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/suzumina-prod-rds-monitoring'),
        says: { 'iam:PolicyARN': arn('iam', 'policy/suzumina-prod-x') },
      },
    ],
    [
      'a login policy on a role that the estate does not name',
      {
        action: 'iam:AttachRolePolicy',
        arn: arn('iam', 'role/admin'),
        says: { 'iam:PolicyARN': arn('iam', 'policy/suzumina-prod-x') },
      },
    ],
    ['its own role', { action: 'iam:PutRolePolicy', arn: self }],
    [
      'its own policies',
      {
        action: 'iam:CreatePolicyVersion',
        arn: arn('iam', 'policy/kura-bootstrap/kura-deploy-prod-read'),
      },
    ],
    [
      'taking a role that it made',
      { action: 'sts:AssumeRole', arn: arn('iam', 'role/suzumina-prod-flow-logs') },
    ],
    [
      'deleting state',
      {
        action: 's3:DeleteObject',
        arn: 'arn:aws:s3:::suzumina-kura-state-prod-ap-northeast-1/prod-aws-order/terraform.tfstate',
      },
    ],
    [
      'another environment’s state',
      {
        action: 's3:GetObject',
        arn: 'arn:aws:s3:::suzumina-kura-state-prod-ap-northeast-1/dev-aws-order/terraform.tfstate',
      },
    ],
  ])('may not touch %s', (_, request) => {
    expect(isAllowed(deploy, request)).toBe(false);
  });

  test('reads, writes and locks state in both regions, through the key that encrypts it', () => {
    for (const region of ['ap-northeast-1', 'ap-northeast-3']) {
      const bucket = `arn:aws:s3:::suzumina-kura-state-prod-${region}`;
      const file = `${bucket}/prod-aws-order/terraform.tfstate`;
      const key = {
        arn: `arn:aws:kms:${region}:${PROD}:key/1`,
        says: {
          'kms:ViaService': `s3.${region}.amazonaws.com`,
          'kms:EncryptionContext:aws:s3:arn': bucket,
        },
      };
      const requests: Request[] = [
        { action: 's3:ListBucket', arn: bucket },
        ...['s3:GetObject', 's3:PutObject'].map((action) => ({ action, arn: file })),
        ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) => ({
          action,
          arn: `${file}.tflock`,
        })),
        ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({ action, ...key })),
      ];
      expect(requests.filter((request) => !isAllowed(deploy, request))).toEqual([]);
    }
  });

  test('takes itself and its like in the isolated account', () => {
    const takes = [PROD, PAYMENT].map((account) => ({
      action: 'sts:AssumeRole',
      arn: `arn:aws:iam::${account}:role/kura-deploy`,
    }));
    expect(takes.map((request) => isAllowed(deploy, request))).toEqual([true, true]);
    const isolated = statementsOf(plan, PAYMENT, 'kura-deploy');
    expect(takes.map((request) => isAllowed(isolated, request))).toEqual([false, true]);
  });
});
