import { belowCloud, estateWith, orderWith, smallEstate } from '../../support/estate-folder';
import {
  SERVICE,
  ESTATE,
  orderAs,
  another,
  expectRefusal,
  type Refusal,
} from '../../support/refusals';

/** The account of the environment that ESTATE has. */
const ACCOUNT = '333333333333';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a service in two groups',
      estateWith('groups:\n  a: [order]\n  b: [order]'),
      'estate.yaml:14:7: a service belongs to one group, got "order" in a and b. Take it out of one of them.',
    ],
    [
      'a group of services that are not there',
      estateWith('groups:\n  a: [ordr]'),
      'estate.yaml:13:7: group a must name services of the estate, got "ordr". Did you mean "order"?',
    ],
    [
      'PostgreSQL 14, which has ended',
      orderWith('version: 14'),
      'services/order.yaml:7:1: version must be 16, 17 or 18 for PostgreSQL, got "14". PostgreSQL 14 ended with the community on 2026-11-12: write `version: 17`, or leave it out.',
    ],
    [
      'two instances of one cloud identifier',
      {
        'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'prod-a').replace(ACCOUNT, '444444444444')}`,
        'services/b.yaml': `${SERVICE.replace('order\n', 'b\n')}environments: [prod-a]\n`,
        'services/a-b.yaml': `${SERVICE.replace('order\n', 'a-b\n')}environments: [prod]\n`,
      },
      'services/b.yaml:1:1: cloud identifiers must differ, got "acme-prod-a-b" for prod/a-b and prod-a/b. Write another `id:` for the newer of the two.',
    ],
    [
      'an instance named like another environment',
      {
        'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'prod-eu').replace(ACCOUNT, '444444444444')}`,
        'services/eu.yaml': `${SERVICE.replace('order\n', 'eu\n')}environments: [prod]\n`,
      },
      'services/eu.yaml:1:1: cloud identifiers must differ, got "acme-prod-eu" for environment prod-eu and prod/eu. Write another `id:` for the newer of the two.',
    ],
    [
      'environments of one account, one named like what begins in the other',
      {
        ...smallEstate({}),
        'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'prod-eu')}`,
      },
      'estate.yaml:15:7: environments of one account must not begin with one another’s names (prod, prod-eu), got "333333333333". Give prod-eu an account of its own, or another name.',
    ],
    [
      'an isolated entry for a service that is not',
      smallEstate({
        'estate.yaml': belowCloud(
          ESTATE,
          'isolated: { order: { network: { cidr: 10.40.0.0/20 } } }',
        ),
      }),
      'estate.yaml:11:19: isolated must name services that are isolated in prod, got "order". Take it out, or write `placement: isolated` in the service.',
    ],
    [
      'an override for an environment the service is not in',
      {
        ...orderWith('environments: [prod]\noverrides: { qa: { tier: large } }'),
        'estate.yaml': `${ESTATE}${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'qa')}`,
      },
      'services/order.yaml:8:14: overrides must be for environments that order runs in, got "qa". Add it to `environments`, or take the override out.',
    ],
    [
      'two services with one database',
      {
        ...estateWith('groups:\n  core: [order, user]'),
        'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('role/order-api', 'role/user-api')}database: order_service_db\n`,
      },
      'services/user.yaml:7:1: each service on prod/core must own a database of its own, got "order_service_db", already order’s. Write another `database:`.',
    ],
    [
      'a database of the engine’s own',
      orderWith('database: rdsadmin'),
      'services/order.yaml:7:1: database must be a database name in lower-case letters, digits and underscores, with a letter first, and not the engine’s own, got "rdsadmin". Write it as order_service_db.',
    ],
    [
      'an isolated service named like a property of every object',
      another('constructor', 'compliance: [pci-dss]\n'),
      'estate.yaml:6:5: environment prod must give the isolated service constructor a network of its own, got none. Write `isolated: { constructor: { network: { cidr: … } } }` below `aws:`, with a range outside the environment’s.',
    ],
    [
      'mixed engines in a group',
      {
        ...estateWith('groups:\n  core: [order, user]'),
        'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace('postgres', 'mysql'),
      },
      'estate.yaml:13:3: the services of group core must have one engine, got order (postgres), user (mysql). Make a group for each engine.',
    ],
    [
      'mixed versions on one instance',
      {
        ...estateWith('groups:\n  core: [order, user]'),
        'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('role/order-api', 'role/user-api')}version: 16\n`,
      },
      'services/user.yaml:7:1: the services on prod/core must have one version (order: 17), got "16". Agree on one, or place the service elsewhere.',
    ],
    [
      'one id for two instances',
      {
        ...another('user', 'id: order\ndatabase: user_db\n'),
      },
      'services/user.yaml:7:1: instance ids must differ in prod, got "order", already the id of service order. Write another `id:` for the newer of the two.',
    ],
    [
      'high traffic on a shared instance in production',
      orderWith('traffic: high\nplacement: shared'),
      'services/order.yaml:8:1: placement must not be shared in production for high traffic, got "shared". Leave placement out, or write dedicated or group.',
    ],
    [
      'ids that lead round in a circle',
      smallEstate({
        'services/order.yaml': SERVICE.replace('owner', 'id: user\nowner'),
        'services/user.yaml': SERVICE.replace('order\n', 'user\nid: order\n'),
      }),
      'services/order.yaml:2:1: instance ids must not lead back to their service, got order → user → order. Give each service the id its database was made with.',
    ],
    [
      'a regulated service placed with others',
      orderWith('compliance: [pci-dss]\nplacement: dedicated'),
      'services/order.yaml:8:1: placement must be isolated in production under pci-dss, got "dedicated". Leave placement out, or take the regime off the service.',
    ],
    [
      'a group placement without a group',
      orderWith('placement: group'),
      'services/order.yaml:7:1: placement group needs a group that names the service, got "group". Name the service under `groups` in estate.yaml.',
    ],
    [
      'an environment that is not there',
      orderWith('environments: [prd]'),
      'services/order.yaml:7:16: an environment of estate.yaml is required (prod), got "prd". Did you mean "prod"?',
    ],
    [
      'an override for an environment that is not there',
      orderWith('overrides: { prd: { tier: large } }'),
      'services/order.yaml:7:14: an environment of estate.yaml is required (prod), got "prd". Did you mean "prod"?',
    ],
    [
      'an override of what cannot differ',
      orderWith('overrides: { prod: { engine: mysql } }'),
      'services/order.yaml:7:22: only known keys are allowed in overrides.prod, got "engine". Known here: access, clients, tier, readers, placement, storage, retention, objectives, measured, growth, pool, maxConnections, workMem, latencyBudget, parameters, limits, alerts, restoreFrom, active, drReplica, state, breakGlass.',
    ],
    [
      'a cloud identifier over 63 characters',
      smallEstate({
        'services/a123456789-b123456789-c123456789.yaml': SERVICE.replace(
          'order\n',
          'a123456789-b123456789-c123456789\n',
        ),
        'estate.yaml': ESTATE.replace('prod:', 'production-in-tokyo:'),
      }),
      'services/a123456789-b123456789-c123456789.yaml:1:1: cloud identifiers must be 63 characters at most, got "acme-production-in-tokyo-a123456789-b123456789-c123456789-re…" (66). Write a shorter `id:`.',
    ],
    [
      'an instance that would take the foundation’s name',
      another('foundation'),
      'services/foundation.yaml:1:1: an instance id must not be foundation, recovery, drill or watch, nor end in -recovery, -drill, -watch or like a reader’s, nor have -at- in it, got "foundation". Write another `id:`.',
    ],
    [
      'a cloud that no environment has',
      orderAs('cloud: aws', 'cloud: google'),
      'services/order.yaml:3:1: an environment on google is required, got none. Write `google:` below an environment in estate.yaml.',
    ],
  ])('%s', expectRefusal);
});
