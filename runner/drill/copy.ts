/** What is seen of the temporary instance, whichever cloud's it is. */
export interface Copy {
  /** Whether it bears the mark of this drill: nothing else is touched. */
  readonly ours: boolean;
  /** `busy`: it is made or changed; `going`: it is deleted; `broken`: it will never answer. */
  readonly state: 'busy' | 'ready' | 'broken' | 'going';
  /** Whether it follows another instance still. */
  readonly replica: boolean;
  readonly marks: Marks;
}

/** What a drill has noted of itself; instants in milliseconds. */
export interface Marks {
  /** When it began; null where nobody noted it. */
  readonly started: number | null;
  /** When a replica was first told to become an instance of its own. */
  readonly promoted: number | null;
  /** Milliseconds of the newest data that are missing; null where the mechanism has another measure. */
  readonly rpo: number | null;
  /** Whether it was asked, and the answer reported. */
  readonly answered: boolean;
}

export const NO_MARKS: Marks = { started: null, promoted: null, rpo: null, answered: false };

/** The tag or label that every copy bears, with its mechanism. */
export const DRILL_MARK = 'kura-drill';
