import type { Decision } from '../../model/decision';
import type { Instance } from '../../model/deployment/deployment';
import { demands } from '../../model/recovery/choose-mechanisms';
import type { Bound } from '../../model/recovery/mechanisms';
import { FAILURES, type Failure } from '../../model/recovery/objectives';
import type { Drill, Recovery } from '../../model/recovery/recovery';
import type { RestoreSource } from '../../model/recovery/restore';
import { demandText } from '../../model/recovery/say-recovery';
import { formatDuration } from '../../model/values/duration';
import type { Row } from '../table';
import { section } from './named-lines';

const LOSSES: Readonly<Record<Failure, string>> = {
  mistake: 'a mistake',
  zone: 'a lost zone',
  region: 'a lost region',
};

/**
 * After each failure what is demanded, what meets it, and how firmly that is known; what is there for it; which instance serves, and
 * what stands beside it; what the cloud changes by itself.
 */
export function recoveryLines(instance: Instance): string[] {
  const { active, recovery, leftAlone } = instance;
  return [
    ...section(
      'recovery',
      FAILURES.map((failure) => failureRow(failure, recovery, active.value)),
    ),
    ...section('mechanisms', mechanismRows(recovery)),
    ...section('standing', standingRows(instance)),
    ...section(
      'left alone',
      Object.entries(leftAlone).map(([argument, decision]) => decisionRow(argument, decision)),
    ),
  ];
}

function failureRow(
  failure: Failure,
  { objectives, evidence, drills }: Recovery,
  active: string,
): Row {
  const { value, reason, place } = objectives[failure];
  const met = evidence[failure];
  const demanded = `demanded: ${demandText(value)}\n${reason} [${place}]`;
  if (!met) {
    const nothing =
      active === 'primary'
        ? 'nothing would bring it back'
        : `nothing meets it while ${active} serves: what is kept elsewhere follows the primary`;
    return { cells: [LOSSES[failure], `${demanded}\n${nothing}`] };
  }
  const drilled = drills.some(({ mechanism }) => mechanism === met.mechanism);
  return {
    cells: [
      LOSSES[failure],
      [
        demanded,
        `${met.mechanism} ${demands(value) ? 'meets it' : 'helps all the same'}`,
        boundText('RPO', met.rpo, value.rpo !== null, drilled),
        boundText('RTO', met.rto, value.rto !== null, drilled),
      ].join('\n'),
    ],
  };
}

/** Where something is demanded, an assumption counts only while a drill tries it. */
function boundText(
  name: string,
  { milliseconds, firmness, source }: Bound,
  counts: boolean,
  drilled: boolean,
): string {
  const words = [
    firmness,
    ...(firmness === 'published' ? [] : [drilled ? 'drilled' : 'not drilled']),
    ...(counts ? [] : ['not demanded']),
  ];
  return `${name} ${formatDuration(milliseconds)} (${words.join(', ')}): ${source}`;
}

function mechanismRows({ mechanisms, drills }: Recovery): readonly Row[] {
  return mechanisms.map(({ value, reason, place }) => {
    const drill = drills.find(({ mechanism }) => mechanism === value);
    return {
      cells: [value, [`${reason} [${place}]`, ...(drill ? [drillText(drill)] : [])].join('\n')],
    };
  });
}

const drillText = ({ region, rpo, rto }: Drill): string =>
  `drilled every month in the ${region} region; an alarm where that fails or shows more than ${demandText({ rpo, rto })}`;

/** Whether it serves, what is restored beside it, and what is approved. */
function standingRows(instance: Instance): readonly Row[] {
  const { lifecycle, active, restores, breakGlass } = instance;
  return [
    decisionRow('state', lifecycle),
    decisionRow('active', active),
    ...(instance.cloud === 'google' && instance.recoveryHome
      ? [decisionRow('drReplica', instance.recoveryHome.drReplica)]
      : []),
    ...restores.map(({ name, identifier, source }) => ({
      cells: [
        `restoreFrom ${name}`,
        `${identifier}\nfrom ${sourceText(source.value)} [${source.place}]`,
      ],
    })),
    ...breakGlass.map(({ protection, of, reason, approver, expires, place }) => ({
      cells: [
        'breakGlass',
        `${protection} of ${of ?? 'all of it'}, until ${expires}\n${reason}; approved by ${approver} [${place}]`,
      ],
    })),
  ];
}

const decisionRow = (name: string, { value, reason, place }: Decision<string>): Row => ({
  cells: [name, `${value}\n${reason} [${place}]`],
});

function sourceText(source: RestoreSource): string {
  switch (source.from) {
    case 'time':
      return `the state of ${source.of} at ${source.time}`;
    case 'snapshot':
      return `snapshot ${source.snapshot}`;
    case 'replicated-backup':
      return `the replicated backups of ${source.of}${source.time === null ? ', the latest' : ` at ${source.time}`}`;
  }
}
