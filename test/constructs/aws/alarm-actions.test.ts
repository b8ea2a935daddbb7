import { alarmActions } from '../../../constructs/aws/alarm-actions';

const NOBODY = { emails: [], existing: [] };
const own = (severity: string): string => `arn:${severity}`;

test('an alarm acts on the network’s own topic, and on those that exist already', () => {
  const told = {
    warning: { emails: ['dba@acme.example'], existing: [] },
    critical: { emails: ['dba@acme.example'], existing: ['arn:chat', 'arn:pager'] },
  };
  expect(alarmActions(told, own)).toEqual({
    warning: ['arn:warning'],
    critical: ['arn:critical', 'arn:chat', 'arn:pager'],
  });
});

test('one that nobody is told of acts on nothing', () => {
  expect(alarmActions({ warning: NOBODY, critical: NOBODY }, own)).toEqual({
    warning: [],
    critical: [],
  });
});

test('it acts on five topics at most', () => {
  const critical = { emails: [], existing: ['arn:1', 'arn:2', 'arn:3', 'arn:4'] };
  expect(alarmActions({ warning: NOBODY, critical }, own).critical).toHaveLength(5);
  const more = { emails: [], existing: [...critical.existing, 'arn:5'] };
  expect(() => alarmActions({ warning: NOBODY, critical: more }, own)).toThrow(
    'critical: an alarm acts on 5 topics at most, got 6: its own and arn:1, arn:2, arn:3, arn:4, arn:5',
  );
});
