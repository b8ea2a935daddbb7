import type { Cloud } from '../access/identity';
import type { Edition } from './tiers';
import type { Engine } from './engines';

/** What a parameter counts in, by the engine's own name of it. */
export const UNITS = {
  ms: { measure: 'time', size: 1 },
  s: { measure: 'time', size: 1000 },
  min: { measure: 'time', size: 60_000 },
  bytes: { measure: 'memory', size: 1 },
  kB: { measure: 'memory', size: 1024 },
  MB: { measure: 'memory', size: 1024 ** 2 },
} as const;
export type Unit = keyof typeof UNITS;

/** What a parameter may be. Ranges are the narrower of both clouds', so that a service moves as it is, and of what is safe. */
export type ParameterForm =
  | {
      readonly kind: 'whole' | 'decimal';
      readonly least: number;
      readonly most: number;
      readonly unit?: Unit;
    }
  | { readonly kind: 'switch' }
  | {
      /** One word, or several with commas between. */
      readonly kind: 'word' | 'words';
      readonly words: readonly string[];
      /** What they are, where they are too many to list. */
      readonly called?: string;
    };

/** A parameter on one cloud: how it takes effect there, or why Kura does not write it there. */
export type OnCloud =
  | {
      /** What the cloud calls it, where it is not the engine's name. */
      readonly name?: string;
      /** It takes effect only when the database starts again. */
      readonly restarts: boolean;
      /** The one edition that has it. */
      readonly edition?: Edition;
    }
  | {
      /** A whole clause: it stands after a colon and in brackets. */
      readonly refused: string;
      readonly cure: string;
    };

/** A parameter that a service may state, by the engine's own name. */
export interface DatabaseParameter {
  readonly engine: Engine;
  readonly name: string;
  readonly form: ParameterForm;
  /** The first major version that has it, where an older one lacks it. */
  readonly since?: string;
  /** The last major version that has it, where a newer one lacks it. */
  readonly until?: string;
  readonly on: Readonly<Record<Cloud, OnCloud>>;
}

/** A number, the engine's largest by default; `unit` also lets people write `30s` or `64MB`. */
export const whole = (least: number, most = 2_147_483_647, unit?: Unit): ParameterForm => ({
  kind: 'whole',
  least,
  most,
  ...(unit === undefined ? {} : { unit }),
});

export const decimal = (least: number, most: number, unit?: Unit): ParameterForm => ({
  kind: 'decimal',
  least,
  most,
  ...(unit === undefined ? {} : { unit }),
});

export const SWITCH: ParameterForm = { kind: 'switch' };

export const word = (...words: readonly string[]): ParameterForm => ({ kind: 'word', words });

export const AT_ONCE: OnCloud = { restarts: false };
export const AT_RESTART: OnCloud = { restarts: true };
