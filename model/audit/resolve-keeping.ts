import { decide, type Decision } from '../decision';
import type { DeployedService } from '../deployment/facts';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';
import type { Preset } from '../tables/presets';
import { formatDuration } from '../values/duration';
import type { AuditLock } from './audit-lock';
import { DATA_CLASSES, type DataClass } from './data-class';
import { LONGEST_TRAIL_DAYS, TRAIL_DAYS } from './retention';

/** How an environment’s trail is kept. */
export interface TrailKeeping {
  readonly lock: Decision<AuditLock>;
  readonly keepDays: Decision<number>;
}

const DAY = 86_400_000;

/** How the trail of an environment is kept on one cloud: as long as the strictest of its services there demands, or longer. */
export function resolveKeeping(
  { statement, at }: YamlFile<EstateStatement>,
  name: string,
  preset: Preset,
  services: readonly Pick<DeployedService, 'service' | 'data'>[],
  problems: Problem[],
): TrailKeeping {
  const { lock, keep } = statement.environments[name]?.audit ?? {};
  const place = (key: string): string => at('environments', name, 'audit', key) ?? 'estate.yaml';
  const least = leastDays(preset, services);
  if (lock === 'off' && preset.name === 'production') {
    problems.push({
      place: place('lock'),
      required: 'lock must be governance in production',
      got: quote(lock),
      cure: 'Write `lock: governance`, or leave it out.',
    });
  }
  if (keep !== undefined && keep % DAY !== 0) {
    problems.push({
      place: place('keep'),
      required: 'keep must be whole days',
      got: quote(formatDuration(keep)),
      cure: `Write it as ${String(Math.ceil(keep / DAY))}d.`,
    });
  } else if (keep !== undefined && keep / DAY < least.value) {
    problems.push({
      place: place('keep'),
      required: `keep must be ${String(least.value)}d or more: ${least.reason}`,
      got: quote(formatDuration(keep)),
      cure: `Write \`keep: ${String(least.value)}d\`, or leave it out.`,
    });
  } else if (keep !== undefined && keep / DAY > LONGEST_TRAIL_DAYS) {
    problems.push({
      place: place('keep'),
      required: `keep must be ${String(LONGEST_TRAIL_DAYS)}d at most`,
      got: quote(formatDuration(keep)),
      cure: `Write \`keep: ${String(LONGEST_TRAIL_DAYS)}d\`, and copy what must be kept longer.`,
    });
  }
  return {
    lock:
      lock === undefined
        ? decide(
            preset.name === 'development' ? 'off' : 'governance',
            preset.name === 'development'
              ? 'what development leaves may go with it'
              : 'nobody of the environment lifts it',
            `preset ${preset.name}`,
          )
        : decide(lock, 'the environment says so', place('lock')),
    keepDays:
      keep === undefined ? least : decide(keep / DAY, 'the environment says so', place('keep')),
  };
}

/** What the strictest of its services demands; that one is named. */
function leastDays(
  preset: Preset,
  services: readonly Pick<DeployedService, 'service' | 'data'>[],
): Decision<number> {
  const days = TRAIL_DAYS[preset.name];
  const strictest = services.toSorted(
    (a, b) => rank(b.data.value) - rank(a.data.value) || (a.service < b.service ? -1 : 1),
  )[0];
  const data = strictest?.data.value ?? 'internal';
  const whose =
    strictest === undefined || data === 'internal'
      ? 'no service of it holds personal or payment data'
      : `${strictest.service} holds ${data} data`;
  return decide(days[data], whose, `preset ${preset.name}`);
}

const rank = (data: DataClass): number => DATA_CLASSES.indexOf(data);
