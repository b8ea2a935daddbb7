import { decide, type Decision } from '../decision';
import type { SharedDecisions } from '../deployment/facts';
import type { Preset } from '../tables/presets';

/** What the preset alone decides, on either cloud. */
export function decidedByPreset(
  preset: Preset,
): Pick<SharedDecisions, 'highAvailability' | 'preventDestroy' | 'logRetentionDays'> {
  const here = <Value>(value: Value, reason: string): Decision<Value> =>
    decide(value, reason, `preset ${preset.name}`);
  return {
    highAvailability: here(
      preset.highAvailability,
      preset.highAvailability ? 'a standby in another zone' : 'no standby',
    ),
    preventDestroy: here(
      preset.preventDestroy,
      preset.preventDestroy
        ? 'Terraform refuses to destroy, besides the cloud’s own protection'
        : 'the cloud’s own deletion protection is on',
    ),
    logRetentionDays: here(preset.logRetentionDays, 'how long exported logs are kept'),
  };
}
