import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import { statedByAll, type Stated } from '../language/stated';
import type { Tunables } from '../language/service-language';
import type { PlacedInstance } from '../placement/place-services';
import { nearest, oneOf, quote, type Problem } from '../problem';
import { parseInstant } from '../values/instant';
import type { BreakGlass } from './break-glass';
import type { Lifecycle } from './resolve-lifecycle';
import { restoredName, type Restore, type RestoreSource } from './restore';

export interface RestoreFacts {
  readonly cloud: Cloud;
  readonly environment: string;
  readonly identifier: string;
  readonly timeZone: string;
  readonly lifecycle: Pick<Lifecycle, 'protects'>;
  /** Which instances serve, or served at the last deploy. */
  readonly served: readonly string[];
  /** Account and regions, in which a snapshot by its ARN must be; of AWS only. */
  readonly places?: {
    readonly account: string;
    readonly region: string;
    readonly recoveryRegion: string;
    /** Whether anything of the instance is in the recovery region. */
    readonly recovery: boolean;
  };
  /** Whether it has a recovery replica, and replicated backups. */
  readonly replica: boolean;
  readonly replicatedBackups: boolean;
}

type Statement = NonNullable<Tunables['restoreFrom']>[string];

/** Words of `active` and `of` that are no names. */
const RESERVED = ['primary', 'recovery', 'readers'];
/** How the names of drills’ copies end, which a drill may delete. */
const DRILL = /(?:^|-)drill$/;

/** The instances restored beside one, in the order of their names. */
export function resolveRestores(
  { services }: PlacedInstance,
  facts: RestoreFacts,
  problems: Problem[],
): readonly Restore[] {
  const entries = new Map<string, Stated<Statement>>();
  for (const { value, place } of statedByAll(services, facts.environment, 'restoreFrom')) {
    for (const [name, statement] of Object.entries(value)) {
      const before = entries.get(name);
      if (RESERVED.includes(name) || DRILL.test(name) || before) {
        problems.push({
          place,
          required: before
            ? `a restored instance must have a name of its own (${before.place} has it too)`
            : `a restored instance must not be called ${oneOf(RESERVED)}, nor end in drill`,
          got: quote(name),
          cure: 'Write another name.',
        });
      } else entries.set(name, { value: statement, place });
    }
  }
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { value, place }]) => {
      const of = ofWhich({ name, statement: value, place }, entries, facts, problems);
      const source = sourceOf(value, { ...facts, of }, place, problems);
      if (!source) return [];
      return [
        {
          name,
          identifier: restoredName(facts.identifier, name),
          region: regionOf(source, facts),
          source: decide(source, 'the service says so', place),
          readers: value.readers ?? 0,
          deletionProtection: facts.lifecycle.protects(name),
        },
      ];
    });
}

function sourceOf(
  { time, snapshot, replicatedBackup }: Statement,
  { cloud, timeZone, replicatedBackups, places, of }: RestoreFacts & { readonly of: string },
  place: string,
  problems: Problem[],
): RestoreSource | undefined {
  const instantOf = (text: string): string | undefined => {
    const instant = parseInstant(text, timeZone);
    if (instant.ok) return instant.value;
    const { required, cure } = instant;
    problems.push({ place, required: `the time must be ${required}`, got: quote(text), cure });
    return undefined;
  };
  if (time !== undefined) {
    const instant = instantOf(time);
    return instant === undefined ? undefined : { from: 'time', time: instant, of };
  }
  if (snapshot !== undefined) {
    const isBackup = /^\d+$/.test(snapshot);
    const elsewhere = snapshotElsewhere(snapshot, places);
    if (isBackup === (cloud === 'google') && !elsewhere) return { from: 'snapshot', snapshot };
    problems.push(
      elsewhere
        ? { place, ...elsewhere }
        : {
            place,
            required:
              cloud === 'aws'
                ? 'snapshot must be a snapshot of RDS, by name or ARN'
                : 'snapshot must be the id of a backup of Cloud SQL, in digits',
            got: quote(snapshot),
            cure:
              cloud === 'aws'
                ? 'Write it as rds:suzumina-prod-order-2026-11-20-17-05.'
                : 'Write what `gcloud sql backups list` shows, in quotes.',
          },
    );
    return undefined;
  }
  if (!replicatedBackups) {
    problems.push({
      place,
      required:
        cloud === 'aws'
          ? 'replicatedBackup needs backups that are replicated into the recovery region'
          : 'replicatedBackup is of RDS: Cloud SQL’s backups do not survive their region',
      got: quote(replicatedBackup),
      cure:
        cloud === 'aws'
          ? 'An objective such as `objectives: { region: { rpo: 1h, rto: 4h } }` brings them; without, restore a `snapshot` or a `time`.'
          : 'Write a `time` or a `snapshot`; after the loss of the region `active: recovery` names the replica.',
    });
    return undefined;
  }
  const from = 'replicated-backup';
  if (replicatedBackup === undefined || replicatedBackup === 'latest') {
    return { from, time: null, of, backups: null };
  }
  if (replicatedBackup.startsWith('arn:')) {
    const [, , , region = '', account = ''] = replicatedBackup.split(':');
    if (region === places?.recoveryRegion && account === places.account) {
      return { from, time: null, of, backups: replicatedBackup };
    }
    problems.push({
      place,
      required: `replicated backups must be of account ${places?.account ?? ''}, in ${places?.recoveryRegion ?? ''}`,
      got: `those of account ${account} in ${region}`,
      cure: 'Write the ARN that `aws rds describe-db-instance-automated-backups` shows there.',
    });
    return undefined;
  }
  const instant = instantOf(replicatedBackup);
  return instant === undefined ? undefined : { from, time: instant, of, backups: null };
}

