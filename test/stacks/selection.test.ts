import { selectStacks } from '../../stacks/selection';
import { stackNames } from '../../stacks/build';
import { DEPLOYMENT } from '../support/deployment';

const NAMES = stackNames(DEPLOYMENT);

test.each([
  ['prod-aws-payment', ['prod-aws-payment']],
  ['dev-aws-*', ['dev-aws-audit', 'dev-aws-foundation', 'dev-aws-shared-postgres']],
  ['dev-google-*', ['dev-google-audit', 'dev-google-foundation', 'dev-google-shared-postgres']],
  ['prod-aws-ledger, *-catalog', ['prod-aws-catalog', 'prod-aws-ledger', 'prod-google-catalog']],
  ['*', NAMES],
])('%s selects %j', (text, selected) => {
  const choice = selectStacks(DEPLOYMENT, text, '--only');
  expect(choice.ok && NAMES.filter(choice.value)).toEqual(selected);
});

const refusal = (got: string, cure: string) => ({
  place: '--only',
  required: `a stack of this deployment is required (${NAMES.join(', ')})`,
  got: JSON.stringify(got),
  cure,
});
const USAGE = 'Name stacks with commas between them; * stands for any text.';

test.each([
  ['prod', USAGE],
  ['', USAGE],
  [',', USAGE],
  ['x*', USAGE],
  ['prod-aws-payment2', 'Did you mean "prod-aws-payment"?'],
  ['.*-aws-payment', 'Did you mean "prod-aws-payment"?'],
])('%j, which selects nothing, is refused with the names there are', (text, cure) => {
  expect(selectStacks(DEPLOYMENT, text, '--only')).toEqual({
    ok: false,
    problems: [refusal(text, cure)],
  });
});

test('each name that selects nothing is refused, whatever the others select', () => {
  const text = 'prod-aws-payment,nonsense, prod-aws-catalgo,nonsense';
  expect(selectStacks(DEPLOYMENT, text, '--only')).toEqual({
    ok: false,
    problems: [
      refusal('nonsense', USAGE),
      refusal('prod-aws-catalgo', 'Did you mean "prod-aws-catalog"?'),
    ],
  });
});

test('several texts select together, and each must select something', () => {
  const choice = selectStacks(DEPLOYMENT, ['prod-aws-payment', '*aws-catalog'], '--only');
  expect(choice.ok && NAMES.filter(choice.value)).toEqual(['prod-aws-catalog', 'prod-aws-payment']);
  expect(selectStacks(DEPLOYMENT, ['prod-aws-payment', ''], '--only')).toEqual({
    ok: false,
    problems: [refusal('', USAGE)],
  });
});

test('a deployment without stacks says so', () => {
  const none = { ...DEPLOYMENT, foundations: [], instances: [] };
  expect(selectStacks(none, 'x', '--only')).toMatchObject({
    problems: [{ required: 'a stack of this deployment is required (it has none)' }],
  });
});
