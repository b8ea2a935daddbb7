import { quote, type Problem } from '../problem';

/** What an environment says on one cloud of where states are kept, its trail’s among them. */
export interface TrailStateFacts {
  /** Of the environment’s own stacks. */
  readonly state: { readonly bucket: string } | undefined;
  readonly recoveryState: { readonly bucket: string } | undefined;
  readonly audit:
    | {
        readonly state?: StatedStore | undefined;
        readonly recoveryState?: StatedStore | undefined;
      }
    | undefined;
  readonly place: (...path: readonly PropertyKey[]) => string;
  /** Whether a key is where that state must be. */
  readonly isThere: (kmsKey: string, region: 'primary' | 'recovery') => boolean;
  /** `in ap-northeast-1 of account 555555555555`. */
  readonly whereOf: (region: 'primary' | 'recovery') => string;
  /** `the ARN that \`kura bootstrap\` printed`. */
  readonly printed: string;
}

interface StatedStore {
  readonly bucket: string;
  readonly kmsKey: string;
}

const KEYS = { primary: 'state', recovery: 'recoveryState' } as const;

/**
 * What is wrong with where the stacks of the trail keep their state: in buckets of their own, since who writes a state decides what
 * Terraform takes the store for. While bootstrap runs, which makes them, they may be unsaid.
 *
 * @param wanted the regions that have a store
 */
export function refusedTrailState(
  { state, recoveryState, audit, place, isThere, whereOf, printed }: TrailStateFacts,
  wanted: readonly ('primary' | 'recovery')[],
  bootstrapping: boolean,
): Problem[] {
  const taken = [state?.bucket, recoveryState?.bucket];
  return (['primary', 'recovery'] as const).flatMap((region): Problem[] => {
    const key = KEYS[region];
    const stated = audit?.[key];
    if (!stated) {
      if (!state || bootstrapping || !wanted.includes(region)) return [];
      return [
        {
          place: audit ? place('audit') : place('state'),
          required: `the audit trail must keep its state ${whereOf(region)}, in a bucket of its own`,
          got: `no audit.${key}`,
          cure: `Write \`audit: { ${key}: { bucket: …, kmsKey: … } }\`, with its bucket and ${printed}.`,
        },
      ];
    }
    const other = region === 'primary' ? audit.recoveryState?.bucket : undefined;
    const problems: Problem[] = [];
    if (!state) {
      problems.push({
        place: place('audit', key),
        required: `audit.${key} must stand where \`state\` does, too`,
        got: 'no state',
        cure: 'Write `state` too, or leave both out.',
      });
    }
    if ([...taken, other].includes(stated.bucket)) {
      problems.push({
        place: place('audit', key, 'bucket'),
        required: 'the state of the audit trail must have a bucket of its own',
        got: quote(stated.bucket),
        cure: 'Name another: who writes to that one must not write to this.',
      });
    }
    if (!isThere(stated.kmsKey, region)) {
      problems.push({
        place: place('audit', key, 'kmsKey'),
        required: `kmsKey must be a key ${whereOf(region)}, where this state is`,
        got: quote(stated.kmsKey),
        cure: `Write ${printed} for it.`,
      });
    }
    return problems;
  });
}