/**
 * Of which instance something is restored. Once a restored one has served, the primary's own past is another than that of what serves:
 * then it must be said.
 */
function ofWhich(
  { name, statement, place }: { name: string; statement: Statement; place: string },
  entries: ReadonlyMap<string, Stated<Statement>>,
  { served, places }: RestoreFacts,
  problems: Problem[],
): string {
  if (statement.snapshot !== undefined) return 'primary';
  const here = [...entries.keys()].filter((other) => {
    const { snapshot, replicatedBackup } = entries.get(other)?.value ?? {};
    const [, region] = SNAPSHOT_ARN.exec(snapshot ?? '') ?? [];
    return (
      other !== name && replicatedBackup === undefined && (!region || region === places?.region)
    );
  });
  const known = ['primary', ...here.filter((other) => !leadsTo(entries, other, name))];
  const of = statement.of ?? 'primary';
  const another = served.find((each) => each !== name && here.includes(each));
  if (!known.includes(of) || (statement.of === undefined && another !== undefined)) {
    problems.push({
      place,
      required: `${name} must say of which instance it is restored, by \`of\` (${known.join(', ')})`,
      got: statement.of === undefined ? `nothing, while ${another ?? ''} has served` : quote(of),
      cure:
        another === undefined || statement.of !== undefined
          ? 'Write `of: primary`, or leave it out.'
          : `Write \`of: primary\` where it was there before, and \`of: ${another}\` for what is restored now.`,
    });
  }
  return of;
}

/** Whether an entry is restored of another, by however many between. */
function leadsTo(
  entries: ReadonlyMap<string, Stated<Statement>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set<string>();
  for (let next: string | undefined = from; next !== undefined && !seen.has(next);) {
    if (next === to) return true;
    seen.add(next);
    next = entries.get(next)?.value.of;
  }
  return false;
}

const SNAPSHOT_ARN = /^arn:aws:rds:([a-z0-9-]+):(\d{12}):snapshot:/;

/** A snapshot in the recovery region, as the vault there has them, comes up there. */
function regionOf(source: RestoreSource, { places }: RestoreFacts): Restore['region'] {
  if (source.from === 'replicated-backup') return 'recovery';
  if (source.from !== 'snapshot') return 'primary';
  const [, region] = SNAPSHOT_ARN.exec(source.snapshot) ?? [];
  return region !== undefined && region === places?.recoveryRegion ? 'recovery' : 'primary';
}

/** RDS restores a snapshot in its own region and account only. */
function snapshotElsewhere(
  snapshot: string,
  places: RestoreFacts['places'],
): Omit<Problem, 'place'> | undefined {
  const [, region, account] = SNAPSHOT_ARN.exec(snapshot) ?? [];
  if (!places || region === undefined || account === undefined) return undefined;
  const regions = [places.region, ...(places.recovery ? [places.recoveryRegion] : [])];
  if (account === places.account && regions.includes(region)) return undefined;
  return {
    required: `a snapshot must be of account ${places.account}, in ${oneOf(regions)}`,
    got: `one of account ${account} in ${region}`,
    cure: 'RDS restores a snapshot where it is: copy it first, and name the copy.',
  };
}

/** Which instance serves. All services of a shared one must agree. */
export function resolveActive(
  { services }: PlacedInstance,
  {
    environment,
    replica,
    before,
  }: Pick<RestoreFacts, 'environment' | 'replica'> & {
    /** Which instance served at the last deploy. */
    readonly before: string | undefined;
  },
  restores: readonly Restore[],
  problems: Problem[],
): Decision<string> {
  const [first, ...others] = statedByAll(services, environment, 'active');
  if (!first) {
    if (before !== undefined && before !== 'primary') {
      problems.push({
        place: services[0].at('service') ?? services[0].file,
        required: `active must name the instance that serves: it was ${before} when it was last deployed`,
        got: 'nothing',
        cure: `Write \`active: ${before}\`; or \`active: primary\`, if the primary is to serve with the data that it has.`,
      });
    }
    return decide('primary', 'nothing else is named', 'derived');
  }
  for (const { value, place } of others) {
    if (value === first.value) continue;
    problems.push({
      place,
      required: `the services of an instance must name one that serves (${first.place}: ${first.value})`,
      got: quote(value),
      cure: 'Write the same in both.',
    });
  }
  const known = ['primary', ...(replica ? ['recovery'] : []), ...restores.map(({ name }) => name)];
  if (!known.includes(first.value)) {
    const meant = nearest(first.value, known);
    problems.push({
      place: first.place,
      required: `active must be ${oneOf(known)}`,
      got: quote(first.value),
      cure:
        first.value === 'recovery'
          ? 'There is no recovery replica here: restore from `replicatedBackup` or a snapshot, and name that.'
          : meant === undefined
            ? 'Name an instance of `restoreFrom`, or leave it out.'
            : `Did you mean "${meant}"?`,
    });
  }
  return decide(first.value, 'the service says so', first.place);
}

/** Approvals of parts that the instance does not have: a name mistyped would leave the protection on, and be audited for nothing. */
export function strangersAmongApprovals(
  breakGlass: readonly BreakGlass[],
  replica: boolean,
  restores: readonly Restore[],
): readonly Problem[] {
  const known = [
    ...['primary', 'readers', ...(replica ? ['recovery'] : [])],
    ...restores.map(({ name }) => name),
  ];
  return breakGlass.flatMap(({ of, place }) => {
    if (of === undefined || known.includes(of)) return [];
    const meant = nearest(of, known);
    return [
      {
        place,
        required: `of must be ${oneOf(known)}`,
        got: quote(of),
        cure:
          meant === undefined ? 'Name one of these, or leave it out.' : `Did you mean "${meant}"?`,
      },
    ];
  });
}
