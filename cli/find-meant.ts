import { nearest } from '../model/problem';

/**
 * The cure for a name that is none of an environment’s. Names are compared without the environment, which makes all of them alike, and of
 * short ones two letters are half: then the first must be right.
 */
export function meantAmong(environment: string, word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  const isLike = near !== undefined && (word.length >= SHORT || near.startsWith(word.charAt(0)));
  return isLike ? `Did you mean "${environment}/${near}"?` : 'Choose one of these.';
}

const SHORT = 6;

/** The cure for a whole name, environment and all. */
export function meantInAll(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? 'Choose one of these.' : `Did you mean "${near}"?`;
}
