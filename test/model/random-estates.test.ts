import fc from 'fast-check';
import { CLOUDS, type Cloud } from '../../model/access/identity';
import type { Deployment, Foundation, Instance } from '../../model/deployment/deployment';
import { deploymentSchema } from '../../model/deployment/deployment-schema';
import { ENGINES } from '../../model/tables/engines';
import { PRESET_NAMES, PRESETS } from '../../model/tables/presets';
import { COMPLIANCE, TRAFFIC } from '../../model/language/service-language';
import { resolveFiles, type EstateFiles } from '../support/estate-folder';

interface RandomService {
  readonly name: string;
  readonly cloud: Cloud;
  readonly engine: (typeof ENGINES)[number];
  readonly traffic: (typeof TRAFFIC)[number];
  readonly regime: (typeof COMPLIANCE)[number] | undefined;
  readonly growth: number;
  readonly grouped: boolean;
}

const NAMES = Array.from('abcdefghijkl', (letter) => `${letter}-service`);

const service = (name: string): fc.Arbitrary<RandomService> =>
  fc.record({
    name: fc.constant(name),
    cloud: fc.constantFrom(...CLOUDS),
    engine: fc.constantFrom(...ENGINES),
    traffic: fc.constantFrom(...TRAFFIC),
    regime: fc.option(fc.constantFrom(...COMPLIANCE), { nil: undefined }),
    // Together they fit a disk that is restored within what production demands.
    growth: fc.integer({ min: 0, max: 60 }),
    grouped: fc.boolean(),
  });

const services = fc
  .subarray(NAMES, { minLength: 2 })
  .chain((names) => fc.tuple(...names.map(service)));

/** Three environments of all presets, on the clouds that have services; a group holds one engine of one cloud. */
function filesOf(all: readonly RandomService[]): EstateFiles {
  const groups = CLOUDS.flatMap((cloud) =>
    ENGINES.map((engine) => ({
      group: `${cloud}-${engine}`,
      names: all
        .filter((each) => each.grouped && each.cloud === cloud && each.engine === engine)
        .map(({ name }) => name),
    })),
  )
    .filter(({ names }) => names.length > 0)
    .map(({ group, names }) => `  ${group}: [${names.join(', ')}]\n`);
  const environments = PRESET_NAMES.map(
    (preset, i) => `  ${preset}:
    preset: ${preset}
    notify: [oncall@acme.example]
    aws:
      account: '${String(i + 1).repeat(12)}'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3
      network: { cidr: 10.${String(i + 1)}.0.0/16 }
${isolatedOf(all, 'aws', preset)}    google:
      project: acme-${preset}-1
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.${String(i + 11)}.0.0/16 }
${isolatedOf(all, 'google', preset)}`,
  );
  return {
    'estate.yaml': `organisation: acme\ntimeZone: Asia/Tokyo\nenvironments:\n${environments.join('')}${groups.length > 0 ? `groups:\n${groups.join('')}` : ''}`,
    ...Object.fromEntries(
      all.map(({ name, cloud, engine, traffic, regime, growth }) => [
        `services/${name}.yaml`,
        `service: ${name}\nowner: team\ncloud: ${cloud}\nengine: ${engine}\ntraffic: ${traffic}\ngrowth: ${String(growth)}GB/year\n${regime === undefined ? '' : `compliance: [${regime}]\n`}access: [{ identity: '${IDENTITY[cloud]}${name}', role: writer }]\n`,
      ]),
    ),
  };
}

const IDENTITY: Readonly<Record<Cloud, string>> = { aws: 'role/', google: 'serviceAccount:' };

/** Networks of the services that are isolated where it is production, each by its own name. */
function isolatedOf(all: readonly RandomService[], cloud: Cloud, preset: string): string {
  const entries = all
    .filter((each) => each.cloud === cloud && each.regime !== undefined)
    .map(
      ({ name }) =>
        `        ${name}: { network: { cidr: 10.${String(100 + NAMES.indexOf(name))}.0.0/20 } }\n`,
    );
  return preset === 'production' && entries.length > 0
    ? `      isolated:\n${entries.join('')}`
    : '';
}

function resolved(all: readonly RandomService[]): Deployment {
  const { deployment, problems } = resolveFiles(filesOf(all));
  if (!deployment) throw new Error(problems.join('\n'));
  return deployment;
}

/** Lines move with what is written above them. */
const unplaced = (value: unknown): unknown =>
  value === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(value, (key, part: unknown) => (key === 'place' ? undefined : part)),
      );

