import { decide, type Decision } from '../decision';
import type { InstanceState } from '../deployment/facts';
import { stated, statedByAll } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { parseInstant } from '../values/instant';
import { deletionApproved, type BreakGlass } from './break-glass';

/** Whether an instance serves, and which of its protections are off by whose approval. */
export interface Lifecycle {
  readonly lifecycle: Decision<InstanceState>;
  readonly breakGlass: readonly BreakGlass[];
  /** Whether a part of the instance (`primary`, `readers`, `recovery`, a restored one) is protected against deletion. */
  readonly protects: (part: string) => Decision<boolean>;
}

export interface LifecycleFacts {
  readonly environment: string;
  readonly preset: Preset;
  readonly timeZone: string;
  /** What the instance was at its last deploy, as the lock knows it. */
  readonly before: InstanceState | undefined;
}

/**
 * An instance retires as a whole, with its readers and what stands beside it: every service on it says so, somebody has approved, and it
 * was `retiring` before it is `retired`.
 */
export function resolveLifecycle(
  placed: PlacedInstance,
  { environment, timeZone, before }: LifecycleFacts,
  problems: Problem[],
): Lifecycle {
  const breakGlass = entriesOf(placed, environment, timeZone, problems);
  const lifecycle = stateOf(placed, environment, problems);
  const name = `${environment}/${placed.id.value}`;
  if (lifecycle.value !== 'serving' && !breakGlass.some(({ of }) => of === undefined)) {
    const parts = breakGlass.flatMap(({ of }) => of ?? []);
    problems.push({
      place: lifecycle.place,
      required: `${name} must have an approval of the deletion of all of it to be ${lifecycle.value}`,
      got: parts.length === 0 ? 'none' : `one of ${parts.join(', ')} alone`,
      cure: 'Write below `breakGlass` an entry with `protection: deletion`, a reason, an approver and a day it expires, and without `of`.',
    });
  }
  if (lifecycle.value === 'retired' && before !== 'retiring' && before !== 'retired') {
    problems.push({
      place: lifecycle.place,
      required: `${name} must have been deployed as retiring before it is retired`,
      got: before === undefined ? 'no instance in the lock' : `one that is ${before} in the lock`,
      cure: 'Write `state: retiring`, deploy it, run `npx kura lock`, and then write `state: retired`.',
    });
  }
  return { lifecycle, breakGlass, protects: (part) => protection(breakGlass, part) };
}

function protection(breakGlass: readonly BreakGlass[], part: string): Decision<boolean> {
  const entry = deletionApproved(breakGlass, part);
  return entry
    ? decide(false, `off by break-glass: ${entry.reason} (${entry.approver})`, entry.place)
    : decide(true, 'never deleted by accident', 'security table');
}

function entriesOf(
  { services }: PlacedInstance,
  environment: string,
  timeZone: string,
  problems: Problem[],
): readonly BreakGlass[] {
  return statedByAll(services, environment, 'breakGlass').flatMap(({ value, place }) =>
    value.flatMap(({ expires, of, ...entry }) => {
      const instant = parseInstant(expires, timeZone);
      if (instant.ok) {
        const part = of === undefined ? {} : { of };
        return [{ ...entry, ...part, expires: instant.value, place }];
      }
      problems.push({
        place,
        required: `expires must be ${instant.required}`,
        got: quote(expires),
        cure: instant.cure,
      });
      return [];
    }),
  );
}

function stateOf(
  { id, services }: PlacedInstance,
  environment: string,
  problems: Problem[],
): Decision<InstanceState> {
  const all = services.map((service) => ({
    service,
    own: stated(service, environment, 'state'),
  }));
  const [leaving] = all.flatMap(({ own }) => (own && own.value !== 'serving' ? [own] : []));
  if (!leaving) {
    return decide('serving', 'nothing says that it retires', 'derived');
  }
  for (const { service, own } of all) {
    if (own?.value === leaving.value) continue;
    problems.push({
      place: own?.place ?? service.at('service') ?? service.file,
      required: `every service on ${environment}/${id.value} must be ${leaving.value}, as one at ${leaving.place} is`,
      got: quote(own?.value ?? 'serving'),
      cure: 'An instance retires as a whole: move the other services first. To retire one of several, take its file out: its database stays, and the runner reports it.',
    });
  }
  return decide(leaving.value, 'the service says so', leaving.place);
}
