import type { Problem } from '../../model/problem';
import type { DrillOrder } from '../../model/recovery/drill-order';

/** What a restored server showed. */
export interface Answer {
  readonly tables: number;
  /** Tables of which a row was read: those that the administrator may read. */
  readonly read: number;
  readonly problems: readonly Problem[];
}

/** What the question is about. */
export type Asked = Pick<DrillOrder, 'stack' | 'mechanism' | 'databases' | 'roles'>;

type Fault = Pick<Problem, 'required' | 'got'>;

const CURE =
  'Restore a copy by hand (`restoreFrom`) and see what it lacks: until then count on another mechanism.';

export function wrong({ stack, mechanism }: Asked, fault: Fault): Problem {
  return { place: `${stack}, drill of ${mechanism}`, ...fault, cure: CURE };
}

/** What of the declared is not there. */
export function missing(
  asked: Asked,
  kind: 'database' | 'role',
  declared: readonly string[],
  there: ReadonlySet<string>,
): readonly Problem[] {
  return declared
    .filter((each) => !there.has(each))
    .map((each) =>
      wrong(asked, { required: `the ${kind} ${each} must be in the copy`, got: 'none' }),
    );
}

/** That a copy is a server of its own, and follows no other any more. */
export function follower(asked: Asked, follows: boolean): readonly Problem[] {
  if (!follows) return [];
  return [wrong(asked, { required: 'the copy must take writes', got: 'a read-only server' })];
}
