import { quote, type Problem } from '../problem';

/** What an environment says on one cloud of where states are kept, and how its keys and messages are. */
export interface RecoveryStateFacts {
  readonly state: { readonly bucket: string } | undefined;
  readonly recoveryState: { readonly bucket: string; readonly kmsKey: string } | undefined;
  readonly recoveryRegion: string;
  readonly place: (...path: readonly PropertyKey[]) => string;
  /** Whether a key is of the recovery region. */
  readonly isThere: (kmsKey: string) => boolean;
  /** `of account 333333333333 in ap-northeast-3`. */
  readonly key: string;
  /** `the ARN that \`kura bootstrap\` printed`. */
  readonly printed: string;
}

/**
 * What is wrong with where the stacks of the recovery region keep their state: there, and in a bucket of their own. While bootstrap
 * runs, which makes that place, it may be unsaid.
 */
export function refusedRecoveryState(
  { state, recoveryState, recoveryRegion, place, isThere, key, printed }: RecoveryStateFacts,
  bootstrapping: boolean,
): Problem[] {
  if (!recoveryState) {
    if (!state || bootstrapping) return [];
    return [
      {
        place: place('state'),
        required: `the stacks of the recovery region must keep their state in ${recoveryRegion}`,
        got: 'no recoveryState',
        cure: `Write \`recoveryState: { bucket: …, kmsKey: … }\` beside \`state\`, with its bucket and ${printed}.`,
      },
    ];
  }
  const problems: Problem[] = [];
  if (!isThere(recoveryState.kmsKey)) {
    problems.push({
      place: place('recoveryState', 'kmsKey'),
      required: `kmsKey must be a key ${key}, where this state is`,
      got: quote(recoveryState.kmsKey),
      cure: `Write ${printed} for the recovery region.`,
    });
  }
  if (!state || state.bucket === recoveryState.bucket) {
    problems.push({
      place: place('recoveryState', 'bucket'),
      required: state
        ? 'the state of the recovery region must have a bucket of its own'
        : 'recoveryState must stand beside `state`',
      got: state ? quote(recoveryState.bucket) : 'no state',
      cure: state
        ? `Name a bucket in ${recoveryRegion}: the other is lost with its region.`
        : 'Write `state` too, or leave both out.',
    });
  }
  return problems;
}
