import type { Instance } from '../deployment/deployment';
import type { Problem } from '../problem';
import { declaredText, declareState } from './declare';

/** What EventBridge Scheduler gives a function at most ("Encryption at rest", Scheduler user guide, read 2026-11). */
const LONGEST_INPUT = 256 * 1024;

/** Instances on AWS whose declared state is more than their daily run can be given: some hundreds of services on one. */
export function tooLargeStates(instances: readonly Instance[]): Problem[] {
  return instances.flatMap((instance): Problem[] => {
    if (instance.cloud !== 'aws') return [];
    const bytes = Buffer.byteLength(declaredText(declareState(instance)));
    if (bytes <= LONGEST_INPUT) return [];
    return [
      {
        place: instance.services[0]?.place ?? 'estate.yaml',
        required: `what ${instance.stack} holds must be 256 KB at most when it is declared to its runner`,
        got: `${String(Math.ceil(bytes / 1024))} KB of ${String(instance.services.length)} services`,
        cure: 'Place some of its services on another instance.',
      },
    ];
  });
}
