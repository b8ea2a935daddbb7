/** A trail, and who works on it in one project. */
export interface TrailHands {
  /** Of the primary region’s store: its sinks, log bucket and key ring. Those of the recovery region and of readings end otherwise. */
  readonly name: string;
  /** The addresses of who deploys the trail there. */
  readonly keepers: readonly string[];
}

export interface SourceChanges {
  /** How the names of the environment’s or instance’s own sinks and log buckets begin. */
  readonly name: string;
  /** The address of who deploys those: what it changes of them was reviewed, and nothing else. */
  readonly deployer: string;
  readonly trail: TrailHands;
}

/**
 * What ends or shortens a trail where databases are: of the trail’s own whoever’s change its own hands did not make, and the deploy’s too,
 * which may delete any sink there. No stack changes audit settings, so that of those every change is told.
 */
export function changesAtSource({ name, deployer, trail }: SourceChanges): string {
  return activity([
    notBy(changes('Update|Delete', `${name}-`), [deployer]),
    ...changesOfTrail(trail, 'Update|Delete'),
    RECORDED_LESS,
  ]);
}

/** What ends or shortens a trail in a project that has nothing but it: there, whoever gives a right is told of, too. */
export function changesAtStore(trail: TrailHands): string {
  return activity([
    ...changesOfTrail(trail, 'Create|Update|Delete'),
    notBy('protoPayload.methodName=~"(^|[.])SetIamPolicy$"', trail.keepers),
    RECORDED_LESS,
  ]);
}

/** “IAM audit logging” (read 2026-11). */
const RECORDED_LESS =
  'resource.type="project" AND protoPayload.methodName="SetIamPolicy" AND protoPayload.serviceData.policyDelta.auditConfigDeltas:*';

const activity = (each: readonly string[]): string =>
  `log_id("cloudaudit.googleapis.com/activity") AND (${each.map((one) => `(${one})`).join(' OR ')})`;

const notBy = (what: string, who: readonly string[]): string =>
  [what, ...who.map((one) => `NOT protoPayload.authenticationInfo.principalEmail="${one}"`)].join(
    ' AND ',
  );

/** Names of methods: “Cloud Logging audit logging” (read 2026-11). A project may be named by its number. */
const changes = (verbs: string, names: string): string =>
  `protoPayload.methodName=~"[.](${verbs})(Sink|Bucket|BucketAsync|View)$" AND protoPayload.resourceName=~"^projects/[^/]+/(sinks|locations/[^/]+/buckets)/${names}"`;

/** And of its key: “Cloud Key Management Service audit logging” (read 2026-11). Who takes the right to it from Cloud Logging ends it, too. */
function changesOfTrail({ name, keepers }: TrailHands, verbs: string): readonly string[] {
  const key =
    '(Destroy|Update)CryptoKeyVersion|UpdateCryptoKey|UpdateCryptoKeyPrimaryVersion|SetIamPolicy';
  return [
    notBy(changes(verbs, `${name}(-recovery)?(-store)?(/|$)`), keepers),
    notBy(
      `protoPayload.methodName=~"(^|[.])(${key})$" AND protoPayload.resourceName=~"^projects/[^/]+/locations/[^/]+/keyRings/${name}(-recovery)?/"`,
      keepers,
    ),
  ];
}
