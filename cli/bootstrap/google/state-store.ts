import { variable } from '../shell';
import type { Accounts } from './account-names';
import type { Place, StateBucket } from './project-scope';
import { bucketBindings, type Binding } from './state-access';

/** A bucket for state and the key that encrypts it, in one region. */
export interface StateStorePlan {
  readonly region: string;
  readonly bucket: string;
  /** The key’s resource name. */
  readonly key: string;
  readonly keyRing: string;
  /** False where the estate names a key that bootstrap did not make: it must exist, and is left alone. */
  readonly keyIsOurs: boolean;
  /** Who may use the key. */
  readonly keyBindings: readonly Binding[];
  readonly bucketBindings: readonly Binding[];
  readonly lifecycle: unknown;
}

/** How long an overwritten state can be brought back. */
const OLD_STATE_DAYS = 365;
/** An underscore is in no name of Kura’s, so that no condition on its own keys takes these rings in: of state, and of the trail’s. */
export type StateRing = 'kura_state' | 'kura_audit_state';

/** @param accounts who writes that state, and who reads it */
export function planStateStore(
  place: Place,
  accounts: Accounts,
  ring: StateRing,
  { bucket, region, statedKey }: StateBucket,
): StateStorePlan {
  const keyRing = `projects/${place.project}/locations/${region}/keyRings/${ring}`;
  const ours = `${keyRing}/cryptoKeys/${place.environment}`;
  return {
    region,
    bucket,
    key: statedKey ?? ours,
    keyRing,
    keyIsOurs: statedKey === undefined || statedKey === ours,
    keyBindings: [
      {
        role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
        members: [`serviceAccount:${variable('agent')}`],
      },
    ],
    bucketBindings: bucketBindings(place, accounts),
    lifecycle: {
      rule: [
        { action: { type: 'Delete' }, condition: { daysSinceNoncurrentTime: OLD_STATE_DAYS } },
        { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } },
      ],
    },
  };
}
