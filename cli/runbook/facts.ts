import type { Drill } from '../../model/recovery/recovery';
import { demands } from '../../model/recovery/choose-mechanisms';
import { FAILURES, type Failure } from '../../model/recovery/objectives';
import { demandText } from '../../model/recovery/say-recovery';
import type { Bound } from '../../model/recovery/mechanisms';
import { ENGINE_FACTS } from '../../model/tables/engines';
import { formatDuration } from '../../model/values/duration';
import type { Section } from './document';
import { companions, servingNow, type Subject } from './subject';

export const LOSSES: Readonly<Record<Failure, string>> = {
  mistake: 'a mistake',
  zone: 'a lost zone',
  region: 'a lost region',
};

/** What the page is of, and who answers for it. */
export function introduction(subject: Subject): readonly string[] {
  const { instance, service, estate } = subject;
  const { environment, engine, decisions, lifecycle } = instance;
  const version = `${ENGINE_FACTS[engine].name} ${decisions.engineVersion.value}`;
  const others = companions(subject).map((each) => `${each.service} (${each.owner})`);
  return [
    `Owner: ${service.owner}. Database ${service.database.value} of ${version} on ${servingNow(subject).identifier}.${others.length > 0 ? ` On the same instance: ${others.join(', ')}.` : ''}${lifecycle.value === 'serving' ? '' : ` It is ${lifecycle.value}.`}`,
    `Written by \`npx kura runbook ${environment}/${service.service}\` from the estate in ${estate}: write it anew after every change, and keep it where the loss of a region does not reach. Figures are bounds: published ones are the vendor’s words and no promise, assumed ones are tried by a drill every month, measured ones are a drill’s.`,
  ];
}

/** What is demanded after each failure and what meets it. */
export function objectivesSection(subject: Subject): Section {
  return {
    title: 'What is demanded, and what meets it',
    table: {
      columns: ['after', 'demanded', 'met by'],
      rows: FAILURES.map((failure) => rowOf(failure, subject)),
    },
    after: drillTexts(subject.instance.recovery.drills),
  };
}

function rowOf(failure: Failure, subject: Subject): readonly string[] {
  const { active, recovery } = subject.instance;
  const { objectives, evidence } = recovery;
  const { value } = objectives[failure];
  const met = evidence[failure];
  return [
    LOSSES[failure],
    demands(value) ? demandText(value) : 'nothing',
    met
      ? `${met.mechanism}: ${boundText(met.rpo)} lost at most, back within ${boundText(met.rto)}`
      : demands(value) && active.value !== 'primary'
        ? `nothing, while ${servingNow(subject).identifier} serves`
        : 'nothing',
  ];
}

const boundText = ({ milliseconds, firmness }: Bound): string =>
  `${formatDuration(milliseconds)} (${firmness})`;

function drillTexts(drills: readonly Drill[]): readonly string[] {
  return drills.length === 0
    ? ['Nothing of it is rehearsed.']
    : [
        `Rehearsed by itself every month, with an alarm where it fails or shows more: ${drills.map(({ mechanism, rpo, rto }) => `${mechanism} (${demandText({ rpo, rto })})`).join('; ')}.`,
      ];
}

/** The exact names that are needed at night. */
export function namesSection(subject: Subject): Section {
  const { instance, shared } = subject;
  const { recoveryHome: home, ownNetwork } = instance;
  const { identifier, region, stack, readers, client } = servingNow(subject);
  const place =
    instance.cloud === 'aws'
      ? `account ${instance.target.account}`
      : `project ${instance.target.project}`;
  return {
    title: 'Names',
    table: {
      columns: ['what', 'name'],
      rows: [
        [
          'place',
          `${place}, ${instance.target.region}${home ? `; recovery in ${home.target.region}` : ''}`,
        ],
        ['serves', `${identifier} in ${region}, ${String(readers)} readers`],
        ['stack that serves', stack],
        ['its clients’ group or tag', `${client}-clients`],
        ['primary', `${instance.identifier}, of stack ${instance.stack}`],
        ...(ownNetwork ? [] : [['shared stack', shared.primary]]),
        ...(home ? [['in the recovery region', `${home.identifier}, of stack ${home.stack}`]] : []),
        ...(home && !ownNetwork && shared.recovery
          ? [['shared stack there', shared.recovery]]
          : []),
        ...instance.restores.map(({ name, identifier: restored }) => [
          `restored as ${name}`,
          restored,
        ]),
      ],
    },
  };
}
