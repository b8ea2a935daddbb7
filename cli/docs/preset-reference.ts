import { demandText } from '../../model/recovery/say-recovery';
import { PRESET_NAMES, PRESETS, type Preset } from '../../model/tables/presets';
import { markdownTable, page } from './markdown';

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

const ROWS: readonly (readonly [label: string, show: (preset: Preset) => string])[] = [
  ['Tier, by default', ({ tier }) => tier],
  ['Burstable tiers allowed', ({ burstable }) => burstable.join(', ') || 'none'],
  ['Readers, by default', ({ readers }) => String(readers.byDefault)],
  ['Readers, at most', ({ readers }) => String(readers.atMost)],
  ['After a mistake (RPO, RTO)', ({ objectives }) => demandText(objectives.mistake)],
  ['After the loss of a zone', ({ objectives }) => demandText(objectives.zone)],
  ['After the loss of a region', ({ objectives }) => demandText(objectives.region)],
  ['Always there on AWS', ({ floor }) => floor.aws.join(', ')],
  ['Always there on Google', ({ floor }) => floor.google.join(', ')],
  ['Zones of the network', ({ zones }) => String(zones)],
  ['Backups kept, days', ({ backupRetentionDays }) => String(backupRetentionDays)],
  ['Deletion protection of the cloud', () => 'yes'],
  ['Terraform refuses to destroy', ({ preventDestroy }) => yesOrNo(preventDestroy)],
  [
    'Database Insights',
    ({ insights }) => `${insights.mode}, ${String(insights.retentionDays)} days`,
  ],
  ['Seconds between monitoring samples', ({ monitoringInterval }) => String(monitoringInterval)],
  ['Cloud SQL’s maintenance comes', ({ updateTrack }) => updateTrack],
  ['Logs kept, days', ({ logRetentionDays }) => String(logRetentionDays)],
  [
    'Application instances assumed',
    ({ pool }) => `${String(pool.instances)}, of ${String(pool.max)} connections each`,
  ],
];

/** Defaults and floors of the environments. */
export function presetReference(): string {
  const presets = PRESET_NAMES.map((name) => PRESETS[name]);
  return page('Presets', [
    'An environment follows a preset. A service may state its own tier, readers, placement, storage and pool; the rest is fixed.',
    markdownTable(
      ['Setting', ...PRESET_NAMES],
      ROWS.map(([label, show]) => [label, ...presets.map(show)]),
    ),
  ]);
}
