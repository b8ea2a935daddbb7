import { OWN_PATH } from './account-scope';
import type { Boundary } from './boundary';
import type { AccountPlan, BootstrapPlan, RolePlan } from './plan';
import { STOP, comment, shellWord, writeDocument } from '../shell';
import type { StateStorePlan } from './state-store';
import { GITHUB_HOST } from '../trust';
import { GITHUB_AUDIENCE } from './trust';

/**
 * The plan as one bash script. It does the section of the account whose credentials it runs with, writes only where what
 * is there differs, and stops at the first error. Everything is inside functions, so that half a script does nothing.
 */
export function scriptOf(plan: BootstrapPlan): string {
  const { accounts } = plan;
  const lines = [
    '#!/usr/bin/env bash',
    ...summary(plan),
    'set -euo pipefail',
    'export AWS_PAGER=',
    '',
    ...unsaid(plan).flatMap(({ variable, about, option }) => [
      `# Who may take the roles${about}: fill in the ARN of an IAM role or user, or print this again with ${option} ARN.`,
      `${variable}='FILL IN'`,
      '',
    ]),
    HELPERS,
    ...accounts.flatMap((account) => section(plan, account)),
    'main() {',
    ...unsaid(plan).map(
      ({ variable }) =>
        `  [[ $${variable} == arn:aws:iam::*:* ]] || stop "fill in ${variable} at the top of this script"`,
    ),
    ...otherHands(plan),
    '  command -v aws > /dev/null || stop "the aws command is not installed"',
    '  work=$(mktemp -d)',
    `  trap 'rm -rf "$work"' EXIT`,
    '  local account',
    `  export AWS_REGION=${regionOf(plan)} AWS_DEFAULT_REGION=${regionOf(plan)}`,
    '  account=$(aws sts get-caller-identity --query Account --output text) || stop "no credentials that AWS accepts"',
    '  case $account in',
    ...accounts.map(({ account }) => `    ${account}) account_${account} ;;`),
    `    *) stop "these are credentials of account $account; wanted: ${accounts.map(({ account }) => account).join(' or ')}. Nothing was written" ;;`,
    '  esac',
    '}',
    '',
    'main',
  ];
  return `${lines.join('\n')}\n`;
}

/** What is to be filled in, and whom it must not name. */
interface Unsaid {
  readonly variable: 'trust' | 'audit_trust';
  readonly about: string;
  readonly option: '--trust' | '--audit-trust';
  readonly taken: readonly string[];
}

function unsaid({ trusted, auditTrusted, hands }: BootstrapPlan): Unsaid[] {
  return [
    ...(trusted
      ? []
      : [
          {
            ...({ variable: 'trust', about: '', option: '--trust' } as const),
            taken: hands.auditTrust,
          },
        ]),
    ...(auditTrusted
      ? []
      : [
          {
            ...({
              variable: 'audit_trust',
              about: ' of the audit trail',
              option: '--audit-trust',
            } as const),
            taken: hands.trust,
          },
        ]),
  ];
}

/** Stops where one name is filled in for both, or for one what the other has already. */
function otherHands(plan: BootstrapPlan): string[] {
  const open = unsaid(plan);
  const message =
    'nobody may be trusted with both the environment and its audit trail: who changes databases must not change what is recorded of it';
  const refuse = (variable: string, other: string): string =>
    `  [[ $${variable} != ${other} ]] || stop "${message}"`;
  return [
    ...open.flatMap(({ variable, taken }) => taken.map((arn) => refuse(variable, shellWord(arn)))),
    ...(open.length > 1 ? [refuse('audit_trust', '"$trust"')] : []),
  ];
}

const regionOf = ({ accounts }: BootstrapPlan): string => shellWord(accounts[0]?.region ?? '');

function summary({ environment, organisation, accounts }: BootstrapPlan): string[] {
  const lines = [
    `What ${organisation}’s environment ${environment} needs before Terraform. Safe to run again.`,
    'Declared, not exercised against AWS: try it first in an account that holds nothing.',
    ...(accounts.length > 1
      ? ['Run it once with the credentials of each account; it does that account’s section.']
      : []),
    ...accounts.flatMap(
      ({ account, what, stateStores, trailStateStores, github, boundary, roles, notes }) => [
        '',
        `Account ${account} (${what})`,
        ...[...stateStores, ...trailStateStores].map(
          ({ region, bucket, alias }) => `  ${region}: state bucket ${bucket}, key ${alias}`,
        ),
        ...(github ? [`  identity provider ${GITHUB_HOST}`] : []),
        ...(boundary
          ? [`  policy ${boundary.arn}, the boundary of every role that Terraform makes`]
          : []),
        ...roles.map(({ arn, policies }) => `  role ${arn}, ${policies.length} policies`),
        ...notes.map((note) => `  ${note}`),
      ],
    ),
  ];
  return [...lines.map(comment), ''];
}

