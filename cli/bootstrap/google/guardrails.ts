import type { ProjectScope } from './project-scope';

/** What holds for a project whatever anybody is granted in it. Only an organisation’s administrator may set it. */
export interface Guardrails {
  readonly constraints: readonly ConstraintPlan[];
  readonly deny: DenyPlan;
}

/** A constraint of the organisation policy on the project. */
export interface ConstraintPlan {
  readonly constraint: string;
  readonly why: string;
  readonly command: string;
}

/** A policy that takes permissions away from the service accounts. */
export interface DenyPlan {
  readonly id: string;
  readonly attachmentPoint: string;
  readonly policy: unknown;
}

const ENFORCED: readonly (readonly [constraint: string, why: string])[] = [
  ['sql.restrictPublicIp', 'no database gets a public address'],
  ['sql.restrictAuthorizedNetworks', 'no range outside the network is let in'],
  ['iam.disableServiceAccountKeyCreation', 'no service account gets a key that can be carried off'],
  ['storage.publicAccessPrevention', 'no bucket is public'],
];

/** Where Kura encrypts with keys of its own. */
const WITH_OWN_KEYS = ['secretmanager', 'sqladmin', 'storage'];

/**
 * Data, secrets and credentials, by names that deny policies know ("Permissions supported in deny policies", IAM, 2026-05;
 * `cloudsql.instances.login` is not among them).
 */
const NEVER = [
  'cloudkms.googleapis.com/cryptoKeyVersions.useToDecrypt',
  'cloudsql.googleapis.com/backupRuns.export',
  'cloudsql.googleapis.com/instances.connect',
  'cloudsql.googleapis.com/instances.executeSql',
  'cloudsql.googleapis.com/instances.export',
  'cloudsql.googleapis.com/sslCerts.create',
  'cloudsql.googleapis.com/users.update',
  'iam.googleapis.com/serviceAccountKeys.create',
  'secretmanager.googleapis.com/versions.access',
];

export function planGuardrails({ project, environment, accounts }: ProjectScope): Guardrails {
  const set = 'gcloud resource-manager org-policies';
  return {
    constraints: [
      ...ENFORCED.map(([constraint, why]) => ({
        constraint,
        why,
        command: `${set} enable-enforce ${constraint} --project=${project}`,
      })),
      {
        constraint: 'gcp.restrictNonCmekServices',
        why: 'no database, secret or bucket is made without a key of its own',
        command: `${set} deny gcp.restrictNonCmekServices ${WITH_OWN_KEYS.map((name) => `is:${name}.googleapis.com`).join(' ')} --project=${project}`,
      },
    ],
    deny: {
      id: `kura-${environment}-never`,
      attachmentPoint: `cloudresourcemanager.googleapis.com/projects/${project}`,
      policy: {
        displayName: `Kura ${environment}: no secrets, keys, exports or connectors`,
        rules: [
          {
            denyRule: {
              deniedPrincipals: [accounts.deploy, accounts.plan].map(
                (email) => `principal://iam.googleapis.com/projects/-/serviceAccounts/${email}`,
              ),
              deniedPermissions: NEVER,
            },
          },
        ],
      },
    },
  };
}
