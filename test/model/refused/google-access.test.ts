import {
  GOOGLE_ESTATE,
  googleAs,
  googleEstate,
  resolveFiles,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

const WEB = String(GOOGLE_ESTATE['services/web.yaml']);

/** The service with one identity, on PostgreSQL or on MySQL. */
const as = (identity: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles =>
  googleAs('service', 'serviceAccount:web-api', identity, files);
const MYSQL = googleAs('service', 'postgres', 'mysql');

/** A second identity besides the service's own. */
const and = (identity: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles =>
  googleAs(
    'service',
    'writer }\n',
    `writer }\n  - { identity: '${identity}', role: reader }\n`,
    files,
  );

/** So many services, each on an instance of its own, that one identity logs in to. */
const services = (count: number, attach = ''): EstateFiles =>
  googleEstate({
    'services/web.yaml': undefined,
    ...Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `services/s${String(i)}.yaml`,
        WEB.replace('web\n', `s${String(i)}\n`).replace('writer }', `writer${attach} }`),
      ]),
    ),
  });

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a role of AWS on Google',
      as('role/web-api'),
      'services/web.yaml:6:7: an identity of a service on google must be a service account, user or group, got "role/web-api". Write it as serviceAccount:suzumina-web.',
    ],
    [
      'the ARN of a role on Google',
      as('arn:aws:iam::333333333333:role/web-api'),
      'services/web.yaml:6:7: an identity of a service on google must be a service account, user or group, got "arn:aws:iam::333333333333:role/web-api". Write it as serviceAccount:suzumina-web.',
    ],
    [
      'a service account in capitals',
      as('serviceAccount:Web-api'),
      'services/web.yaml:6:7: an identity must be in lower case, as its database user is, got "serviceAccount:Web-api". Write serviceAccount:web-api.',
    ],
    [
      'a user in capitals',
      as('user:Mika@acme.example'),
      'services/web.yaml:6:7: an identity must be in lower case, as its database user is, got "user:Mika@acme.example". Write user:mika@acme.example.',
    ],
    [
      'a service account whose name is too short',
      as('serviceAccount:web'),
      'services/web.yaml:6:7: a service account’s name must be 6 to 30 letters, digits and hyphens, got "serviceAccount:web". Write its name in the environment’s project, as serviceAccount:suzumina-web.',
    ],
    [
      'a service account whose name is too long',
      as(`serviceAccount:${'a'.repeat(31)}`),
      'services/web.yaml:6:7: a service account’s name must be 6 to 30 letters, digits and hyphens, got "serviceAccount:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa". Write its name in the environment’s project, as serviceAccount:suzumina-web.',
    ],
    [
      'a service account with an underscore',
      as('serviceAccount:web_api'),
      'services/web.yaml:6:7: a service account’s name must be 6 to 30 letters, digits and hyphens, got "serviceAccount:web_api". Write its name in the environment’s project, as serviceAccount:suzumina-web.',
    ],
    [
      'a service account of a domain that has none',
      as('serviceAccount:web-api@acme.example'),
      'services/web.yaml:6:7: a service account’s address must end with .gserviceaccount.com, got "serviceAccount:web-api@acme.example". Write its whole address, or its name alone.',
    ],
    [
      'a service account of a domain that ends like Google’s',
      as('serviceAccount:x@evilgserviceaccount.com'),
      'services/web.yaml:6:7: a service account’s address must end with .gserviceaccount.com, got "serviceAccount:x@evilgserviceaccount.com". Write its whole address, or its name alone.',
    ],
    [
      'a user without a domain',
      as('user:mika'),
      'services/web.yaml:6:7: access[0].identity must be an identity, got "user:mika". On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….',
    ],
    [
      'service accounts of two projects with one name, which MySQL cannot tell apart',
      and('serviceAccount:web-api@acme-dev.iam.gserviceaccount.com', MYSQL),
      'services/web.yaml:7:7: identities on one instance must differ in the database user they make, got "serviceAccount:web-api@acme-dev.iam.gserviceaccount.com" and "serviceAccount:web-api@acme-prod.iam.gserviceaccount.com", both web-api. Rename one of the accounts.',
    ],
    [
      'users of two domains with one name, which MySQL cannot tell apart',
      and('user:mika@ajax.example', as('user:mika@acme.example', MYSQL)),
      'services/web.yaml:7:7: identities on one instance must differ in the database user they make, got "user:mika@ajax.example" and "user:mika@acme.example", both mika. Rename one of the accounts.',
    ],
    [
      'a user and a group of two domains with one name, which MySQL cannot tell apart',
      and('group:dba@ajax.example', as('user:dba@acme.example', MYSQL)),
      'services/web.yaml:7:7: identities on one instance must differ in the database user they make, got "group:dba@ajax.example" and "user:dba@acme.example", both dba. Rename one of the accounts.',
    ],
    [
      'a user and a group of one address',
      and('group:dba@acme.example', as('user:dba@acme.example')),
      'services/web.yaml:7:7: identities on one instance must differ in the database user they make, got "group:dba@acme.example" and "user:dba@acme.example", both dba@acme.example. Rename one of the accounts.',
    ],
    [
      'one service account written in two ways',
      and('serviceAccount:web-api@acme-prod.iam.gserviceaccount.com'),
      'services/web.yaml:7:7: an identity has one role in a service, got "serviceAccount:web-api@acme-prod.iam.gserviceaccount.com" twice. Keep the stronger of the two.',
    ],
    [
      'a user that PostgreSQL would cut',
      as(`user:${'m'.repeat(52)}@acme.example`),
      'services/web.yaml:6:7: a database user must be 63 characters at most, got "user:mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm@ac…", which makes "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm@acme.ex…" (65). Log in as an identity with a shorter name.',
    ],
    [
      'a user that MySQL would cut',
      as(`user:${'m'.repeat(33)}@acme.example`, MYSQL),
      'services/web.yaml:6:7: a database user must be 32 characters at most, got "user:mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm@acme.example", which makes "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm" (33). Log in as an identity with a shorter name.',
    ],
    [
      'a user of Cloud SQL’s own',
      as('serviceAccount:cloudsql-proxy'),
      'services/web.yaml:6:7: an identity must not make a database user that is reserved, got "serviceAccount:cloudsql-proxy", which makes cloudsql-proxy@acme-prod.iam. Name the account otherwise, as order-api.',
    ],
    [
      'a user of PostgreSQL’s own',
      as('user:pg_mika@acme.example'),
      'services/web.yaml:6:7: an identity must not make a database user that is reserved, got "user:pg_mika@acme.example", which makes pg_mika@acme.example. Name the account otherwise, as order-api.',
    ],
    [
      'a user of MySQL’s own',
      as('user:root@acme.example', MYSQL),
      'services/web.yaml:6:7: an identity must not make a database user that is reserved, got "user:root@acme.example", which makes root. Name the account otherwise, as order-api.',
    ],
    [
      'one login by IAM and by secret, though their users would differ',
      googleEstate({
        'estate.yaml': `${String(GOOGLE_ESTATE['estate.yaml'])}groups:\n  core: [web, api]\n`,
        'services/api.yaml': WEB.replace('web\n', 'api\n').replace(
          'writer }',
          'writer, via: secret }',
        ),
      }),
      'services/web.yaml:6:7: an identity logs in one way on an instance, got "serviceAccount:web-api" via secret and via iam. Choose one for all its services here.',
    ],
    [
      'roles bound for a reader of a secret',
      googleAs('service', 'writer }', 'writer, via: secret, attach: true }'),
      'services/web.yaml:6:70: access[0].attach must be left out with via: secret, got true. Take it out: the secret’s own policy names its reader, which must exist.',
    ],
    [
      'an identity bound to more instances than IAM has conditions for',
      services(11),
      'services/s9.yaml:6:7: an identity takes 20 conditional bindings of a role at most in a project, one for each instance and one for its replica in the recovery region, got 11 instances with 11 replicas in acme-prod for "serviceAccount:web-api@acme-prod.iam.gserviceaccount.com". Write `attach: false` there, and bind the exported roles under one condition of your own.',
    ],
    [
      'an identity that reads secrets on more instances than IAM has conditions for',
      services(11, ', via: secret'),
      'services/s9.yaml:6:7: an identity takes 20 conditional bindings of a role at most in a project, one for each instance and one for its replica in the recovery region, got 11 instances with 11 replicas in acme-prod for "serviceAccount:web-api@acme-prod.iam.gserviceaccount.com". Write `attach: false` there, and bind the exported roles under one condition of your own.',
    ],
  ])('%s', expectRefusal);
});

test('an identity may be bound to twenty instances of a project, or ten with replicas, and to more where others bind it', () => {
  const staging = (count: number): EstateFiles =>
    googleAs('estate', 'preset: production', 'preset: staging', services(count, ', attach: true'));
  expect(resolveFiles(services(10)).problems).toEqual([]);
  expect(resolveFiles(staging(20)).problems).toEqual([]);
  expect(resolveFiles(staging(21)).problems).toEqual([
    expect.stringContaining('got 21 instances in acme-prod for') as unknown,
  ]);
  expect(resolveFiles(services(21, ', attach: false')).problems).toEqual([]);
});

test('PostgreSQL tells users of two domains apart, by their whole addresses', () => {
  const two = and('user:mika@ajax.example', as('user:mika@acme.example'));
  expect(resolveFiles(two).problems).toEqual([]);
});

test('Google has no key policy to name the readers of secrets in: a hundred and one are none too many', () => {
  const readers = Array.from(
    { length: 101 },
    (_, i) => `  - { identity: 'serviceAccount:reader-${String(i)}', role: reader, via: secret }`,
  );
  expect(resolveFiles(webWith(readers.join('\n'))).problems).toEqual([]);
});