const ENCRYPTION =
  '{Rules: ServerSideEncryptionConfiguration.Rules[].{ApplyServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault, BucketKeyEnabled: BucketKeyEnabled}}';

/** Fixed text: nothing of the estate is in it. */
const HELPERS = `${STOP}
# there COMMAND...: whether what a command asks for is there, its answer in $work/there. Any other failure stops.
there() {
  local said
  if said=$("$@" 2>&1 > "$work/there"); then return 0; fi
  case $said in
    *NoSuch* | *NotFound* | *'(404)'*) return 1 ;;
  esac
  stop "\${said##*$'\\n'}"
}

# settle WHAT FILE GET... -- PUT...: puts a document where the one that is there differs from it.
settle() {
  local what=$1 file=$2 get=()
  shift 2
  while [[ $1 != -- ]]; do
    get+=("$1")
    shift
  done
  shift
  if there "\${get[@]}" && [[ $(tr -d '[:space:]' < "$work/there") == "$(tr -d '[:space:]' < "$work/$file")" ]]; then
    printf 'unchanged  %s\\n' "$what"
    return
  fi
  "$@" > /dev/null
  printf 'written    %s\\n' "$what"
}

# Sets state_key to the key under an alias, which it makes where there is none. Listing, because a lookup that is
# refused and one that finds nothing would look alike.
find_state_key() {
  local region=$1 alias=$2 description=$3 rotation
  state_key=$(aws kms list-aliases --region "$region" --query "Aliases[?AliasName=='$alias'].TargetKeyId" --output text)
  if [[ -z $state_key || $state_key == None ]]; then
    state_key=$(aws kms create-key --region "$region" --description "$description" --policy "file://$work/key-policy.json" \\
      --tags TagKey=managed-by,TagValue=kura-bootstrap --query KeyMetadata.KeyId --output text)
    aws kms create-alias --region "$region" --alias-name "$alias" --target-key-id "$state_key" \\
      || stop "key $state_key in $region has no alias yet: create $alias for it, then run this again"
    printf 'made       key %s in %s\\n' "$alias" "$region"
  fi
  state_key=$(aws kms describe-key --region "$region" --key-id "$state_key" --query KeyMetadata.Arn --output text)
  settle "policy of key $alias in $region" key-policy.json \\
    aws kms get-key-policy --region "$region" --key-id "$state_key" --policy-name default --query Policy --output text \\
    -- aws kms put-key-policy --region "$region" --key-id "$state_key" --policy-name default --policy "file://$work/key-policy.json"
  rotation=$(aws kms get-key-rotation-status --region "$region" --key-id "$state_key" --query KeyRotationEnabled --output text)
  if [[ $rotation != True ]]; then
    aws kms enable-key-rotation --region "$region" --key-id "$state_key"
    printf 'written    rotation of key %s in %s\\n' "$alias" "$region"
  fi
}

# settle_policy NAME ARN FILE: one managed policy.
settle_policy() {
  local name=$1 arn=$2 file=$3 version
  if there aws iam get-policy --policy-arn "$arn" --query Policy.DefaultVersionId --output text; then
    version=$(< "$work/there")
    # IAM keeps five versions: the oldest goes before a sixth comes.
    settle "policy $name" "$file" \\
      aws iam get-policy-version --policy-arn "$arn" --version-id "$version" --query PolicyVersion.Document --output json \\
      -- replace_policy "$arn" "$file"
  else
    aws iam create-policy --policy-name "$name" --path ${OWN_PATH} --policy-document "file://$work/$file" > /dev/null
    printf 'made       policy %s\\n' "$name"
  fi
}

# attach_policy NAME ARN ROLE: one managed policy, to a role.
attach_policy() {
  local name=$1 arn=$2 role=$3 attached
  attached=$(aws iam list-attached-role-policies --role-name "$role" --query "AttachedPolicies[?PolicyArn=='$arn'].PolicyArn" --output text)
  if [[ $attached != "$arn" ]]; then
    aws iam attach-role-policy --role-name "$role" --policy-arn "$arn"
    printf 'attached   policy %s\\n' "$name"
  fi
}

replace_policy() {
  local arn=$1 file=$2 versions oldest
  versions=$(aws iam list-policy-versions --policy-arn "$arn" --output text \\
    --query "[length(Versions), sort_by(Versions[?!IsDefaultVersion], &CreateDate)[0].VersionId]")
  read -r versions oldest <<< "$versions"
  if ((versions >= 5)); then
    aws iam delete-policy-version --policy-arn "$arn" --version-id "$oldest"
  fi
  aws iam create-policy-version --policy-arn "$arn" --policy-document "file://$work/$file" --set-as-default
}
`;

