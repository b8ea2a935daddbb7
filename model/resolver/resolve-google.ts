import type { GoogleEnvironment } from './google-environment';
import type { GoogleFoundation, GoogleInstance } from '../deployment/google-deployment';
import type { GoogleStatement } from '../language/estate-language';
import { resolveGoogleFoundation } from '../network/google-foundation';
import { strangersAmongIsolated } from '../network/isolation';
import { tooNarrowServices, type PlaceOfRange } from '../network/services-range';
import { placeServices, type Placing } from '../placement/place-services';
import type { Problem } from '../problem';
import { resolveGoogleAudit } from '../audit/resolve-google-audit';
import {
  refusedGoogleRecoveryState,
  resolveGoogleRecovery,
} from '../recovery/google-recovery-home';
import { resolveGoogleInstance } from './resolve-google-instance';
import type { Resolved } from './resolved';
import { googleWindows } from '../sizing/google-windows';
import { hasOperator } from '../access/operators';
import { servesIn } from '../recovery/serving';
import { resolveWindows } from '../sizing/windows';

/** What one environment has on Google Cloud. */
export function resolveGoogle(placing: Placing, google: GoogleStatement): Resolved {
  const { estate, lock, name, preset, bootstrapping } = placing;
  const windows = resolveWindows(estate, name);
  const foundation = resolveGoogleFoundation(estate, name, preset, google);
  const placed = placeServices(placing);
  const problems: Problem[] = [...windows.problems, ...foundation.problems, ...placed.problems];
  // Windows are judged where something is to be done in them.
  const unjudged: Problem[] = [];
  const taken = googleWindows(estate, { name, preset, google }, windows, unjudged);
  if (placed.instances.length > 0) problems.push(...unjudged);
  if (!foundation.value) return { foundations: [], instances: [], problems };
  const environment: GoogleEnvironment = {
    name,
    preset,
    google,
    foundation: foundation.value,
    windows: taken,
    lock,
  };
  problems.push(
    ...strangersAmongIsolated(
      estate,
      { cloud: 'google', environment: name, entries: google.isolated },
      placed.isolated,
    ),
  );
  const instances: GoogleInstance[] = [];
  for (const instance of placed.instances) {
    const resolved = resolveGoogleInstance(estate, environment, instance);
    if (resolved.ok) instances.push(resolved.value);
    else problems.push(...resolved.problems);
  }
  problems.push(...narrowRanges(estate, name, foundation.value.network, instances));
  const operators = instances.some((each) => !each.ownNetwork && hasOperator(each));
  if (instances.some((each) => each.recoveryHome)) {
    problems.push(...refusedGoogleRecoveryState({ estate, name, google }, bootstrapping));
  }
  const recovery = instances.some((each) => each.recoveryHome && !each.ownNetwork)
    ? resolveGoogleRecovery(
        { estate, name, google },
        foundation.value,
        instances.some((each) => !each.ownNetwork && operatedThere(each)),
        problems,
      )
    : undefined;
  const audit = resolveGoogleAudit(
    { estate, name, preset, google, bootstrapping },
    foundation.value,
    instances,
    problems,
  );
  return {
    foundations: [{ ...foundation.value, audit, operators, ...(recovery ? { recovery } : {}) }],
    instances,
    problems,
  };
}

/** The environment’s range for private services, and each isolated instance’s. */
function narrowRanges(
  estate: Placing['estate'],
  name: string,
  shared: GoogleFoundation['network'],
  instances: readonly GoogleInstance[],
): readonly Problem[] {
  const placeOf =
    (...path: readonly string[]): PlaceOfRange =>
    (key) =>
      estate.at('environments', name, 'google', ...path, 'network', key) ?? 'estate.yaml';
  return [
    ...tooNarrowServices(
      shared,
      instances.filter(({ ownNetwork }) => !ownNetwork),
      placeOf(),
    ),
    ...instances.flatMap((instance) => {
      const { ownNetwork, services } = instance;
      const [{ service } = { service: '' }] = services;
      return ownNetwork
        ? tooNarrowServices(ownNetwork, [instance], placeOf('isolated', service))
        : [];
    }),
  ];
}

const operatedThere = (instance: GoogleInstance): boolean =>
  hasOperator(instance) && servesIn(instance) === 'recovery';
