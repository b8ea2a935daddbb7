import { CONSUMERS } from '../../examples/consumers';
import { consumersWith, problemsOf, SHIPPED, shippedWith, synthConsumers } from './shipped';

const ECR = '333333333333.dkr.ecr.ap-northeast-1.amazonaws.com/order-api';
const DIGEST = `@sha256:${'0a'.repeat(32)}`;
const PUSH = 'Write the digest that the build’s push printed.';
const TESTED = 'Write the version that this release was tested with.';
const FREE = 'Take a free part of it.';

test('the consumers that ship are fine', () => {
  expect(problemsOf(CONSUMERS)).toEqual([]);
});

describe('an image', () => {
  test.each([
    ['by a tag', `${ECR}:1.2.3`],
    ['as latest', `${ECR}:latest`],
    ['by a tag and a digest', `${ECR}:1.2.3${DIGEST}`],
    ['by a short digest', `${ECR}@sha256:0a0a`],
    ['of somebody else’s registry', `docker.io/library/node${DIGEST}`],
  ])('%s is refused on ECS', (_, image) => {
    const [problem, ...others] = problemsOf(consumersWith('order-api', { image }));
    expect(others).toEqual([]);
    expect(problem).toContain(
      'order-api: image must be ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY@sha256:DIGEST, without a tag, got "',
    );
    expect(problem).toContain(PUSH);
  });

  const FORM = 'REGION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE@sha256:DIGEST, without a tag';
  test.each([
    ['image', 'gcr.io/suzumina-click/web:latest'],
    ['image', 'asia-northeast1-docker.pkg.dev/p/r/web:1'],
    ['proxyImage', 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2'],
  ])('%s is refused on Cloud Run as %s', (key, image) => {
    expect(problemsOf(consumersWith('web', { [key]: image }))).toEqual([
      `web: ${key} must be ${FORM}, got "${image}". ${PUSH}`,
    ]);
  });

  test('of a project in a domain is taken', () => {
    const image = `europe-docker.pkg.dev/example.com:apps/r/web${DIGEST}`;
    expect(problemsOf(consumersWith('web', { image }))).toEqual([]);
  });
});

describe('a password’s version', () => {
  test.each(['latest', '0', '3.1', 'current', undefined])(
    '%s is refused on Cloud Run',
    (version) => {
      const got = version === undefined ? 'nothing' : `"${version}"`;
      expect(problemsOf(consumersWith('export', { secretVersion: version }))).toEqual([
        `export: secretVersion must be the number of a version of suzumina-prod-suzumina-web-suzumina_export, got ${got}. ${TESTED}`,
      ]);
    },
  );

  test.each(['AWSCURRENT', 'AWSPREVIOUS', 'latest', '3', undefined])(
    '%s is refused on ECS',
    (version) => {
      const got = version === undefined ? 'nothing' : `"${version}"`;
      expect(problemsOf(consumersWith('catalog-import', { secretVersion: version }))).toEqual([
        `catalog-import: secretVersion must be the id of a version of suzumina-prod/reference/catalog_import, got ${got}. ${TESTED}`,
      ]);
    },
  );

  test('is refused where login is by IAM', () => {
    expect(problemsOf(consumersWith('web', { secretVersion: '3' }))).toEqual([
      'web: no secretVersion is allowed where login is by IAM, got "3". Leave it out: there is no password.',
    ]);
  });

  test('is demanded once the estate says that login is by secret', () => {
    const estate = shippedWith(
      'services/suzumina-web.yaml',
      "{ identity: 'serviceAccount:suzumina-web', role: writer }",
      "{ identity: 'serviceAccount:suzumina-web', role: writer, via: secret }",
    );
    expect(problemsOf(CONSUMERS, estate)).toEqual([
      `web: secretVersion must be the number of a version of suzumina-prod-suzumina-web-suzumina_web, got nothing. ${TESTED}`,
    ]);
  });
});

describe('a subnet', () => {
  test.each([
    [
      '10.31.0.0/27',
      'a subnet must be a /26 or wider, got "10.31.0.0/27". An instance that is replaced has two addresses for a while.',
    ],
    [
      '10.99.0.0/26',
      `a subnet must lie inside the network 10.31.0.0/16, got "10.99.0.0/26". ${FREE}`,
    ],
    [
      '10.31.192.0/26',
      'a subnet must lie outside 10.31.192.0/18, which is taken, got "10.31.192.0/26". Take a free part of the network.',
    ],
    [
      '10.31.0.0',
      'a subnet must be an IPv4 range such as 10.0.0.0/16, got "10.31.0.0". Add a prefix length, such as /16.',
    ],
  ])('of Cloud Run that is %s is refused', (subnet, message) => {
    expect(problemsOf(consumersWith('web', { subnet }))).toEqual([`web: ${message}`]);
  });

  test('that another consumer has is refused', () => {
    expect(problemsOf(consumersWith('export', { subnet: '10.31.0.0/26' }))).toEqual([
      'export: a subnet must lie outside 10.31.0.0/26, which is taken, got "10.31.0.0/26". Take a free part of the network.',
    ]);
  });

  test('of ECS over a database’s is refused', () => {
    const taken = '10.30.192.0/21';
    const subnets = { 'ap-northeast-1a': '10.30.192.0/26' };
    expect(problemsOf({ ...CONSUMERS, ecs: { ...CONSUMERS.ecs, subnets } })).toEqual([
      `ap-northeast-1a: a subnet must lie outside ${taken}, which is taken, got "10.30.192.0/26". Take a free part of the network.`,
    ]);
  });
});

describe('a consumer', () => {
  test('of more instances than the pool counts is refused, together with those that share it', () => {
    expect(problemsOf(consumersWith('export', { instances: 2 }))).toEqual([
      'web, export: at most 4 instances may share the pool of suzumina-web, got 5. Raise pool.instances in the estate, which counts their connections.',
    ]);
  });

  test('on another cloud than its database is refused', () => {
    const change = { service: 'suzumina-web', identity: 'serviceAccount:suzumina-web' };
    expect(problemsOf(consumersWith('order-api', change))).toEqual([
      'order-api: a service on aws is required, got "suzumina-web" on google. Run it where its database is.',
    ]);
  });

  test('of an isolated database is refused beside others', () => {
    const change = { service: 'payment', identity: 'role/payment-api' };
    expect(problemsOf(consumersWith('order-api', change))).toContain(
      'order-api: a database in the environment’s own network is required, got "payment", which is isolated. Plan the consumers of an isolated service apart: nothing is shared with it.',
    );
  });

  test('on Cloud Run that is a person is refused', () => {
    const estate = shippedWith(
      'services/suzumina-web.yaml',
      'access:\n',
      "access:\n  - { identity: 'user:mika@suzumina.example', role: reader }\n",
    );
    const consumers = consumersWith('web', { identity: 'user:mika@suzumina.example' });
    expect(problemsOf(consumers, estate)).toEqual([
      'web: Cloud Run runs as a service account, got "user:mika@suzumina.example". Give a service account access.',
    ]);
  });

  test('is refused with all that is wrong at once', () => {
    const wrong = { image: `${ECR}:latest`, secretVersion: 'AWSCURRENT', instances: 9 };
    expect(problemsOf(consumersWith('catalog-import', wrong))).toHaveLength(3);
  });
});

test('nothing secret is in the output, and no URL to put it in', () => {
  for (const [, config] of synthConsumers(SHIPPED).configs) {
    const text = JSON.stringify(config);
    expect(text).not.toMatch(/:\/\/[^"/]*@|DATABASE_URL|postgres(?:ql)?:\/\/|mysql:\/\//);
    expect(text).not.toMatch(/secret_version|secret_key_ref|aws_ssm_parameter|random_password/);
    expect(text).not.toMatch(/latest(?!_|")|AWSCURRENT/);
  }
});
