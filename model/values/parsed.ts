/** Why a text was refused: `<where>: must be <required>, got X. <cure>`. */
export interface Refused {
  readonly ok: false;
  /** Completes "must be ...", without a full stop: `a duration such as 15m`. */
  readonly required: string;
  /** What to do about it, as a whole sentence with its full stop. */
  readonly cure: string;
}

/** The outcome of reading a text: its value, or why it was refused. Parsers never throw. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refused;

/** The outcome of a text that was read as `value`. */
export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** The outcome of a text that must be `required`; `cure` is a whole sentence. */
export function refused(required: string, cure: string): Refused {
  return {
    ok: false,
    required,
    cure,
  };
}
