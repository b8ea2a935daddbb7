export interface RunnerPolicySettings {
  readonly account: string;
  readonly region: string;
  /** The database user it logs in as. */
  readonly login: string;
  readonly functionArn: string;
}

/** The database that a runner works in. */
export interface RunnerServer {
  /** The cloud’s name of it. */
  readonly identifier: string;
  readonly host: string;
  /** `db-…`. */
  readonly resourceId: string;
}

export interface RunnerPolicyWiring {
  /** None where it only rehearses recoveries. */
  readonly server: RunnerServer | undefined;
  readonly key: { readonly arn: string };
  readonly logGroup: { readonly arn: string };
  /** The containers of the passwords that it writes. */
  readonly secrets: readonly { readonly arn: string }[];
  /** What its drills take beside. */
  readonly drillStatements: readonly object[];
}

/** What Lambda does in the network as the function's role ("AWSLambdaVPCAccessExecutionRole", read 2026-11). */
const ATTACH = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What the runner of one instance may do: log in as the administrator, set the password of the first login, write its own
 * instance's secrets and log. It reads no secret. IAM knows no condition that narrows ModifyDBInstance to a password
 * ("Actions, resources, and condition keys for Amazon RDS", read 2026-11): the right is to this one database.
 */
export function runnerPolicy(settings: RunnerPolicySettings, wiring: RunnerPolicyWiring): string {
  const { region, functionArn } = settings;
  const { server, logGroup, drillStatements } = wiring;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(server ? [...converge(settings, server), ...writeSecrets(region, wiring)] : []),
      ...drillStatements,
      {
        Sid: 'WriteLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`${logGroup.arn}:*`],
      },
      { Sid: 'LambdaAttaches', Effect: 'Allow', Action: ATTACH, Resource: ['*'] },
      {
        // Calls of the code carry its ARN, Lambda's own do not ("Using source function ARN", Lambda developer guide, read 2026-11).
        Sid: 'CodeDoesNot',
        Effect: 'Deny',
        Action: ATTACH,
        Resource: ['*'],
        Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      },
    ],
  });
}

function converge(
  { account, region, login }: RunnerPolicySettings,
  { identifier, resourceId }: RunnerServer,
): readonly object[] {
  return [
    {
      Sid: 'LogIn',
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: [`arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${login}`],
    },
    {
      Sid: 'SetFirstPassword',
      Effect: 'Allow',
      Action: ['rds:DescribeDBInstances', 'rds:ModifyDBInstance'],
      Resource: [`arn:aws:rds:${region}:${account}:db:${identifier}`],
    },
  ];
}

/** "Permissions for the KMS key" (Secrets Manager user guide, read 2026-11): a version is encrypted with both actions. */
function writeSecrets(region: string, { secrets, key }: RunnerPolicyWiring): readonly object[] {
  const arns = secrets.map(({ arn }) => arn);
  if (arns.length === 0) return [];
  return [
    {
      Sid: 'WriteSecrets',
      Effect: 'Allow',
      Action: ['secretsmanager:ListSecretVersionIds', 'secretsmanager:PutSecretValue'],
      Resource: arns,
    },
    {
      Sid: 'EncryptSecrets',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [key.arn],
      Condition: {
        StringEquals: {
          'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
          'kms:EncryptionContext:SecretARN': arns,
        },
      },
    },
  ];
}
