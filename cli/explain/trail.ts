import type { Decision } from '../../model/decision';
import type { Foundation } from '../../model/deployment/deployment';
import type { Row } from '../table';
import { section } from './named-lines';

/** What keeps the trail of a service’s environment: where, for how long, and who alone may change that. */
export function trailLines({ cloud, audit, environment }: Foundation): string[] {
  const { primary, recovery, lock, keepDays } = audit;
  const { region } = primary.target;
  const home =
    'account' in primary.target
      ? `account ${primary.target.account}`
      : `project ${primary.target.project}`;
  const regions = [region, ...(recovery ? [recovery.target.region] : [])].join(' and ');
  const rows: Row[] = [
    {
      cells: [
        'kept in',
        `${primary.name}, ${home}, in ${regions}\nmade by ${makerOf(primary.target)}, which no ${cloud === 'aws' ? 'deploy role takes' : 'deploy account acts as'} [environment ${environment}]`,
      ],
    },
    decided('lock', lock, lock.value),
    decided('kept for', keepDays, `${String(keepDays.value)} days`),
    ...('trail' in audit
      ? [
          decided(
            'calls of accounts',
            audit.trail,
            audit.trail.value === 'made' ? 'a trail in each' : audit.trail.value,
          ),
        ]
      : []),
  ];
  return section('audit trail', rows);
}

const makerOf = (target: Foundation['audit']['primary']['target']): string =>
  'account' in target ? target.deployRoleArn : target.deployServiceAccount;

const decided = (name: string, { reason, place }: Decision<unknown>, text: string): Row => ({
  cells: [name, `${text}\n${reason} [${place}]`],
});
