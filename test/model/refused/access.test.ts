import { estateWith, orderWith } from '../../support/estate-folder';
import { SERVICE, orderAs, expectRefusal, type Refusal } from '../../support/refusals';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'an identity of the other cloud',
      orderAs('role/order-api', 'serviceAccount:order'),
      'services/order.yaml:6:7: an identity of a service on aws must be an IAM role, got "serviceAccount:order". Write it as role/order-api.',
    ],
    [
      'a connection string as identity, without its password',
      orderAs('role/order-api', 'postgres://u:secret@host/db'),
      'services/order.yaml:6:7: access[0].identity must be an identity, got "postgres://…@host/db". On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….',
    ],
    [
      'everybody as identity',
      orderAs('role/order-api', "'*'"),
      'services/order.yaml:6:7: access[0].identity must be an identity, got "*". On AWS write role/order-api (a role of the environment’s account); on Google serviceAccount:order-api, user:… or group:….',
    ],
    [
      'an identity of another account',
      orderAs('role/order-api', "'arn:aws:iam::999999999999:role/x'"),
      'services/order.yaml:6:7: an identity must be in account 333333333333: IAM login does not cross accounts, got "arn:aws:iam::999999999999:role/x". Write role/NAME, without the account.',
    ],
    [
      'a role that would make a database user of the engine’s own',
      orderAs('role/order-api', 'role/pg-order'),
      'services/order.yaml:6:7: an identity must not make a database user that is reserved, got "role/pg-order", which makes pg_order. Name the role otherwise, as order-api.',
    ],
    [
      'a role that would be Kura’s own admin',
      orderAs('role/order-api', 'role/kura-admin'),
      'services/order.yaml:6:7: an identity must not make a database user that is reserved, got "role/kura-admin", which makes kura_admin. Name the role otherwise, as order-api.',
    ],
    [
      'an attached policy for a reader of a secret',
      orderAs('role: writer }', 'role: writer, via: secret, attach: true }'),
      'services/order.yaml:6:60: access[0].attach must be left out with via: secret, got true. Take it out: the secret’s own policy names its reader, which must exist.',
    ],
    [
      'one login by IAM and by secret',
      {
        ...estateWith('groups:\n  core: [order, user]'),
        ...{
          'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace(
            'writer }',
            'writer, via: secret }',
          ),
        },
      },
      'services/user.yaml:6:7: an identity logs in one way on an instance, got "role/order-api" via iam and via secret. Choose one for all its services here.',
    ],
    [
      'more readers of secrets than a key’s policy names',
      orderWith(
        Array.from(
          { length: 101 },
          (_, i) => `  - { identity: role/r${String(i)}, role: reader, via: secret }`,
        ).join('\n'),
      ),
      'services/order.yaml:5:1: at most 100 identities may log in via secret on one instance, got 101. Let them log in by IAM, or place a service elsewhere.',
    ],
  ])('%s', expectRefusal);
});
