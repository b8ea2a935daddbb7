import { ENGINE_FACTS } from '../tables/engines';
import type { AlertGroup } from './alert-groups';
import type { AlertHome } from './alert-home';
import type { AlertCondition } from './google-conditions';
import { thresholdText } from './threshold-text';

/** What people read of a policy. `${…}` is Cloud Monitoring’s, which writes the incident’s own there. */
export interface PolicyText {
  readonly displayName: string;
  readonly subject: string;
  /** Markdown. */
  readonly content: string;
}

/** More reasons than these are those of as many services: they are in the estate. */
const MOST_REASONS = 3;

/** @param conditions those of the policy: they say which label names what rings */
export function policyText(
  home: AlertHome,
  group: AlertGroup,
  conditions: readonly AlertCondition[],
): PolicyText {
  const { alert, severity } = group;
  const subject = subjectOf(home, conditions);
  const steps = alert.first.map((step, i) => `${String(i + 1)}. ${filled(step, home, subject)}`);
  return {
    displayName: `${home.name}: ${alert.title}${engineText(group)} (${severity}, ${thresholdOf(group)})`,
    subject: `${severity}: ${alert.title}: ${subject}`,
    content: [
      `**${subject}: ${alert.title}.** ${capital(severity)} ${thresholdOf(group)}${timeOf(group, conditions)}: ${reasonsOf(group)}.`,
      ...(group.tellsSilence ? ['That nothing is heard of it rings, too.'] : []),
      ...steps,
      ...(alert.first.some((step) => /\{(?:service|instance)\}/.test(step))
        ? [whichService(home)]
        : []),
    ].join('\n\n'),
  };
}

/** Of an alert that each engine has by a metric of its own. */
const engineText = ({ engine }: AlertGroup): string =>
  engine === null ? '' : ` on ${ENGINE_FACTS[engine].name}`;

/** "Annotate notifications with user-defined documentation" (Cloud Monitoring, read 2026-11); of PromQL either kind of label. */
function subjectOf({ name }: AlertHome, [condition]: readonly AlertCondition[]): string {
  switch (condition?.kind) {
    case 'threshold':
      return `\${resource.label.${condition.by}}`;
    case 'promql':
      return `\${metric_or_resource.label.${condition.by}}`;
    case 'log':
      return `\${log.extracted_label.${Object.keys(condition.labels)[0] ?? ''}}`;
    case undefined:
      return name;
  }
}

function thresholdOf({ alert: { side, unit }, thresholds }: AlertGroup): string {
  const texts = thresholds.toSorted((a, b) => a - b).map((each) => thresholdText(unit, each));
  const [first = ''] = texts;
  return `${side} ${texts.length > 2 ? `${first} to ${texts.at(-1) ?? ''}` : texts.join(' or ')}`;
}

/** What is wrong, from its own threshold on; of a share of several disks also how much that is. */
export function conditionName(group: AlertGroup): string {
  const { alert, value, signal } = group;
  const scaled = signal.kind === 'metric' && signal.scale !== undefined && value > 1024 ** 2;
  const much = scaled ? `, ${thresholdText('bytes', value)}` : '';
  return `${alert.title}, ${thresholdOf(group)}${much}`;
}

/** What is counted is so within a time; what is measured holds for one. */
function timeOf({ minutes }: AlertGroup, [condition]: readonly AlertCondition[]): string {
  if (minutes === 0 || !condition || condition.kind === 'log') return '';
  return ` ${condition.duration === 0 ? 'within' : 'for'} ${String(minutes)} minutes`;
}

function reasonsOf({ reasons }: AlertGroup): string {
  const [said, more] = [reasons.slice(0, MOST_REASONS), reasons.length - MOST_REASONS];
  return said.join('; ') + (more > 0 ? `; and ${String(more)} more like these` : '');
}

const filled = (step: string, { environment }: AlertHome, subject: string): string =>
  step
    .replaceAll('{database}', subject)
    .replaceAll('{service}', `${environment}/SERVICE`)
    .replaceAll('{instance}', `${environment}/ID`);

/** One policy is of many databases, and of a name a notification shows the whole. */
function whichService({ environment, name, everything }: AlertHome): string {
  return everything
    ? `SERVICE is one that the database holds: ${name}-ID, its readers and what is restored beside it are the instance ${environment}/ID, and \`npx kura list\` says whose it is.`
    : `SERVICE is one that ${name} holds, ID the instance: \`npx kura list\` says which.`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
