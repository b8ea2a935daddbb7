import { sayProblem } from '../../../model/problem';
import { isDrillCall, readCall } from '../../../runner/drill/read-order';
import { awsOrder, googleOrder, REPLICA } from './orders';

const said = (drill: unknown, phase = 'start'): string => {
  const read = readCall({ drill, phase });
  return 'problems' in read ? read.problems.map(sayProblem).join('\n') : 'read';
};

it('takes an order of each cloud and mechanism', () => {
  const call = { drill: awsOrder(), phase: 'continue' };
  expect(readCall(call)).toEqual({ call });
  for (const mechanism of ['point-in-time-recovery', 'recovery-replica'] as const)
    expect(said(awsOrder({ mechanism }))).toBe('read');
  expect(said(googleOrder())).toBe('read');
  expect(said(googleOrder({ mechanism: 'recovery-replica', copy: REPLICA }))).toBe('read');
});

it.each<[string, unknown, string]>([
  [
    'a target that is no drill’s',
    awsOrder({ target: 'suzumina-prod-order' }),
    'the drill’s call.drill.target: must be right (its name ends with -drill), got "suzumina-prod-order".',
  ],
  [
    'a target that is its own source',
    awsOrder({ mechanism: 'point-in-time-recovery', source: 'order-drill', target: 'order-drill' }),
    'it is never what it is a copy of',
  ],
  [
    'a service’s instance of a drill’s name',
    awsOrder({ instance: 'order-drill', target: 'order-drill' }),
    'it is never what it is a copy of',
  ],
  ['another version’s key', { ...awsOrder(), more: 1 }, 'must be right'],
  ['a line in a name', googleOrder({ region: 'a\nb' }), 'no control characters'],
  ['less time than it may take', awsOrder({ longest: 60 }), 'no less than the rto'],
  [
    'no group of its own',
    awsOrder({ copy: { ...awsOrder().copy, securityGroups: [] } }),
    'copy.sec',
  ],
  [
    'backups that Cloud SQL does not have',
    { ...googleOrder(), mechanism: 'replicated-backups' },
    'mechanism',
  ],
  [
    'a replica with nothing to make it with',
    googleOrder({ mechanism: 'recovery-replica' }),
    'drill.copy',
  ],
  ['a clone that would be made anew', googleOrder({ copy: REPLICA }), 'drill.copy'],
])('refuses %s', (_case, drill, expected) => {
  expect(said(drill)).toContain(expected);
});

it('refuses a phase that it does not know', () => {
  expect(said(awsOrder(), 'again')).toContain('the drill’s call.phase: must be right');
});

it('tells a call from a declared state', () => {
  expect(isDrillCall({ drill: null })).toBe(true);
  for (const other of [{ format: 1, stack: 'x' }, null, 'drill', undefined])
    expect(isDrillCall(other)).toBe(false);
});
