import { declaredText } from '../../stacks/declared';
import { DEPLOYMENT } from '../support/deployment';

test.each([
  ['a deployment of every shape', DEPLOYMENT],
  ['one without instances', { ...DEPLOYMENT, foundations: [], instances: [] }],
])('%s is written as JSON in one piece would be', (_, deployment) => {
  expect([...declaredText(deployment)].join('')).toBe(`${JSON.stringify(deployment, null, 2)}\n`);
});
