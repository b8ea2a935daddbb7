import { decide, type Decision } from '../decision';
import type { SharedDecisions } from '../deployment/facts';
import type { Recovery } from '../recovery/recovery';
import type { Preset } from '../tables/presets';

/** What the preset decides on either cloud, and the recovery with it. */
export function decidedByPreset(
  preset: Preset,
  { mechanisms }: Pick<Recovery, 'mechanisms'>,
  protects: Decision<boolean>,
): Pick<
  SharedDecisions,
  'highAvailability' | 'deletionProtection' | 'preventDestroy' | 'logRetentionDays'
> {
  const standby = mechanisms.find(({ value }) => value === 'standby');
  const here = <Value>(value: Value, reason: string): Decision<Value> =>
    decide(value, reason, `preset ${preset.name}`);
  return {
    highAvailability: standby
      ? decide(true, `a standby in another zone: ${standby.reason}`, standby.place)
      : here(false, 'no standby'),
    deletionProtection: protects,
    preventDestroy: protects.value
      ? here(
          preset.preventDestroy,
          preset.preventDestroy
            ? 'Terraform refuses to destroy, besides the cloud’s own protection'
            : 'the cloud’s own deletion protection is on',
        )
      : protects,
    logRetentionDays: here(preset.logRetentionDays, 'how long exported logs are kept'),
  };
}
