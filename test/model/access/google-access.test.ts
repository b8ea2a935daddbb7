import fc from 'fast-check';
import { googleIdentities } from '../../../model/access/google-identities';
import { readIdentity } from '../../../model/access/identity';
import { deploymentSchema } from '../../../model/deployment/deployment-schema';
import {
  awsInstanceOf,
  deploymentOf,
  GOOGLE_ESTATE,
  googleAs,
  googleEstate,
  googleInstanceOf,
  orderWith,
  resolveFiles,
  webWith,
} from '../../support/estate-folder';

const WEB = 'prod-google-web';

test.each([
  ['serviceAccount:suzumina-web', 'postgres', 'iam', 'suzumina-web@acme-prod.iam'],
  ['serviceAccount:suzumina-web', 'mysql', 'iam', 'suzumina-web'],
  ['serviceAccount:suzumina-web', 'postgres', 'secret', 'suzumina_web'],
  ['serviceAccount:suzumina-web', 'mysql', 'secret', 'suzumina_web'],
  [
    'serviceAccount:web-api@acme-dev.iam.gserviceaccount.com',
    'postgres',
    'iam',
    'web-api@acme-dev.iam',
  ],
  ['serviceAccount:web-api@acme-dev.iam.gserviceaccount.com', 'mysql', 'iam', 'web-api'],
  [
    'serviceAccount:123456789012-compute@developer.gserviceaccount.com',
    'postgres',
    'iam',
    '123456789012-compute@developer',
  ],
  ['user:mika@acme.example', 'postgres', 'iam', 'mika@acme.example'],
  ['user:mika@acme.example', 'mysql', 'iam', 'mika'],
  ['user:mika.sato+db@acme.example', 'mysql', 'secret', 'mika_sato_db'],
  ['group:dba@acme.example', 'postgres', 'iam', 'dba@acme.example'],
] as const)('%s logs in to %s via %s as %s', (text, engine, via, login) => {
  const identity = readIdentity(text);
  expect(
    identity &&
      googleIdentities({ project: 'acme-prod', identifier: 'acme-prod-core' }).loginOf(
        identity,
        engine,
        via,
      ),
  ).toBe(login);
});

test('access names the member, its login and its way in', () => {
  const { services } = googleInstanceOf(
    webWith(`  - { identity: 'serviceAccount:web-export', role: reader, via: secret }
  - { identity: 'group:dba@acme.example', role: auditor }
  - { identity: 'user:mika@acme.example', role: owner, attach: false }`),
    WEB,
  );
  expect(services[0]?.access).toEqual([
    {
      identity: 'serviceAccount:web-api@acme-prod.iam.gserviceaccount.com',
      role: 'writer',
      via: 'iam',
      login: 'web-api@acme-prod.iam',
      attach: true,
      reason: 'a short-lived IAM token',
      place: 'services/web.yaml:6:7',
    },
    {
      identity: 'serviceAccount:web-export@acme-prod.iam.gserviceaccount.com',
      role: 'reader',
      via: 'secret',
      secret: 'acme-prod-web-web_export',
      login: 'web_export',
      attach: false,
      reason: 'a rotated password, read by exactly its readers',
      place: 'services/web.yaml:7:7',
    },
    {
      identity: 'group:dba@acme.example',
      role: 'auditor',
      via: 'iam',
      login: 'dba@acme.example',
      attach: true,
      reason: 'a short-lived IAM token',
      place: 'services/web.yaml:8:7',
    },
    {
      identity: 'user:mika@acme.example',
      role: 'owner',
      via: 'iam',
      login: 'mika@acme.example',
      attach: false,
      reason: 'a short-lived IAM token',
      place: 'services/web.yaml:9:7',
    },
  ]);
});

test('passwords are checked where somebody has one', () => {
  expect(googleInstanceOf(GOOGLE_ESTATE, WEB).decisions.passwordPolicy).toEqual({
    value: 'none',
    reason: 'nobody logs in by password',
    place: 'security table',
  });
  const secret = googleAs('service', 'writer }', 'writer, via: secret }');
  expect(googleInstanceOf(secret, WEB).decisions.passwordPolicy).toEqual({
    value: 'enforced',
    reason: 'somebody logs in by password',
    place: 'services/web.yaml:6:7',
  });
});

test('an identity of two services on one instance is one login, in one way', () => {
  const service = String(GOOGLE_ESTATE['services/web.yaml']);
  const { services } = googleInstanceOf(
    googleEstate({
      'estate.yaml': `${String(GOOGLE_ESTATE['estate.yaml'])}groups:\n  core: [web, api]\n`,
      'services/api.yaml': service.replace('web\n', 'api\n').replace('writer', 'reader'),
    }),
    'prod-google-core',
  );
  expect(services.flatMap(({ access }) => access.map(({ login, role }) => [login, role]))).toEqual([
    ['web-api@acme-prod.iam', 'reader'],
    ['web-api@acme-prod.iam', 'writer'],
  ]);
});

