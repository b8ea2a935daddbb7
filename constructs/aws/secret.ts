import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface SecretSettings {
  readonly address: string;
  readonly name: string;
  /** The database user whose password it holds. */
  readonly login: string;
  /** ARNs of the roles that may read it: exactly these. */
  readonly readers: readonly string[];
  readonly preventDestroy: boolean;
}

export interface SecretWiring {
  readonly key: { readonly arn: string };
}

/** The container of a password, and who may read it. Terraform never writes or reads a version. */
export class Secret extends Construct {
  readonly arn: string;
  /** Who may read it is settled once this exists. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, settings: SecretSettings, wiring: SecretWiring) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, 'Resource', {
      name: settings.name,
      description: `Password of the database user ${settings.login}`,
      kmsKeyId: wiring.key.arn,
      recoveryWindowInDays: 30,
      lifecycle: { preventDestroy: settings.preventDestroy },
    });
    pin(secret, settings.address, settings.login);
    this.arn = secret.arn;
    this.resource = bindReaders(this, settings, this.arn);
  }
}

/** The whole binding: in a secret's policy, Resource "*" means the secret itself. */
function bindReaders(
  scope: Construct,
  settings: SecretSettings,
  secretArn: string,
): SecretsmanagerSecretPolicy {
  const { address, login, readers } = settings;
  const policy = new SecretsmanagerSecretPolicy(scope, 'readers', {
    secretArn,
    blockPublicPolicy: true,
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadersRead',
          Effect: 'Allow',
          Principal: { AWS: readers },
          Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
          Resource: '*',
        },
        {
          // An administrator's own IAM policy would let them read it too.
          Sid: 'NobodyElseReads',
          Effect: 'Deny',
          Principal: '*',
          Action: 'secretsmanager:GetSecretValue',
          Resource: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': readers } },
        },
      ],
    }),
  });
  return pin(policy, address, login);
}
