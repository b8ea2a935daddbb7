import type { Outcome, Result } from '../../../runner/result';
import { isWell, sayResult } from '../../../runner/hosts/say-result';

const RESULT: Result = {
  ...{ format: 1, stack: 'prod-aws-order', outcome: 'converged' },
  ...{ plan: [], applied: 0, waiting: [], kept: [], findings: [], withheld: [], problems: [] },
};

it.each<[Outcome, boolean]>([
  ['converged', true],
  ['waiting', true],
  ['findings', false],
  ['refused', false],
  ['failed', false],
])('%s ends well: %s', (outcome, well) => {
  expect(isWell({ outcome })).toBe(well);
});

it('says what somebody has to look at', () => {
  const text = sayResult({
    ...RESULT,
    outcome: 'findings',
    findings: [
      { kind: 'beyond', where: 'order_db', who: 'PUBLIC', what: 'SELECT on table app.orders' },
      { kind: 'short', where: 'the server', who: 'order_api', what: 'a connection limit of 5' },
    ],
  });
  expect(text.split('\n')).toEqual([
    'prod-aws-order: something is not as declared that the runner does not change.',
    'order_db: PUBLIC has, beyond what is declared, SELECT on table app.orders.',
    'the server: order_api lacks a connection limit of 5.',
  ]);
});

it('says what somebody has to mend', () => {
  const problem = { place: 'x', required: 'y must be z', got: '"w"', cure: 'Do it.' };
  expect(sayResult({ ...RESULT, outcome: 'refused', problems: [problem] })).toBe(
    'prod-aws-order: nothing was done.\nx: y must be z, got "w". Do it.',
  );
});
