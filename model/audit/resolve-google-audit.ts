import type {
  GoogleAudit,
  GoogleAuditStore,
  GoogleFoundation,
  GoogleInstance,
} from '../deployment/google-deployment';
import type { EstateStatement, GoogleStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { fittedName } from '../values/fitted-name';
import { refusedTrailState } from './refused-state';
import { resolveKeeping } from './resolve-keeping';
import { recoveryStoreName, storeName } from './store-name';

/** Where the statements of one environment are, below its `google`. */
interface GoogleAuditFacts {
  readonly estate: YamlFile<EstateStatement>;
  readonly name: string;
  readonly preset: Preset;
  readonly google: GoogleStatement;
  readonly bootstrapping: boolean;
}

type Region = 'primary' | 'recovery';

/** The name of a service account has 30 characters at most ("Create service accounts", IAM, read 2026-08). */
const LONGEST_ACCOUNT = 30;

/** Where an environment’s trail on Google Cloud is kept, by whom it is made, and who writes to it. */
export function resolveGoogleAudit(
  { estate, name, preset, google, bootstrapping }: GoogleAuditFacts,
  { prefix, target }: Pick<GoogleFoundation, 'prefix' | 'target'>,
  instances: readonly GoogleInstance[],
  problems: Problem[],
): GoogleAudit {
  const { audit } = google;
  const place = (...path: readonly PropertyKey[]): string =>
    estate.at('environments', name, 'google', ...path) ?? 'estate.yaml';
  const project = audit?.project ?? google.project;
  const account =
    audit?.deployServiceAccount ?? fittedName('kura-audit', `-${name}`, LONGEST_ACCOUNT);
  const services = instances.flatMap((each) => each.services);
  const away = instances.some(({ recoveryHome }) => recoveryHome !== undefined);
  const regionOf = (region: Region): string =>
    region === 'primary' ? google.region : google.recoveryRegion;
  const emailIn = (there: string): string => `${account}@${there}.iam.gserviceaccount.com`;
  const storeIn = (region: Region): GoogleAuditStore => {
    const primary = region === 'primary';
    const stated = primary ? audit?.state : audit?.recoveryState;
    return {
      stack: primary ? `${name}-google-audit` : `${name}-google-audit-recovery`,
      target: { project, region: regionOf(region), deployServiceAccount: emailIn(project) },
      state: stated ? { kind: 'gcs', ...stated } : { kind: 'local' },
      name: primary ? storeName(prefix) : recoveryStoreName(prefix),
    };
  };
  if (emailIn(target.project) === target.deployServiceAccount) {
    problems.push({
      place: place(...(audit?.deployServiceAccount ? ['audit'] : []), 'deployServiceAccount'),
      required: 'the service account of the audit trail must not be the deploy account',
      got: quote(account),
      cure: 'Write another: who changes databases must not change what is recorded of it.',
    });
  }
  problems.push(
    ...refusedTrailState(
      {
        ...{ state: google.state, recoveryState: google.recoveryState, audit, place },
        isThere: (kmsKey, region) => kmsKey.includes(`/locations/${regionOf(region)}/`),
        whereOf: (region) => `in ${regionOf(region)}`,
        printed: 'the name that `kura bootstrap --google` printed',
      },
      away ? ['primary', 'recovery'] : ['primary'],
      bootstrapping,
    ),
  );
  const others = instances.map((each) => each.target.project).filter((id) => id !== target.project);
  return {
    ...resolveKeeping(estate, name, preset, services, problems),
    sources: [target.project, ...[...new Set(others)].sort()].map((id) => ({
      project: id,
      deployServiceAccount: emailIn(id),
    })),
    primary: storeIn('primary'),
    ...(away ? { recovery: storeIn('recovery') } : {}),
  };
}
