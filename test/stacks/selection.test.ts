import { selectStacks } from '../../stacks/selection';
import { stackNames } from '../../stacks/build';
import { DEPLOYMENT } from '../support/deployment';

const NAMES = stackNames(DEPLOYMENT);

test.each([
  ['prod-aws-payment', ['prod-aws-payment']],
  ['dev-*', ['dev-aws-foundation', 'dev-aws-shared-postgres']],
  ['prod-aws-ledger, *-catalog', ['prod-aws-catalog', 'prod-aws-ledger']],
  ['*', NAMES],
])('%s selects %j', (text, selected) => {
  const choice = selectStacks(DEPLOYMENT, text, '--only');
  expect(choice.ok && NAMES.filter(choice.value)).toEqual(selected);
});

test.each(['prod', 'prod-aws-payment2', '', '.*-aws-payment', ','])(
  '%j, which selects nothing, is refused with the names there are',
  (text) => {
    expect(selectStacks(DEPLOYMENT, text, '--only')).toEqual({
      ok: false,
      problems: [
        {
          place: '--only',
          required: `a stack of this deployment is required (${NAMES.join(', ')})`,
          got: JSON.stringify(text),
          cure: 'Name stacks with commas between them; * stands for any text.',
        },
      ],
    });
  },
);
