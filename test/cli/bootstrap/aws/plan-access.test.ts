import { HERE, arnIn } from '../../../support/aws-request';
import { PROD, SHIPPED, planOf, statementsOf } from '../../../support/bootstrap-plan';
import { isAllowed } from '../../../support/iam-evaluator';

describe('the plan role', () => {
  const plan = planOf(SHIPPED, 'prod');
  const statements = statementsOf(plan, PROD, 'kura-plan');

  test('reads, and writes nothing', () => {
    const actions = statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action);
    expect(
      actions.filter((action) => !/^[a-z0-9]+:(?:Describe|Get|List)/.test(action)).sort(),
    ).toEqual(['kms:Decrypt', 'kms:Decrypt', 'sts:AssumeRole']);
    expect(actions).toContain('secretsmanager:GetRandomPassword');
  });

  test('reads all that the deploy role reads of a resource', () => {
    const reading = /^(?!s3)[a-z0-9]+:(?:Describe|Get|List)/;
    const actionsOf = (role: string): string[] =>
      statementsOf(plan, PROD, role)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action)
        .filter((action) => reading.test(action));
    expect(actionsOf('kura-plan')).toEqual(
      actionsOf('kura-deploy').filter((action) => reading.test(action)),
    );
  });

  test('decrypts state and what runners are given, and never sees a secret', () => {
    const key = arnIn(PROD)('kms', 'key/1');
    expect(isAllowed(statements, { action: 'kms:Decrypt', arn: key, says: HERE })).toBe(false);
    const via = (service: string) => ({
      action: 'kms:Decrypt',
      arn: key,
      says: {
        ...HERE,
        'kms:CallerAccount': PROD,
        'kms:ViaService': `${service}.ap-northeast-1.amazonaws.com`,
      },
    });
    expect(
      ['lambda', 'scheduler', 'secretsmanager', 'rds'].filter((service) =>
        isAllowed(statements, via(service)),
      ),
    ).toEqual(['lambda', 'scheduler']);
    const secret = arnIn(PROD)('secretsmanager', 'secret:suzumina-prod/order/x-AbCdEf');
    expect(
      isAllowed(statements, { action: 'secretsmanager:GetSecretValue', arn: secret, says: HERE }),
    ).toBe(false);
    expect(
      isAllowed(
        [...statements, { Sid: 'Admin', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
        {
          action: 'secretsmanager:GetSecretValue',
          arn: secret,
        },
      ),
    ).toBe(false);
  });
});
