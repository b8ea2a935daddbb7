import { CLOUDS, type Cloud } from '../../model/access/identity';
import {
  MECHANISM_NAMES,
  MECHANISMS,
  type Bound,
  type Mechanism,
  type MechanismName,
} from '../../model/recovery/mechanisms';
import { FAILURES, type Failure } from '../../model/recovery/objectives';
import {
  GIB_A_MINUTE,
  REDEPLOY,
  restoreMilliseconds,
  START,
} from '../../model/recovery/restore-time';
import { demandText } from '../../model/recovery/say-recovery';
import { PRESET_NAMES, PRESETS } from '../../model/tables/presets';
import { formatDuration } from '../../model/values/duration';
import { code, markdownTable, page } from './markdown';

/** The disk, in GiB, that the table reckons restores with. */
const EXAMPLE = 100;

/** What meets an objective, how firmly that is known, and how it is kept true. */
export function recoveryReference(): string {
  return page('Recovery', [
    `A service says how much data it may lose (${code('rpo')}) and how soon it must be back (${code('rto')}) after each of three failures: a mistake (an operator’s error, corruption), the loss of a zone, the loss of a region. Kura takes the cheapest set of mechanisms that meets each; one mechanism meets one failure by itself. ${code('npx kura explain prod/order')} shows which and why. What nothing meets is refused, with the nearest objective that something does.`,
    '## Mechanisms',
    `The worst that each leaves, of an instance with a disk of ${String(EXAMPLE)} GiB. ${CLOUDS.map(without).filter(Boolean).join(' ')}`,
    mechanismTable(),
    `A restore is reckoned as ${formatDuration(START)} to begin and to answer, a minute for every ${String(GIB_A_MINUTE)} GiB of the disk that the estate states, and ${formatDuration(REDEPLOY)} for the deploy that moves the way in: the restored instance has an id of its own, for which login policies are issued again. That is ${[20, 500, 1000].map((gib) => `${formatDuration(restoreMilliseconds(gib))} for ${String(gib)} GiB`).join(', ')}.`,
    '## How firm a bound is',
    `- ${code('published')}: the vendor states it, often as “typically”, which is no promise and in no service level agreement.
- ${code('assumed')}: nobody publishes it. It counts only together with a drill and its alarm.
- ${code('measured')}: the service states what a drill has shown here, as ${code("measured: { point-in-time-recovery: { rto: 48m, on: '2026-11-02' } }")}. It takes the place of the table’s figure, whether that is better or worse, and the drill goes on. An ${code('rto')} has the deploy in it that moves the way in, which no drill makes: ${code('kura drill')} prints the line with its ${formatDuration(REDEPLOY)} added. Of several services on one instance the worst counts.`,
    '## Drills',
    `Each mechanism of which a demanded bound is not published has a drill. It runs by itself once a month: it restores (or promotes) a copy beside the instance, named ${code('<identifier>-drill')}, asks it by SQL for the databases and roles that were declared, measures, and deletes it. Where it fails, finds less than was declared, or takes longer than the objective, an alarm goes to the environment’s ${code('notify')}. AWS Backup restores the newest copy of every database in a vault once a month and says where that fails; how old it is and how long that takes nobody measures, so that ${code('vault-copy')} meets no objective by itself: it is there for what deletes everything else. Nobody drills a standby: its bounds are published.`,
    '## What a preset demands, and what it has whatever is demanded',
    presetTable(),
    `${code('objectives: { rpo: …, rto: … }')} takes the place of the figures that the preset has, and of no other: where it demands nothing, a service names the failure, as ${code('objectives: { region: { rpo: 1h, rto: 4h } }')}. Services on one instance are recovered together: outside production the strictest of their objectives holds, in production they must be the same.`,
    '## What is copied, and when',
    `- **Synchronous**: a ${code('standby')}, on either cloud. A write is acknowledged once both zones have it.
- **Asynchronous**: readers, a ${code('recovery-replica')}, ${code('replicated-backups')}, ${code('vault-copy')}. What was not sent yet is lost with its source. A reader may answer with older data than the writer: what must see its own write reads from the writer.
- **Backups** (フル・増分・差分): a snapshot of RDS and a backup of Cloud SQL is whole to who restores it and stored as what has changed since the one before; nobody chooses among full, incremental and differential. Transaction logs (WAL, binary logs) go beside it every five minutes or sooner, and take a restore to any second.`,
    '## What it does not promise',
    `- A figure is a bound on what the cloud and a deploy take. Nobody’s decision to restore, and no application’s own start, is in it.
- Restores are reckoned on the disk as stated, not as it has grown: a drill that takes too long tells.
- Each failure is met by itself. A mistake that is found only after its backups have gone, or during the loss of a region, is not.
- A mistake travels into a standby and a recovery replica within seconds: neither counts after one.
- RDS replicates backups into some regions only, and Cloud SQL has ${code('drReplica')} in Enterprise Plus only; either is refused where it is not there.
- Replication to a recovery replica is asynchronous: an alarm watches its lag, and nothing bounds it.
- A drill restores into the network of the instance and proves the database, not that its clients reach it.`,
  ]);
}

function mechanismTable(): string {
  return markdownTable(
    ['Cloud', 'Mechanism', 'After', 'RPO', 'RTO', 'Sources'],
    CLOUDS.flatMap((cloud) => MECHANISMS[cloud].map((mechanism) => rowOf(cloud, mechanism))),
  );
}

function rowOf(cloud: Cloud, { name, failures, bounds }: Mechanism): string[] {
  const { rpo, rto } = bounds({ storage: EXAMPLE });
  return [
    CLOUD_NAMES[cloud],
    code(name),
    failures.map((failure) => AFTER[failure]).join(', '),
    boundCell(rpo),
    boundCell(rto),
    `RPO: ${rpo.source}.<br>RTO: ${rto.source}.`,
  ];
}

const boundCell = ({ milliseconds, firmness }: Bound): string =>
  `${formatDuration(milliseconds)}, ${firmness}`;

const CLOUD_NAMES: Readonly<Record<Cloud, string>> = { aws: 'AWS', google: 'Google' };

const AFTER: Readonly<Record<Failure, string>> = {
  mistake: 'a mistake',
  zone: 'a lost zone',
  region: 'a lost region',
};

function without(cloud: Cloud): string {
  const there = MECHANISMS[cloud].map(({ name }) => name);
  const missing = MECHANISM_NAMES.filter((name) => !there.includes(name));
  return missing.length === 0
    ? ''
    : `${CLOUD_NAMES[cloud]} has no ${missing.map(code).join(', no ')}${WHY[cloud]}.`;
}

/** Decision 0024. */
const WHY: Readonly<Record<Cloud, string>> = {
  aws: '',
  google:
    ': its backups are encrypted with the key of the instance’s region wherever they lie, so that none survives the region ([decision 0024](../decisions/0024-cloud-sql-and-a-lost-region.md))',
};

function presetTable(): string {
  const floorOf = (cloud: Cloud, names: readonly MechanismName[]): string =>
    MECHANISMS[cloud]
      .filter(({ name }) => names.includes(name))
      .map(({ name }) => code(name))
      .join(', ');
  return markdownTable(
    ['Preset', ...FAILURES.map((failure) => `After ${AFTER[failure]}`), 'On AWS', 'On Google'],
    PRESET_NAMES.map((name) => {
      const { objectives, floor } = PRESETS[name];
      return [
        name,
        ...FAILURES.map((failure) => demandText(objectives[failure])),
        floorOf('aws', floor.aws),
        floorOf('google', floor.google),
      ];
    }),
  );
}
