import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import type { Edition } from '../tables/tiers';
import type { ServiceFile } from '../language/load-estate';
import { entryOf, type Stated } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { nearest, quote, type Problem } from '../problem';
import { DATABASE_PARAMETERS, findParameter } from '../tables/database-parameters';
import { ENGINE_FACTS, ENGINES, type Engine } from '../tables/engines';
import type { DatabaseParameter } from '../tables/parameter-row';
import { TIER_NAMES, TIERS } from '../tables/tiers';
import { REMOVED, WITHHELD } from '../tables/withheld-parameters';
import { fixedFlag } from './flags';
import { writeParameter, type ParameterValue } from './parameter-value';
import { fixedParameter } from './parameters';
import { editionName } from './retention';

/** Where the parameters go. */
export interface ParameterTarget {
  readonly cloud: Cloud;
  readonly environment: string;
  /** The engine's major version. */
  readonly version: string;
  /** Cloud SQL's edition of the instance. */
  readonly edition?: Decision<Edition>;
}

interface StatedParameter extends Stated<ParameterValue> {
  readonly name: string;
}

const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { aws: 'RDS', google: 'Cloud SQL' };

/**
 * The parameters that the services of an instance state, by the names their cloud has. What Kura decides, or what the engine,
 * the version, the edition or the cloud lacks, is a problem: nothing stated is left out in silence.
 */
export function resolveParameters(
  { id, engine, services }: PlacedInstance,
  target: ParameterTarget,
  problems: Problem[],
): Readonly<Record<string, Decision<string>>> {
  const { environment } = target;
  const decided = new Map<string, Decision<string>>();
  const said = new Map<string, StatedParameter>();
  for (const service of services) {
    for (const stated of statedParameters(service, environment)) {
      const { name, place } = stated;
      const row = findParameter(engine, name);
      const read = row && !withheld(engine, name) ? readFor(row, stated, target) : undefined;
      if (!row || !read?.ok) {
        problems.push(read?.ok === false ? read.problem : unknown(engine, stated, target));
        continue;
      }
      const { written, text, note } = read;
      const earlier = said.get(name);
      if (earlier && decided.get(written)?.value !== text) {
        problems.push({
          place,
          required: `parameters.${name} must be one value on ${environment}/${id.value} (${earlier.place}: ${String(earlier.value)})`,
          got: quote(stated.value),
          cure: 'Agree on one, or place the service elsewhere.',
        });
      } else if (!earlier) {
        const who = services.length > 1 ? `${service.statement.service} says so` : SAYS_SO;
        said.set(name, stated);
        decided.set(written, decide(text, `${who}${note}`, place));
      }
    }
  }
  return Object.fromEntries(decided);
}

const SAYS_SO = 'the service says so';

/** A service's parameters in an environment: its own, key by key under what the environment overrides. */
function statedParameters(
  { statement, file, at }: ServiceFile,
  environment: string,
): readonly StatedParameter[] {
  const own = statement.parameters ?? {};
  const overridden = entryOf(statement.overrides, environment)?.parameters ?? {};
  return Object.entries({ ...own, ...overridden }).map(([name, value]) => ({
    name,
    value,
    place:
      (Object.hasOwn(overridden, name)
        ? at('overrides', environment, 'parameters', name)
        : at('parameters', name)) ?? file,
  }));
}

type ReadFor =
  | { readonly ok: true; readonly written: string; readonly text: string; readonly note: string }
  | { readonly ok: false; readonly problem: Problem };

/** One parameter as its cloud takes it, with what the reason adds. */
function readFor(
  row: DatabaseParameter,
  { name, value, place }: StatedParameter,
  { cloud, version, edition }: ParameterTarget,
): ReadFor {
  const refuse = (required: string, got: string, cure: string): ReadFor => ({
    ok: false,
    problem: { place, required, got, cure },
  });
  const engine = ENGINE_FACTS[row.engine].name;
  if (row.since !== undefined && Number(version) < Number(row.since)) {
    return refuse(
      `parameters.${name} needs ${engine} ${row.since} or later`,
      version,
      `Take it out, or write \`version: ${row.since}\`.`,
    );
  }
  if (row.until !== undefined && Number(version) > Number(row.until)) {
    return refuse(
      `parameters.${name} needs ${engine} ${row.until} or older, which had it last`,
      version,
      'Take it out.',
    );
  }
  const on = row.on[cloud];
  if ('refused' in on) {
    return refuse(
      `parameters must be ones that Kura sets on ${CLOUD_NAMES[cloud]}`,
      `${quote(name)} (${on.refused})`,
      on.cure,
    );
  }
  if (on.edition !== undefined && edition && edition.value !== on.edition) {
    const tiers = TIER_NAMES.filter((tier) => TIERS[tier].google.edition === on.edition);
    return refuse(
      `parameters.${name} needs Cloud SQL’s ${editionName(on.edition)} edition`,
      `${editionName(edition.value)} (${edition.reason})`,
      `Take it out, or take a tier of ${editionName(on.edition)}: ${tiers.join(', ')}.`,
    );
  }
  const text = writeParameter(row.form, value, cloud);
  if (!text.ok) {
    return refuse(`parameters.${name} must be ${text.required}`, quote(value), text.cure);
  }
  const unit = 'unit' in row.form && row.form.unit !== undefined ? `, in ${row.form.unit}` : '';
  return {
    ok: true,
    written: on.name ?? name,
    text: text.value,
    note: `${unit}${on.restarts ? RESTARTS[cloud] : ''}`,
  };
}

/** When a static parameter takes effect ("Configure database flags": changing such a flag restarts the instance). */
const RESTARTS: Readonly<Record<Cloud, string>> = {
  aws: '; takes effect at the next restart',
  google: '; Cloud SQL restarts the instance to take it',
};

/** Why no service states a parameter: Kura fixes it on either cloud, or decides it, or what it does is not for one service. */
export function withheld(engine: Engine, name: string): { why: string; key?: string } | undefined {
  const fixed = fixedParameter(engine, name) ?? fixedFlag(engine, name);
  return fixed === undefined ? entryOf(WITHHELD[engine], name) : { why: fixed };
}

/** A parameter that is in no table: decided by Kura, removed from the engine, another engine's, or mistyped. */
function unknown(
  engine: Engine,
  { name, value, place }: StatedParameter,
  { version }: ParameterTarget,
): Problem {
  const facts = ENGINE_FACTS[engine];
  const protectedBy = withheld(engine, name);
  if (protectedBy) {
    const { why, key } = protectedBy;
    return {
      place,
      required: `parameters must not set ${name}`,
      got: quote(value),
      cure: key === undefined ? `Take it out: ${why}.` : `Write \`${key}\` in its place.`,
    };
  }
  const removed = entryOf(REMOVED[engine], name);
  if (removed) {
    return {
      place,
      required: `parameters.${name} needs ${facts.name} ${removed.last} or older, which had it last`,
      got: version,
      cure: `Take it out: ${removed.instead}.`,
    };
  }
  const other = ENGINES.find((each) => each !== engine && findParameter(each, name));
  if (other) {
    return {
      place,
      required: `parameters.${name} is ${ENGINE_FACTS[other].name}’s`,
      got: `a ${facts.name} service`,
      cure: 'Take it out.',
    };
  }
  const meant = nearest(
    name,
    DATABASE_PARAMETERS[engine].map((row) => row.name),
  );
  return {
    place,
    required: `parameters must be ones of ${facts.name} that Kura knows`,
    got: quote(name),
    cure: `${meant === undefined ? '' : `Did you mean "${meant}"? `}docs/reference/parameters.md lists them.`,
  };
}