/** What an instance must keep while others come and go. */
const identityOf = ({
  stack,
  identifier,
  target,
  ownNetwork,
  recoveryHome,
}: Instance): unknown => ({
  stack,
  identifier,
  target,
  network: ownNetwork?.value,
  recoveryHome: unplaced(recoveryHome),
});

/** What grows with the services of an environment. */
const GROWS = { recovery: undefined, vault: undefined, audit: undefined, optionGroups: undefined };

/** What a foundation has of the recovery region and of copies: nothing, until an instance in it needs it. */
const forRecovery = (foundation: Foundation): Readonly<Record<string, unknown>> => ({
  ...(foundation.recovery
    ? { recovery: { ...foundation.recovery, drills: undefined, optionGroups: undefined } }
    : {}),
  ...(foundation.cloud === 'aws' && foundation.vault ? { vault: foundation.vault } : {}),
});
const withoutRecovery = (foundation: Foundation): unknown =>
  unplaced({ ...foundation, ...GROWS, drills: undefined });

const RUNS = { numRuns: 60 };

test('each service owns one database in each environment, wherever it is placed', () => {
  fc.assert(
    fc.property(services, (all) => {
      const { instances } = resolved(all);
      for (const environment of PRESET_NAMES) {
        const held = instances
          .filter((instance) => instance.environment === environment)
          .flatMap((instance) => instance.services.map((each) => each.service));
        expect([...held].sort()).toEqual(all.map(({ name }) => name).sort());
      }
    }),
    RUNS,
  );
});

test('a service that is added moves no instance, no network and no range of either cloud', () => {
  fc.assert(
    fc.property(services, (all) => {
      const before = resolved(all.slice(0, -1));
      const after = resolved(all);
      expect(after.foundations.map(withoutRecovery)).toEqual(
        before.foundations.map(withoutRecovery),
      );
      for (const [i, foundation] of before.foundations.entries()) {
        const now = after.foundations[i];
        // A trail is where it was, and for no shorter.
        expect(now?.audit.primary).toEqual(foundation.audit.primary);
        expect(now?.audit.lock).toEqual(foundation.audit.lock);
        expect(now?.audit.keepDays.value).toBeGreaterThanOrEqual(foundation.audit.keepDays.value);
        expect(now && unplaced(forRecovery(now))).toMatchObject(
          unplaced(forRecovery(foundation)) as object,
        );
      }
      const now = new Map(after.instances.map((instance) => [instance.stack, instance]));
      for (const instance of before.instances) {
        const same = now.get(instance.stack);
        expect(same && identityOf(same)).toEqual(identityOf(instance));
      }
    }),
    RUNS,
  );
});

test('a higher preset protects no less', () => {
  fc.assert(
    fc.property(services, (all) => {
      const { instances } = resolved(all);
      const rank = ({ preset }: Instance): number => PRESET_NAMES.indexOf(preset);
      const days = (instance: Instance): number => instance.decisions.backupRetentionDays.value;
      for (const low of instances) {
        for (const high of instances) {
          if (rank(low) >= rank(high)) continue;
          expect(days(low)).toBeLessThanOrEqual(days(high));
          expect(Number(low.decisions.highAvailability.value)).toBeLessThanOrEqual(
            Number(high.decisions.highAvailability.value),
          );
          if (low.cloud !== high.cloud) continue;
          const kept = high.recovery.mechanisms.map(({ value }) => value);
          expect(kept).toEqual(
            expect.arrayContaining(low.recovery.mechanisms.map(({ value }) => value)),
          );
        }
      }
      expect(PRESETS.production.burstable).toEqual([]);
    }),
    RUNS,
  );
});

test('every deployment is one by its own schema, with nothing left out and nothing more', () => {
  fc.assert(
    fc.property(services, (all) => {
      const written: unknown = JSON.parse(JSON.stringify(resolved(all)));
      expect(deploymentSchema.parse(written)).toEqual(written);
    }),
    RUNS,
  );
});

test('the same estate resolves to the same bytes, in whatever order its files were written', () => {
  fc.assert(
    fc.property(services, (all) => {
      const files = filesOf(all);
      const reversed = Object.fromEntries(Object.entries(files).reverse());
      const [one, other] = [files, reversed].map((each) => resolveFiles(each).deployment);
      return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
    }),
    { numRuns: 20 },
  );
});