function section(plan: BootstrapPlan, account: AccountPlan): string[] {
  const { environment } = plan;
  return [
    comment(`${account.account}: ${account.what}`),
    `account_${account.account}() {`,
    '  local state_key',
    ...account.stateStores.flatMap((store, i) => stateStore(account.account, store, STORES[i])),
    ...account.trailStateStores.flatMap((store, i) =>
      stateStore(account.account, store, TRAIL_STORES[i]),
    ),
    ...(account.github ? identityProvider(account.account) : []),
    ...(account.boundary ? boundary(account.boundary) : []),
    ...account.roles.flatMap(role),
    ...sayStated(`environments.${environment}.aws`, STORES, account.stateStores),
    ...sayStated(`environments.${environment}.aws.audit`, TRAIL_STORES, account.trailStateStores),
    '}',
    '',
  ];
}

/** What the estate calls the store of each region, and the script its key: the primary region's is the first. */
const STORES = [
  { name: 'state', key: 'primary_key' },
  { name: 'recoveryState', key: 'recovery_key' },
] as const;

/** The same of the trail’s stacks. */
const TRAIL_STORES = [
  { name: 'state', key: 'trail_primary_key' },
  { name: 'recoveryState', key: 'trail_recovery_key' },
] as const;
type Store = (typeof STORES | typeof TRAIL_STORES)[number];

/** What the user writes into the estate, now that it is there. */
function sayStated(
  below: string,
  names: readonly Store[],
  stores: readonly StateStorePlan[],
): string[] {
  const indent = ' '.repeat(2 * (below.split('.').length - 1) + 2);
  const said = names.flatMap(({ name, key }, i) => {
    const { bucket } = stores[i] ?? {};
    return bucket === undefined
      ? []
      : [
          `  printf '${indent}${name}:\\n${indent}  bucket: %s\\n${indent}  kmsKey: %s\\n' \\`,
          `    ${shellWord(bucket)} "$${key}"`,
        ];
  });
  if (said.length === 0) return [];
  return [`  printf '\\nIn estate.yaml, below %s:\\n' ${shellWord(below)}`, ...said];
}

/** `--key value` for each, quoted. */
const options = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `--${name} ${shellWord(value)}`)
    .join(' ');

const file = (name: string): string => `"file://$work/${name}"`;

function stateStore(account: string, store: StateStorePlan, as?: Store): string[] {
  const { region, bucket, statedKey } = store;
  const on = options({ region, bucket, 'expected-bucket-owner': account });
  const get = (verb: string, query: string): string =>
    `aws s3api ${verb} ${on} ${options({ query })} --output ${query === 'Policy' ? 'text' : 'json'}`;
  const settle = (what: string, name: string, read: string, put: string): string[] => [
    `  settle ${shellWord(`${what} of ${bucket}`)} ${name} \\`,
    `    ${read} \\`,
    `    -- aws s3api ${put}`,
  ];
  const location =
    region === 'us-east-1'
      ? ''
      : ` ${options({ 'create-bucket-configuration': `LocationConstraint=${region}` })}`;
  const made = `made       bucket ${bucket}`;
  return [
    '',
    `  # State in ${region}`,
    ...writeDocument('key-policy.json', store.keyPolicy),
    ...(statedKey === undefined ? ownKey(store) : keyOfEstate(store, statedKey)),
    ...(as ? [`  local ${as.key}=$state_key`] : []),
    `  if ! there aws s3api head-bucket ${on}; then`,
    `    aws s3api create-bucket ${options({ region, bucket })}${location} --object-ownership BucketOwnerEnforced > /dev/null`,
    `    printf '%s\\n' ${shellWord(made)}`,
    '  fi',
    ...writeDocument('public-access.json', store.publicAccess),
    ...settle(
      'public access block',
      'public-access.json',
      get('get-public-access-block', 'PublicAccessBlockConfiguration'),
      `put-public-access-block ${on} --public-access-block-configuration ${file('public-access.json')}`,
    ),
    ...writeDocument('ownership.json', store.ownership),
    ...settle(
      'ownership',
      'ownership.json',
      get('get-bucket-ownership-controls', 'OwnershipControls'),
      `put-bucket-ownership-controls ${on} --ownership-controls ${file('ownership.json')}`,
    ),
    ...writeDocument('encryption.json', store.encryption),
    ...settle(
      'encryption',
      'encryption.json',
      // S3 may answer with more than was written, such as blocked encryption types.
      get('get-bucket-encryption', ENCRYPTION),
      `put-bucket-encryption ${on} --server-side-encryption-configuration ${file('encryption.json')}`,
    ),
    ...writeDocument('versioning.json', store.versioning),
    ...settle(
      'versioning',
      'versioning.json',
      get('get-bucket-versioning', '{Status: Status}'),
      `put-bucket-versioning ${on} --versioning-configuration ${file('versioning.json')}`,
    ),
    ...writeDocument('lifecycle.json', store.lifecycle),
    ...settle(
      'lifecycle',
      'lifecycle.json',
      get('get-bucket-lifecycle-configuration', '{Rules: Rules}'),
      `put-bucket-lifecycle-configuration ${on} --lifecycle-configuration ${file('lifecycle.json')}`,
    ),
    ...writeDocument('bucket-policy.json', store.bucketPolicy),
    ...settle(
      'policy',
      'bucket-policy.json',
      get('get-bucket-policy', 'Policy'),
      `put-bucket-policy ${on} --policy ${file('bucket-policy.json')}`,
    ),
  ];
}

