import type { Place, ProjectScope } from './project-scope';

/** What holds for a project whatever anybody is granted in it. Only an organisation’s administrator may set it. */
export interface Guardrails {
  readonly constraints: readonly ConstraintPlan[];
  readonly deny: DenyPlan;
  /** Of a project that has locked stores and nothing else; null of any other, whose databases have log buckets and sinks too. */
  readonly trailDeny: DenyPlan | null;
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

/** Whoever is granted it: what the trail’s own accounts alone do, and what ends it. */
const KEEPERS_ONLY = ['buckets.delete', 'buckets.update', 'sinks.delete', 'sinks.update'].map(
  (each) => `logging.googleapis.com/${each}`,
);
const NOBODY = ['cloudkms.googleapis.com/cryptoKeyVersions.destroy'];

const SET = 'gcloud resource-manager org-policies';

export function planGuardrails(scope: ProjectScope): Guardrails {
  const { project, accounts, trail } = scope;
  return {
    constraints: [
      ...ENFORCED.map((each) => enforced(project, each)),
      {
        constraint: 'gcp.restrictNonCmekServices',
        why: 'no database, secret or bucket is made without a key of its own',
        command: `${SET} deny gcp.restrictNonCmekServices ${WITH_OWN_KEYS.map((name) => `is:${name}.googleapis.com`).join(' ')} --project=${project}`,
      },
    ],
    deny: denyNever(scope, [
      ...[accounts.deploy, accounts.plan],
      ...[trail.accounts.deploy, trail.accounts.plan],
    ]),
    trailDeny: null,
  };
}

/** Of a project that has the store of a trail and nothing else. */
export function planTrailGuardrails(place: Place): Guardrails {
  const { project, trail } = place;
  const { accounts, store } = trail;
  return {
    constraints: ENFORCED.filter(([constraint]) => !constraint.startsWith('sql.')).map((each) =>
      enforced(project, each),
    ),
    deny: denyNever(place, [accounts.deploy, accounts.plan]),
    trailDeny: store?.lock === 'governance' ? denyTrail(project, store.keepers) : null,
  };
}

const enforced = (
  project: string,
  [constraint, why]: readonly [constraint: string, why: string],
): ConstraintPlan => ({
  constraint,
  why,
  command: `${SET} enable-enforce ${constraint} --project=${project}`,
});

const principalOf = (email: string): string =>
  `principal://iam.googleapis.com/projects/-/serviceAccounts/${email}`;

const attachedTo = (project: string): string =>
  `cloudresourcemanager.googleapis.com/projects/${project}`;

function denyNever({ project, environment }: Place, emails: readonly string[]): DenyPlan {
  return {
    id: `kura-${environment}-never`,
    attachmentPoint: attachedTo(project),
    policy: {
      displayName: `Kura ${environment}: no secrets, keys, exports or connectors`,
      rules: [
        { denyRule: { deniedPrincipals: emails.map(principalOf), deniedPermissions: NEVER } },
      ],
    },
  };
}

/** One for all stores of the project: each environment’s script prints the same. */
function denyTrail(project: string, keepers: readonly string[]): DenyPlan {
  const everybody = ['principalSet://goog/public:all'];
  return {
    id: 'kura-trail',
    attachmentPoint: attachedTo(project),
    policy: {
      displayName: 'Kura: trails are changed by those who keep them, and not ended',
      rules: [
        {
          denyRule: {
            deniedPrincipals: everybody,
            exceptionPrincipals: keepers.map(principalOf),
            deniedPermissions: KEEPERS_ONLY,
          },
        },
        { denyRule: { deniedPrincipals: everybody, deniedPermissions: NOBODY } },
      ],
    },
  };
}
