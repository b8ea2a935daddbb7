import { decide, type Decision } from '../decision';
import type { Edition } from '../tables/tiers';
import { statedByAll } from '../language/stated';
import type { PlacedInstance } from '../placement/place-services';
import { oneOf, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { LOG_DAYS, TIER_NAMES, TIERS } from '../tables/tiers';
import { largest } from './resolve-size';

const DAY = 24 * 60 * 60 * 1000;

/** The longest retention that the services ask for, the preset's at least. */
export function resolveRetention(
  { services }: PlacedInstance,
  environment: string,
  preset: Preset,
  problems: Problem[],
): Decision<number> {
  const own = largest(statedByAll(services, environment, 'retention'));
  if (!own) {
    return decide(
      preset.backupRetentionDays,
      'days of point-in-time recovery (seed 002 §10.2)',
      `preset ${preset.name}`,
    );
  }
  const days = own.value / DAY;
  if (days < preset.backupRetentionDays) {
    problems.push({
      place: own.place,
      required: `retention must be ${String(preset.backupRetentionDays)}d at least in ${preset.name}`,
      got: `${String(days)}d`,
      cure: 'Leave it out, or write more; for one environment, below `overrides`.',
    });
  }
  return decide(
    days,
    services.length > 1
      ? 'days of point-in-time recovery: the most that a service here asks for'
      : 'days of point-in-time recovery: the service says so',
    own.place,
  );
}

/**
 * A retention that the edition cannot keep: Terraform would plan it and Cloud SQL refuse it.
 *
 * @param preset whose days are the least
 * @param place where the tier or the service is written: what to change where the preset decides the days
 */
export function refusedRetention(
  retention: Decision<number>,
  edition: Decision<Edition>,
  preset: Preset,
  place: string,
): Problem[] {
  const most = LOG_DAYS[edition.value];
  if (retention.value <= most) return [];
  const longer = TIER_NAMES.filter(
    (name) => LOG_DAYS[TIERS[name].google.edition] >= retention.value,
  );
  const stated = retention.place.includes(':');
  return [
    {
      place: stated ? retention.place : place,
      required: `point-in-time recovery reaches back ${String(most)} days at most in Cloud SQL’s ${editionName(edition.value)} edition (${edition.reason})`,
      got: `${String(retention.value)} days, as ${stated ? 'the service asks' : `${retention.place} keeps`}`,
      cure: `Take a tier of Enterprise Plus (${oneOf(longer)})${stated && preset.backupRetentionDays <= most ? `, or write ${String(most)}d for this environment, below \`overrides\`` : ''}.`,
    },
  ];
}

export function editionName(edition: Edition): string {
  return edition === 'ENTERPRISE' ? 'Enterprise' : 'Enterprise Plus';
}
