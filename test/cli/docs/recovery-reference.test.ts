import { recoveryReference } from '../../../cli/docs/recovery-reference';
import { CLOUDS } from '../../../model/access/identity';
import { MECHANISMS } from '../../../model/recovery/mechanisms';
import { FAILURES } from '../../../model/recovery/objectives';
import { demandText } from '../../../model/recovery/say-recovery';
import { PRESET_NAMES, PRESETS } from '../../../model/tables/presets';
import { formatDuration } from '../../../model/values/duration';

const text = recoveryReference();
const rows = text.split('\n').flatMap((line) => {
  const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
  return cells.length > 2 ? [cells] : [];
});
const NAMES = { aws: 'AWS', google: 'Google' } as const;

describe('the reference of recovery', () => {
  test.each(
    CLOUDS.flatMap((cloud) => MECHANISMS[cloud].map((mechanism) => ({ cloud, mechanism }))),
  )('has of $mechanism.name on $cloud its bounds, how firm each is, and who says so', (each) => {
    const { name, failures, bounds } = each.mechanism;
    const { rpo, rto } = bounds({ storage: 100 });
    const found = rows.filter(
      ([cloud, mechanism]) => cloud === NAMES[each.cloud] && mechanism === `\`${name}\``,
    );
    expect(found).toHaveLength(1);
    const [, , after, lost, away, sources] = found[0] ?? [];
    expect(after?.split(', ').filter(Boolean)).toHaveLength(failures.length);
    expect(lost).toBe(`${formatDuration(rpo.milliseconds)}, ${rpo.firmness}`);
    expect(away).toBe(`${formatDuration(rto.milliseconds)}, ${rto.firmness}`);
    expect(sources).toBe(`RPO: ${rpo.source}.<br>RTO: ${rto.source}.`);
  });

  test.each(PRESET_NAMES)('has of %s what it demands and what it always has', (preset) => {
    const { objectives, floor } = PRESETS[preset];
    const row = rows.find(([name]) => name === preset);
    expect(row?.slice(1, 4)).toEqual(FAILURES.map((failure) => demandText(objectives[failure])));
    expect(row?.slice(4)).toEqual(
      CLOUDS.map((cloud) => floor[cloud].map((name) => `\`${name}\``).join(', ')),
    );
  });

  test('says which copies are synchronous, and what a backup holds', () => {
    expect(text).toMatch(/\*\*Synchronous\*\*: a `standby`, on either cloud\./);
    expect(text).toMatch(
      /\*\*Asynchronous\*\*: readers, a `recovery-replica`, `replicated-backups`, `vault-copy`\./,
    );
    expect(text).toContain('nobody chooses among full, incremental and differential');
  });

  test('says what a cloud has not, and of no cloud what it has', () => {
    expect(text).toContain('Google has no `vault-copy`, no `replicated-backups`: its backups');
    expect(text).not.toContain('AWS has no');
  });
});
