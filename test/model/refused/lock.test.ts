import { orderWith, smallEstate, resolveFiles } from '../../support/estate-folder';
import {
  estateAs,
  another,
  expectRefusal,
  type Refusal,
  orderAs,
  ESTATE,
} from '../../support/refusals';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a changed organisation, which begins every cloud name',
      {
        ...smallEstate({ 'estate.yaml': ESTATE.replace('acme', 'ajax') }),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:1:1: instance prod-aws-order must stay on acme-prod 333333333333 ap-northeast-1, got "ajax-prod 333333333333 ap-northeast-1". Keep its organisation, environment, account or project, and region. If its data has been moved, take it out of instances.lock.yaml.',
    ],
    [
      'a changed engine',
      {
        ...orderAs('postgres', 'mysql'),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:1:1: instance prod-aws-order must stay on postgres 17, got "mysql 8.4". Write `engine: postgres`. If its data has been moved, take it out of instances.lock.yaml.',
    ],
    [
      'a database that is renamed in place',
      {
        ...orderWith('database: orders'),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:7:1: the database order_service_db on prod-aws-order must keep its name, got "orders". Write `database: order_service_db`. If its data has been moved, take it out of instances.lock.yaml.',
    ],
    [
      'a changed instance id',
      smallEstate({
        'instances.lock.yaml':
          'prod-aws-orders: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      }),
      'services/order.yaml:1:1: the database order_service_db must stay on instance prod-aws-orders, got instance prod-aws-order. Restore the id and the placement it had. If its data has been moved, run `npx kura lock --delete order`.',
    ],
    [
      'a locked database that no service owns',
      smallEstate({
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\nprod-aws-x: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { x_service_db: x } }\n',
      }),
      'instances.lock.yaml: the database x_service_db must stay on instance prod-aws-x, got no service that owns it. If its service was renamed, write the service’s first name as `id:`. If its data may go, run `npx kura lock --delete x`.',
    ],
    [
      'a major version that would be upgraded',
      {
        ...orderWith('version: 18'),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:7:1: instance prod-aws-order must stay on postgres 17, got "postgres 18". Write `version: 17`. Kura does not upgrade majors yet: once it is done in the cloud, write the new version into instances.lock.yaml.',
    ],
    [
      'a lock that is no lock',
      smallEstate({ 'instances.lock.yaml': 'prod-aws-order: [order_service_db]\n' }),
      'instances.lock.yaml:1:1: prod-aws-order must be a mapping, got a list of 1. Write keys below it: engine, home, network, readers, state, active, promoted, databases.',
    ],
    [
      'an id that is changed',
      {
        ...orderWith('id: orders'),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:7:1: the database order_service_db must stay on instance prod-aws-order, got instance prod-aws-orders. Restore the id and the placement it had. If its data has been moved, run `npx kura lock --delete order`.',
    ],
    [
      'a database that another service would own',
      {
        ...another('stock', 'database: order_service_db\nid: order\n'),
        'services/order.yaml': undefined,
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: user } }\n',
      },
      'services/stock.yaml:7:1: the database order_service_db on prod-aws-order must stay user’s, got "order". Write `id: user` if the service was renamed. If its data has been moved, take it out of instances.lock.yaml.',
    ],
    [
      'an instance that would move to another account',
      {
        ...estateAs('333333333333', '555555555555'),
        'instances.lock.yaml':
          'prod-aws-order: { engine: postgres 17, home: acme-prod 333333333333 ap-northeast-1, databases: { order_service_db: order } }\n',
      },
      'services/order.yaml:1:1: instance prod-aws-order must stay on acme-prod 333333333333 ap-northeast-1, got "acme-prod 555555555555 ap-northeast-1". Keep its organisation, environment, account or project, and region. If its data has been moved, take it out of instances.lock.yaml.',
    ],
  ])('%s', expectRefusal);
});

test('an entry whose databases were all taken out holds nothing back', () => {
  const { problems } = resolveFiles(
    smallEstate({
      'instances.lock.yaml':
        'prod-aws-gone:\n  engine: postgres 17\n  home: acme-prod 333333333333 ap-northeast-1\n  databases:\n',
    }),
  );
  expect(problems).toEqual([]);
});