function ownKey({ region, alias, keyDescription }: StateStorePlan): string[] {
  return [`  find_state_key ${[region, alias, keyDescription].map(shellWord).join(' ')}`];
}

/** The key that the estate names: this script’s own from an earlier run, or one whose policy is its owner’s. */
function keyOfEstate(store: StateStorePlan, statedKey: string): string[] {
  const { region, alias } = store;
  const query = `Aliases[?AliasName=='${alias}'].TargetKeyId`;
  const id = statedKey.slice(statedKey.indexOf(':key/') + ':key/'.length);
  return [
    `  state_key=$(aws kms list-aliases ${options({ region, query })} --output text)`,
    `  if [[ $state_key == ${shellWord(id)} ]]; then`,
    `  ${ownKey(store).join('')}`,
    '  else',
    `    state_key=$(aws kms describe-key ${options({ region, 'key-id': statedKey })} --query KeyMetadata.Arn --output text)`,
    '    printf \'left alone key %s, which estate.yaml names\\n\' "$state_key"',
    '  fi',
  ];
}

function identityProvider(account: string): string[] {
  const arn = `arn:aws:iam::${account}:oidc-provider/${GITHUB_HOST}`;
  const create = options({ url: `https://${GITHUB_HOST}`, 'client-id-list': GITHUB_AUDIENCE });
  return [
    '',
    `  if ! there aws iam get-open-id-connect-provider ${options({ 'open-id-connect-provider-arn': arn })}; then`,
    `    aws iam create-open-id-connect-provider ${create} > /dev/null`,
    `    printf 'made       identity provider %s\\n' ${GITHUB_HOST}`,
    '  fi',
  ];
}

/** Attached to nothing: Terraform names it in the roles that it makes. */
function boundary({ name, arn, document }: Boundary): string[] {
  return ['', '  # Boundary of roles', ...policy({ name, arn, document })];
}

const policy = ({ name, arn, document }: Boundary): string[] => [
  ...writeDocument(`${name}.json`, document),
  `  settle_policy ${[name, arn, `${name}.json`].map(shellWord).join(' ')}`,
];

function role({ name, path, description, trust, policies }: RolePlan): string[] {
  const on = options({ 'role-name': name });
  const create = options({ 'role-name': name, path, description });
  return [
    '',
    `  # Role ${name}`,
    ...writeDocument('trust.json', trust),
    `  if there aws iam get-role ${on}; then`,
    `    settle ${shellWord(`trust of role ${name}`)} trust.json \\`,
    `      aws iam get-role ${on} --query Role.AssumeRolePolicyDocument --output json \\`,
    `      -- aws iam update-assume-role-policy ${on} --policy-document ${file('trust.json')}`,
    '  else',
    `    aws iam create-role ${create} --assume-role-policy-document ${file('trust.json')} > /dev/null`,
    `    printf 'made       role %s\\n' ${shellWord(name)}`,
    '  fi',
    ...policies.flatMap((each) => [
      ...policy(each),
      `  attach_policy ${[each.name, each.arn, name].map(shellWord).join(' ')}`,
    ]),
  ];
}
