import { sayProblem, type Problem } from '../model/problem';
import { EXIT } from './exit-code';
import { counted, printAside } from './terminal';

/** Says what the user must mend, one problem a line and then how many, and sets the exit code. */
export function refuse(problems: readonly Problem[]): void {
  printAside(...problems.map(sayProblem), counted(problems.length, 'problem'));
  process.exitCode = EXIT.unusable;
}

/** What the operating system refused with, such as EACCES, which is the user’s to mend; undefined for any other error. */
export function systemRefusal(error: unknown): string | undefined {
  // Not `instanceof Error`: it fails across realms, as between jest and node.
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
