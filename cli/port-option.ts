import { quote, type Problem } from '../model/problem';

const LARGEST = 65_535;

/** A port of the command line, undefined where it says none. */
export function portOf(
  place: string,
  text: string | undefined,
): { readonly value?: number; readonly problem?: undefined } | { readonly problem: Problem } {
  if (text === undefined) return {};
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= LARGEST) return { value };
  const required = `a port must be a whole number from 1 to ${LARGEST}`;
  return {
    problem: { place, required, got: quote(text), cure: 'Leave it out, or choose another.' },
  };
}
