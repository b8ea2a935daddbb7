export interface RunnerPolicySettings {
  readonly account: string;
  readonly region: string;
  /** The database user it logs in as. */
  readonly login: string;
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
  readonly server: RunnerServer;
  readonly key: { readonly arn: string };
  /** The containers of the passwords that it writes. */
  readonly secrets: readonly { readonly arn: string }[];
}

/**
 * What the runner of one instance may do: log in as the administrator, set the password of the first login, write its own
 * instance's secrets. It reads no secret. IAM knows no condition that narrows ModifyDBInstance to a password
 * ("Actions, resources, and condition keys for Amazon RDS", read 2026-11): the right is to this one database.
 */
export function runnerStatements(
  { account, region, login }: RunnerPolicySettings,
  wiring: RunnerPolicyWiring,
): readonly object[] {
  const { identifier, resourceId } = wiring.server;
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
    ...writeSecrets(region, wiring),
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
