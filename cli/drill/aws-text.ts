import type { DrillCall } from '../../model/recovery/drill-order';
import { invocationText } from '../aws-function';
import { assign, prose } from '../connect/block';
import { shellWord } from '../bootstrap/shell';
import type { AwsDrillRun } from './on-aws';

const FILE = 'drill.json';
/** No cloud has a name with a colon in front. */
const [GROUP, PHASE] = [':group:', ':phase:'];

/** A drill by hand: the calls that the schedules make. */
export function drillText({ runner, group, order }: AwsDrillRun): string[] {
  const call = { drill: order(GROUP), phase: PHASE } satisfies Record<keyof DrillCall, unknown>;
  return [
    ...assign(
      'group',
      `aws ec2 describe-security-groups --region ${runner.region}`,
      `--filters ${shellWord(`Name=group-name,Values=${group}`)}`,
      `--query 'SecurityGroups[].GroupId' --output text`,
    ),
    'call() {',
    `  sed "s/${GROUP}/$group/; s/${PHASE}/$1/" > ${FILE} <<'END_OF_ORDER'`,
    JSON.stringify(call),
    'END_OF_ORDER',
    ...invocationText(runner, FILE).map((line) => `  ${line}`),
    '}',
    ...prose('The copy is made.'),
    'call start',
    ...prose(
      'Every few minutes, until its step is remove: it says then what it showed, and the next call removes the copy.',
    ),
    'call continue',
    ...prose('In place of that, to remove the copy without an answer. The alarm rings.'),
    '# call end',
  ];
}
