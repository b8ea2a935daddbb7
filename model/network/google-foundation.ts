import { resolveRoutes } from '../alerts/resolve-routes';
import { decide } from '../decision';
import type { GoogleFoundation } from '../deployment/google-deployment';
import { stateOf, targetOf } from '../resolver/google-environment';
import type { EstateStatement, GoogleStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { nearest, quote, type Problem } from '../problem';
import { refusedDays } from '../sizing/denied-days';
import type { Preset } from '../tables/presets';
import { GOOGLE_REGIONS } from '../tables/regions';
import { planGoogleNetwork } from './google-network-plan';
import { refusedClients } from './clients';
import { overlappingNetworks } from './network-fault';

/** What an environment on Google Cloud shares between its instances but for their trail, or all that is wrong with it. */
export function resolveGoogleFoundation(
  estate: YamlFile<EstateStatement>,
  name: string,
  preset: Preset,
  google: GoogleStatement,
): { readonly value?: Omit<GoogleFoundation, 'audit'>; readonly problems: readonly Problem[] } {
  const { statement, at } = estate;
  const place = (...path: readonly PropertyKey[]): string =>
    at('environments', name, 'google', ...path) ?? 'estate.yaml';
  const routes = resolveRoutes(estate, name, preset, {
    cloud: 'google',
    origins: [
      google.project,
      ...Object.values(google.isolated ?? {}).flatMap(({ project }) => project ?? []),
    ],
  });
  const problems: Problem[] = [...routes.problems];
  if (google.recoveryRegion === google.region) {
    problems.push({
      place: place('recoveryRegion'),
      required: 'recoveryRegion must differ from region',
      got: quote(google.recoveryRegion),
      cure: 'Name another region.',
    });
  }
  for (const key of ['region', 'recoveryRegion'] as const) {
    if (!GOOGLE_REGIONS.includes(google[key]))
      problems.push(unknownRegion(google[key], place(key)));
  }
  const { kmsKey } = google.state ?? {};
  if (kmsKey !== undefined && !keyServes(kmsKey, google.region)) {
    problems.push({
      place: place('state', 'kmsKey'),
      required: `kmsKey must be a key in ${google.region}, where the state is`,
      got: quote(kmsKey),
      cure: 'Write the name that `kura bootstrap --google` printed for this environment.',
    });
  }
  problems.push(
    ...overlappingNetworks([
      { range: google.network.cidr, place: place('network', 'cidr') },
      ...Object.entries(google.isolated ?? {}).map(([service, isolated]) => ({
        service,
        range: isolated.network.cidr,
        place: place('isolated', service, 'network', 'cidr'),
      })),
    ]),
  );
  const network = planGoogleNetwork(google.network, google, place('network'));
  if ('key' in network) {
    const { key, ...words } = network;
    const where = at('environments', name, 'google', 'network', key) ?? place('network');
    return { problems: [...problems, { place: where, ...words }] };
  }
  if (google.denyMaintenance) {
    problems.push(...refusedDays(google.denyMaintenance, place('denyMaintenance')));
  }
  if (google.clients) {
    problems.push(
      ...refusedClients(
        {
          cloud: 'google',
          environment: name,
          cidr: network.value.cidr,
          services: network.value.services,
          existing: network.value.kind === 'existing',
        },
        { value: google.clients, place: place('clients') },
      ),
    );
  }
  const value: Omit<GoogleFoundation, 'audit'> = {
    cloud: 'google',
    stack: `${name}-google-foundation`,
    environment: name,
    preset: preset.name,
    prefix: `${statement.organisation}-${name}`,
    target: targetOf(google, google.project),
    recoveryRegion: google.recoveryRegion,
    state: stateOf(google),
    network,
    logRetentionDays: decide(
      preset.logRetentionDays,
      'how long database logs are kept',
      `preset ${preset.name}`,
    ),
    routes: routes.value,
    operators: false,
  };
  return { value, problems };
}

function unknownRegion(region: string, place: string): Problem {
  const meant = nearest(region, GOOGLE_REGIONS);
  return {
    place,
    required: 'a region of Cloud SQL is required',
    got: quote(region),
    cure:
      meant === undefined
        ? `Take one of ${GOOGLE_REGIONS.join(', ')}.`
        : `Did you mean "${meant}"?`,
  };
}

/** A key protects buckets of its own location only ("Customer-managed encryption keys", Cloud Storage, read 2026-11). */
function keyServes(kmsKey: string, region: string): boolean {
  return kmsKey.includes(`/locations/${region}/`);
}
