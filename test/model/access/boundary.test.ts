import { boundaryArn, boundaryName } from '../../../model/access/boundary';

describe('the boundary of an environment’s roles', () => {
  test.each([
    [
      'arn:aws:iam::333333333333:role/kura-deploy',
      'prod',
      'arn:aws:iam::333333333333:policy/kura-bootstrap/kura-deploy-prod-boundary',
    ],
    [
      'arn:aws:iam::444444444444:role/teams/db-deploy',
      'dev',
      'arn:aws:iam::444444444444:policy/kura-bootstrap/db-deploy-dev-boundary',
    ],
  ])('of %s in %s is %s', (deployRoleArn, environment, arn) => {
    expect(boundaryArn(deployRoleArn, environment)).toBe(arn);
  });

  test('has a name that IAM takes, of the longest role and environment', () => {
    const role = `arn:aws:iam::333333333333:role/${'d'.repeat(64)}`;
    expect(boundaryName(role, 'e'.repeat(20)).length).toBeLessThanOrEqual(128);
  });
});
