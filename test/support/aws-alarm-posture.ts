import { named, text, type Body, type Configuration } from './posture-words';

/** Alarms of an instance: one line for what is alike of several databases, and each page with what it is rung by. */
export function alarmFacts(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  const databases = all('aws_db_instance')
    .map(([, body]) => text(body.identifier))
    .sort((a, b) => b.length - a.length);
  const rung = all('aws_cloudwatch_composite_alarm').map(([, body]) => ({
    name: text(body.alarm_name),
    rule: text(body.alarm_rule),
    to: text(body.alarm_actions),
  }));
  const alike = new Map<string, string[]>();
  for (const [address, body] of all('aws_cloudwatch_metric_alarm')) {
    const name = text(body.alarm_name);
    const database = databases.find((each) => name.startsWith(`${each}-`)) ?? '';
    const page = rung.find(({ rule }) => rule.includes(`aws_cloudwatch_metric_alarm.${address}.`));
    const to = page ? `by ${page.name}` : `to ${text(body.alarm_actions)}`;
    const what = database === '' ? name : name.slice(database.length + 1);
    const line = `alarm ${what} ${SIGNS[text(body.comparison_operator)] ?? '?'} ${text(body.threshold)} ${to}`;
    alike.set(line, [...(alike.get(line) ?? []), ...(database === '' ? [] : [database])]);
  }
  return [
    ...[...alike].map(([line, of]) => (of.length === 0 ? line : `${line}, of ${of.join(', ')}`)),
    ...rung.map(({ name, to }) => `page ${name} to ${to}`),
  ];
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};
