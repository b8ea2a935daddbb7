import type { Deployment } from '../../model/deployment/deployment';
import type { Cloud } from '../../model/access/identity';
import type { Problem } from '../../model/problem';
import { findInstance } from '../find-instance';
import { withProgress } from '../terminal';
import type { Comparison, Incomparable } from './comparison';
import { readReach, type ReachOptions } from './reach';
import { stateOf } from './state-of';

/** Compares the database that the command line names with an instance of the estate; `verb` is whose command line it is. */
export async function compared(
  deployment: Deployment,
  choice: { readonly name: string; readonly cloud?: Cloud | undefined },
  options: ReachOptions,
  verb: string,
): Promise<Comparison | Incomparable> {
  const instance = findInstance(deployment, choice, verb);
  if ('required' in instance) return { problems: [instance] };
  const [reach, state] = [readReach(instance, options, process.env), stateOf(instance, options)];
  if ('problems' in reach || 'required' in state) {
    return {
      problems: [
        ...('problems' in reach ? reach.problems : []),
        ...('required' in state ? [state] : []),
      ],
    };
  }
  const { compare } = await import('../database');
  const line = `Reading ${reach.host}:${reach.port}…`;
  return withProgress(line, () => compare(state, reach));
}

/** That options of a connection stand where there is none. */
export function misplaced(options: Partial<ReachOptions>): readonly Problem[] {
  const named: Readonly<Record<string, boolean>> = {
    '--host': options.host !== undefined,
    '--port': options.port !== undefined,
    '--user': options.user !== undefined,
    '--ca': options.ca !== undefined,
    '--server-name': options.serverName !== undefined,
    '--no-tls': options.tls === false,
  };
  return Object.entries(named).flatMap(([place, stands]) =>
    stands
      ? [
          {
            place,
            required: 'it must stand beside --diff, which alone connects',
            got: 'no --diff',
            cure: 'Add --diff, or take it out.',
          },
        ]
      : [],
  );
}
