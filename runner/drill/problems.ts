import type { Problem } from '../../model/problem';
import type { DrillOrder } from '../../model/recovery/drill-order';

type Named = Pick<DrillOrder, 'stack' | 'mechanism' | 'target' | 'longest'>;

const place = ({ stack, mechanism }: Named): string => `${stack}, drill of ${mechanism}`;
const minutes = ({ longest }: Named): string => String(Math.round(longest / 60_000));

/** Somebody's instance has the name: it is left as it is. */
export function strange(order: Named): Problem {
  return {
    place: place(order),
    required: `nothing but a drill’s copy may be called ${order.target}`,
    got: 'an instance without its mark',
    cure: 'See whose it is, and rename or delete it.',
  };
}

/** The time that a drill has is over, or the copy is broken. */
export function unanswered(order: Named): Problem {
  return {
    place: place(order),
    required: `${order.target} must answer within ${minutes(order)} minutes`,
    got: 'no answer',
    cure: 'See the log of this drill and the cloud’s events of the copy, mend what they name, and start the drill again.',
  };
}

/** An earlier drill has left its copy behind. */
export function leftOver(order: Named): Problem {
  return {
    place: place(order),
    required: `${order.target} must be gone since the last drill`,
    got: 'an instance that is still there',
    cure: 'It is deleted now: see why the last drill could not, and start the drill again.',
  };
}

/** The copy was there and is not any more, or never came. */
export function vanished(order: Named): Problem {
  return {
    place: place(order),
    required: `${order.target} must be there until it has answered`,
    got: 'none',
    cure: 'See in the cloud’s log who deleted it or why it was not made, and start the drill again.',
  };
}