test('logins of different accounts differ on PostgreSQL, whatever their projects', () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9-]{4,20}[a-z0-9]$/);
  const cloud = googleIdentities({ project: 'acme-prod', identifier: 'acme-prod-core' });
  fc.assert(
    fc.property(fc.tuple(id, id), fc.tuple(id, id), (a, b) => {
      const [one, other] = [a, b].map(([account, project]) => {
        const text = `serviceAccount:${account}@${project}.iam.gserviceaccount.com`;
        const identity = readIdentity(text);
        return identity && cloud.loginOf(identity, 'postgres', 'iam');
      });
      expect(one === other).toBe(a.join() === b.join());
      expect(one).toBe(`${a[0]}@${a[1]}.iam`);
    }),
  );
});

/** The keys of a value, and of what is in it. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return 'a value';
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, shapeOf(part)]),
  );
}

describe('the contract', () => {
  const google = googleInstanceOf(webWith('readers: 2'), WEB).services[0]?.contract;
  const aws = awsInstanceOf(orderWith('readers: 2'), 'prod-aws-order').services[0]?.contract;

  test('has one shape on both clouds', () => {
    expect(shapeOf(google)).toEqual(shapeOf(aws));
    expect(Object.keys(google ?? {})).toEqual(expect.arrayContaining(['writer', 'readers', 'tls']));
  });

  test('names connections of Cloud SQL, keeps writer and readers apart, and leaves TLS to the connector', () => {
    expect(google).toMatchObject({
      output: 'contract_web',
      writer: { instance: 'acme-prod:asia-northeast1:acme-prod-web', port: 5432 },
      readers: [
        { instance: 'acme-prod:asia-northeast1:acme-prod-web-reader-1', port: 5432 },
        { instance: 'acme-prod:asia-northeast1:acme-prod-web-reader-2', port: 5432 },
      ],
      tls: { mode: 'connector', ca: 'GOOGLE_MANAGED_INTERNAL_CA', bundle: null },
    });
  });

  test('has the port of its engine', () => {
    const mysql = googleInstanceOf(googleAs('service', 'postgres', 'mysql'), WEB);
    expect(mysql.port).toBe(3306);
    expect(mysql.services[0]?.contract.writer.port).toBe(3306);
    expect(mysql.decisions.databaseVersion.value).toBe('MYSQL_8_4');
  });
});

test('a service is on the cloud it names, in each environment that has it, and never on both', () => {
  const both = {
    'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
${['prod', 'qa']
  .map(
    (name, i) => `  ${name}:
    preset: staging
    notify: [oncall@acme.example]
    aws: { account: '33333333333${String(i)}', region: ap-northeast-1, recoveryRegion: ap-northeast-3, network: { cidr: 10.3${String(i)}.0.0/16 } }
    google: { project: acme-${name}, region: asia-northeast1, recoveryRegion: asia-northeast2, network: { cidr: 10.4${String(i)}.0.0/16 } }
`,
  )
  .join('')}`,
    'services/web.yaml': GOOGLE_ESTATE['services/web.yaml'],
    'services/order.yaml': orderWith('')['services/order.yaml'],
  };
  const { foundations, instances } = deploymentOf(both);
  expect(foundations.map(({ stack }) => stack)).toEqual([
    'prod-aws-foundation',
    'prod-google-foundation',
    'qa-aws-foundation',
    'qa-google-foundation',
  ]);
  expect(instances.map(({ stack, cloud }) => [stack, cloud])).toEqual([
    ['prod-aws-order', 'aws'],
    ['prod-google-web', 'google'],
    ['qa-aws-order', 'aws'],
    ['qa-google-web', 'google'],
  ]);
});

test('one name on both clouds is no collision: clouds have names of their own', () => {
  const files = {
    ...orderWith(''),
    'estate.yaml': `${String(orderWith('')['estate.yaml'])}    google: { project: acme-prod, region: asia-northeast1, recoveryRegion: asia-northeast2, network: { cidr: 10.31.0.0/16 } }\n`,
    'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml'])}id: order\n`,
  };
  expect(resolveFiles(files).problems).toEqual([]);
});

test('a deployment on Google is what its schema says', () => {
  const deployment = deploymentOf(webWith('growth: 5GB/year'));
  expect(deploymentSchema.safeParse(deployment).error?.issues).toBeUndefined();
  const [instance] = deployment.instances;
  const wrong = { ...deployment, instances: [{ ...instance, cloud: 'aws' }] };
  expect(deploymentSchema.safeParse(wrong).success).toBe(false);
});
