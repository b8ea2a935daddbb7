import { RunnerAccount } from '../../../constructs/google/runner-account';
import { addressesOf, resource, googleSynthOf } from '../../support/synth';

const ID = 'core_db_acme_prod_core_db_runner';
const EMAIL = 'acme-prod-core-db-runner@acme-prod-1.iam.gserviceaccount.com';
const accountOf = (engine: 'postgres' | 'mysql') =>
  googleSynthOf((stack) => {
    new RunnerAccount(
      stack,
      'runner-account',
      {
        address: 'core-db',
        engine,
        project: 'acme-prod-1',
        identifier: 'acme-prod-core-db',
        accountId: 'acme-prod-core-db-runner',
        login:
          engine === 'postgres'
            ? 'acme-prod-core-db-runner@acme-prod-1.iam'
            : 'acme-prod-core-db-runner',
        administers: 'projects/acme-prod-1/roles/kura_prod_runner',
      },
      { instance: { name: 'acme-prod-core-db' } },
    );
  });

test('a runner works as an account of its own, which has a user without a password', () => {
  const config = accountOf('postgres');
  expect(addressesOf(config)).toEqual([
    `google_project_iam_member.${ID}_administers`,
    `google_project_iam_member.${ID}_client`,
    `google_project_iam_member.${ID}_instanceUser`,
    'google_service_account.core_db_runner',
    `google_sql_user.${ID}`,
  ]);
  expect(resource(config, 'google_sql_user', ID)).toEqual({
    project: 'acme-prod-1',
    instance: 'acme-prod-core-db',
    name: 'acme-prod-core-db-runner@acme-prod-1.iam',
    type: 'CLOUD_IAM_SERVICE_ACCOUNT',
    deletion_policy: 'ABANDON',
    depends_on: ['google_service_account.core_db_runner'],
  });
});

test('on MySQL its user is the whole address, and goes with it', () => {
  const user = resource(accountOf('mysql'), 'google_sql_user', ID);
  expect(user.name).toBe(EMAIL);
  expect(user).not.toHaveProperty('deletion_policy');
});

test('it reaches and logs in to its instance alone; what makes it administrator has no condition', () => {
  const config = accountOf('postgres');
  for (const role of ['client', 'instanceUser']) {
    const member = resource(config, 'google_project_iam_member', `${ID}_${role}`);
    expect(member).toMatchObject({ member: `serviceAccount:${EMAIL}` });
    expect(JSON.stringify(member.condition)).toContain('instances/acme-prod-core-db');
  }
  expect(resource(config, 'google_project_iam_member', `${ID}_administers`)).toEqual({
    project: 'acme-prod-1',
    role: 'projects/acme-prod-1/roles/kura_prod_runner',
    member: `serviceAccount:${EMAIL}`,
    depends_on: ['google_service_account.core_db_runner'],
  });
});
