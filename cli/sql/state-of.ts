import type { Instance } from '../../model/deployment/deployment';
import { quote, type Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { localState, onlyDatabase } from '../local/local-state';
import { servingState } from '../serving-home';
import type { ReachOptions } from './reach';

/** What is declared for the server that the command line means. */
export function stateOf(
  instance: Instance,
  { local, service }: Pick<ReachOptions, 'local' | 'service'>,
): DeclaredState | Problem {
  if (service === undefined) return local ? localState(instance) : servingState(instance);
  const place = '--service';
  if (!local) {
    return {
      place,
      required: 'it must stand beside --local: an instance of the cloud holds all its services',
      got: quote(service),
      cure: 'Add --local, or take it out.',
    };
  }
  const found = instance.services.find((each) => each.service === service);
  if (found) return onlyDatabase(localState(instance), found.database.value);
  const names = instance.services.map((each) => each.service);
  return {
    place,
    required: `the service must be one of the instance (${names.join(', ')})`,
    got: quote(service),
    cure: 'Choose one of these.',
  };
}
