import { cloudSqlInstance, rdsPlace } from '../../../runner/hosts/environment';

const RDS = {
  KURA_HOST: 'order.rds.amazonaws.com',
  KURA_PORT: '5432',
  KURA_REGION: 'ap-northeast-1',
  KURA_INSTANCE: 'suzumina-prod-order',
  KURA_STACK: 'prod-aws-order',
};

it('is what Terraform sets of an RDS', () => {
  expect(rdsPlace({ ...RDS, PATH: '/bin' })).toEqual({
    stack: 'prod-aws-order',
    instance: {
      host: 'order.rds.amazonaws.com',
      port: 5432,
      region: 'ap-northeast-1',
      identifier: 'suzumina-prod-order',
    },
  });
});

it('is what Terraform sets of a Cloud SQL', () => {
  expect(cloudSqlInstance({ KURA_INSTANCE: 'suzumina:asia-northeast1:order' })).toEqual({
    project: 'suzumina',
    region: 'asia-northeast1',
    name: 'order',
  });
  // A project of a domain has a colon itself.
  expect(cloudSqlInstance({ KURA_INSTANCE: 'example.com:p:r:i' }).project).toBe('example.com:p');
});

it.each([
  [{}, 'KURA_HOST must be set, KURA_PORT must be set, KURA_REGION must be set'],
  [{ ...RDS, KURA_HOST: '' }, 'KURA_HOST must be set'],
  [{ ...RDS, KURA_PORT: 'x' }, 'KURA_PORT must be a port'],
  [{ ...RDS, KURA_STACK: undefined }, 'KURA_STACK must be set'],
])('is refused where it is another', (environment, message) => {
  expect(() => rdsPlace(environment)).toThrow(message);
});

it('is refused where an instance is no connection name', () => {
  expect(() => cloudSqlInstance({ KURA_INSTANCE: 'order' })).toThrow(
    'KURA_INSTANCE must be project:region:instance',
  );
});
