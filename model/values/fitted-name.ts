import { digestOf } from './digest';

/**
 * A cloud's name: a name and its ending. Where that is longer than the cloud takes, the name is cut, and its digest tells it from
 * others that are cut to the same beginning.
 */
export function fittedName(name: string, ending: string, longest: number): string {
  const whole = `${name}${ending}`;
  if (whole.length <= longest) return whole;
  const end = `-${digestOf(name)}${ending}`;
  return `${name.slice(0, longest - end.length).replace(/-+$/, '')}${end}`;
}
