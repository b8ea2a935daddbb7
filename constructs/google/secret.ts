import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretIamBinding } from '@cdktf/provider-google/lib/secret-manager-secret-iam-binding';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface SecretSettings {
  readonly address: string;
  /** Letters, digits, - and _, at most 255 (Secret Manager API, projects.secrets.create, 2026-11). */
  readonly secretId: string;
  /** The database user whose password it holds. */
  readonly login: string;
  /** The IAM members that may read it: exactly these. */
  readonly readers: readonly string[];
  /** The IAM member that adds versions and sees when the last one came, without reading any: the instance's runner. */
  readonly writer: string;
  /** Where it is kept, and nowhere else. */
  readonly replicas: readonly { readonly location: string }[];
  readonly preventDestroy: boolean;
}

export interface SecretWiring {
  /** In the location of every replica. */
  readonly key: { readonly id: string; readonly binding: ITerraformDependable };
  /** The writer's account, where the same stack makes it. */
  readonly account?: ITerraformDependable;
}

/** The container of a password, who may read it, and who writes it. Terraform never writes or reads a version. */
export class Secret extends Construct {
  readonly id: string;
  /** What there is once the writer may write. */
  readonly writing: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: SecretSettings, wiring: SecretWiring) {
    super(scope, id);
    const secret = createSecret(this, settings, wiring);
    bindReaders(this, settings, secret);
    this.writing = bindWriter(this, settings, wiring, secret);
    this.id = secret.id;
  }
}

function createSecret(
  scope: Construct,
  { address, secretId, login, replicas, preventDestroy }: SecretSettings,
  { key }: SecretWiring,
): SecretManagerSecret {
  const customerManagedEncryption = { kmsKeyName: key.id };
  const secret = new SecretManagerSecret(scope, 'Resource', {
    secretId,
    replication: {
      userManaged: {
        replicas: replicas.map(({ location }) => ({ location, customerManagedEncryption })),
      },
    },
    // A version is disabled for 30 days before it is gone. A deleted secret is gone at once.
    versionDestroyTtl: '2592000s',
    deletionProtection: preventDestroy,
    lifecycle: { preventDestroy },
    dependsOn: [key.binding],
  });
  return pin(secret, address, login);
}

/** The whole binding: a reader that somebody else adds is removed. */
function bindReaders(
  scope: Construct,
  { address, login, readers }: SecretSettings,
  secret: SecretManagerSecret,
): void {
  const binding = new SecretManagerSecretIamBinding(scope, 'readers', {
    project: secret.project,
    secretId: secret.secretId,
    role: 'roles/secretmanager.secretAccessor',
    members: [...readers],
  });
  pin(binding, address, login);
}

/** Neither role reads a version. A login has no capitals, so that no address of another is the same. */
const WRITING = {
  versionAdder: 'roles/secretmanager.secretVersionAdder',
  versionViewer: 'roles/secretmanager.viewer',
} as const;

/** These bindings, too, are whole: who adds a version sets a password. */
function bindWriter(
  scope: Construct,
  { address, login, writer }: SecretSettings,
  { account }: SecretWiring,
  secret: SecretManagerSecret,
): readonly ITerraformDependable[] {
  return Object.entries(WRITING).map(([part, role]) => {
    const binding = new SecretManagerSecretIamBinding(scope, part, {
      project: secret.project,
      secretId: secret.secretId,
      role,
      members: [writer],
      ...(account ? { dependsOn: [account] } : {}),
    });
    return pin(binding, address, login, part);
  });
}
