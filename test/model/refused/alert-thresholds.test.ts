import { orderWith, resolveFiles, smallEstate } from '../../support/estate-folder';
import { ESTATE, expectRefusal, orderAs, SERVICE, type Refusal } from '../../support/refusals';

const alerts = (text: string) => orderWith(`alerts: { ${text} }`);

const STATABLE =
  'Known here: cpu, memory, storage-runway, read-latency, write-latency, queue-depth, connections, replica-lag, transaction-age, slot-lag, deadlocks, slow-queries, login-failures, recovery-point-age, backup-late, certificate-expiry, secret-age, mass-read.';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a share that nothing can exceed',
      alerts('cpu: { warning: 100% }'),
      'services/order.yaml:7:18: the threshold of cpu must be above 0% and below 100% in prod, got 100%, which can never ring: there is no more than all of it. Write one in between, or leave it out.',
    ],
    [
      'more connections than clients can have',
      alerts('connections: { critical: 995 }'),
      'services/order.yaml:7:26: the threshold of connections must be above 1 and below 995 in prod, got 995, which can never ring: clients can have no more than 995 of max_connections 1000. Write one in between, or leave it out.',
    ],
    [
      'more connections than clients can have of a stated max_connections',
      orderWith('maxConnections: 200\nalerts: { connections: { warning: 300 } }'),
      'services/order.yaml:8:26: the threshold of connections must be above 1 and below 195 in prod, got 300, which can never ring: clients can have no more than 195 of max_connections 200. Write one in between, or leave it out.',
    ],
    [
      'more slow statements than connections can end',
      orderWith('latencyBudget: 60s\nalerts: { slow-queries: { warning: 5000 } }'),
      'services/order.yaml:8:27: the threshold of slow-queries must be below 5000 in prod, got 5000, which can never ring: 1000 connections can end no more statements of 1m in five minutes. Write one in between, or leave it out.',
    ],
    [
      'a lag that a reader never reaches',
      alerts('replica-lag: { critical: 1d }'),
      'services/order.yaml:7:26: the threshold of replica-lag must be above 0s and below 1d in prod, got 1d, which can never ring: a reader a day behind has long been replaced. Write one in between, or leave it out.',
    ],
    [
      'more memory in use than is always in use',
      alerts('memory: { warning: 28% }'),
      'services/order.yaml:7:21: the threshold of memory must be above 28.2% and below 100% in prod, got 28%, which rings without end: the operating system and RDS and shared_buffers take as much. Write one in between, or leave it out.',
    ],
    [
      'an age that the newest backup always has',
      alerts('recovery-point-age: { warning: 5m }'),
      'services/order.yaml:7:33: the threshold of recovery-point-age must be at least 10m and below 35d in prod, got 5m, which rings without end: backups are five minutes behind, and seen five minutes later. Write one in between, or leave it out.',
    ],
    [
      'a certificate that is always about to end',
      alerts('certificate-expiry: { warning: 365d }'),
      'services/order.yaml:7:33: the threshold of certificate-expiry must be below 365d and above 0d in prod, got 365d, which rings without end: a server’s certificate may be made for a year. Write one in between, or leave it out.',
    ],
    [
      'a warning after the page that Kura derives',
      alerts('cpu: { warning: 99% }'),
      'services/order.yaml:7:18: the warning of cpu must come before what is critical in prod, got a warning at 99% and critical at 98%. State both, the warning lower.',
    ],
    [
      'a page before the warning that Kura derives',
      alerts('replica-lag: { critical: 5s }'),
      'services/order.yaml:7:26: the warning of replica-lag must come before what is critical in prod, got a warning at 5s and critical at 5s. State both, the warning lower.',
    ],
    [
      'a warning after the page where less is worse',
      alerts('certificate-expiry: { warning: 36h }'),
      'services/order.yaml:7:33: the warning of certificate-expiry must come before what is critical in prod, got a warning at 36h and critical at 7d. State both, the warning higher.',
    ],
    [
      'an alert that only the other engine has',
      orderAs('postgres', 'mysql', 'alerts: { transaction-age: { warning: 1000000000 } }\n'),
      'services/order.yaml:7:30: a threshold may be stated only of what is watched in prod, got transaction-age (transaction ids run out), and MySQL has no transaction ids to run out of. Take it out; what only other environments have, state below their `overrides`.',
    ],
    [
      'an alert of something that the instance does not have',
      alerts('secret-age: { warning: 30d }'),
      'services/order.yaml:7:25: a threshold may be stated only of what is watched in prod, got secret-age (a password is old), and nobody logs in by password. Take it out; what only other environments have, state below their `overrides`.',
    ],
    [
      'the lag of readers where there are none',
      {
        ...alerts('replica-lag: { warning: 10s }'),
        'estate.yaml': ESTATE.replace('production', 'development'),
      },
      'services/order.yaml:7:26: a threshold may be stated only of what is watched in prod, got replica-lag (a reader is behind), and it has no readers. Take it out; what only other environments have, state below their `overrides`.',
    ],
    [
      'a page of what wakes nobody',
      alerts('queue-depth: { critical: 100 }'),
      'services/order.yaml:7:26: queue-depth must have a warning alone, got a critical. State the warning, or take it out.',
    ],
    [
      'an unknown alert that is near one',
      alerts('replicalag: { warning: 10s }'),
      `services/order.yaml:7:11: only known keys are allowed in alerts, got "replicalag". Did you mean "replica-lag"? ${STATABLE}`,
    ],
    [
      'an alert that has no threshold to state',
      alerts('unavailable: { critical: 2 }'),
      `services/order.yaml:7:11: only known keys are allowed in alerts, got "unavailable". ${STATABLE}`,
    ],
    [
      'a severity that nobody is told of',
      alerts('cpu: { warning: 80%, info: 10% }'),
      'services/order.yaml:7:32: only known keys are allowed in alerts.cpu, got "info". Known here: warning, critical.',
    ],
    [
      'a share without its sign',
      alerts('cpu: { warning: 90 }'),
      'services/order.yaml:7:18: alerts.cpu.warning must be a share from 0% to 100%, with one decimal at most, got 90. Write it as 80% or 97.5%.',
    ],
    ...['80.25%', '80.%', '.5%', '080%', '100.1%', '-1%'].map((share): Refusal => [
      `a share written as ${share}`,
      alerts(`cpu: { warning: ${share} }`),
      `services/order.yaml:7:18: alerts.cpu.warning must be a share from 0% to 100%, with one decimal at most, got "${share}". Write it as 80% or 97.5%.`,
    ]),
    [
      'a second less than the age that the newest backup always has',
      alerts('recovery-point-age: { warning: 599s }'),
      'services/order.yaml:7:33: the threshold of recovery-point-age must be at least 10m and below 35d in prod, got 599s, which rings without end: backups are five minutes behind, and seen five minutes later. Write one in between, or leave it out.',
    ],
    [
      'a warning of the service after the page of its override',
      orderWith(
        'alerts: { cpu: { warning: 85% } }\noverrides:\n  prod: { alerts: { cpu: { critical: 80% } } }',
      ),
      'services/order.yaml:7:18: the warning of cpu must come before what is critical in prod, got a warning at 85% and critical at 80%. State both, the warning lower.',
    ],
    [
      'a share where a time is asked for',
      alerts('replica-lag: { warning: 10% }'),
      'services/order.yaml:7:26: alerts.replica-lag.warning must be a duration such as 15m, 2h or 35d, got "10%". Write a whole number and then one of ms, s, m, h or d, with no space between.',
    ],
    [
      'a share where a count is asked for',
      alerts('connections: { warning: 80% }'),
      'services/order.yaml:7:26: alerts.connections.warning must be a whole number from 0 to 2147483647, got "80%". Write it in digits, without quotes.',
    ],
    [
      'a time where a size is asked for',
      alerts('slot-lag: { warning: 10s }'),
      'services/order.yaml:7:23: alerts.slot-lag.warning must be a size such as 512MB, 50GB or 1TB, got "10s". Use one of the units B, kB, MB, GB and TB, in these letter cases.',
    ],
    [
      'the same alert twice',
      orderWith('alerts:\n  cpu: { warning: 80% }\n  cpu: { warning: 85% }'),
      'services/order.yaml:9:3: a YAML document is required, got a key that stands here twice. Keep one of the two.',
    ],
    [
      'an alert without a threshold',
      alerts('cpu: {}'),
      'services/order.yaml:7:11: alerts.cpu must name a warning or a critical, got a mapping. Write it as { warning: …, critical: … }.',
    ],
    [
      'alerts without one',
      orderWith('alerts: {}'),
      'services/order.yaml:7:1: alerts must name an alert, got a mapping. Write it as { cpu: { warning: 80% } }, or leave it out.',
    ],
    [
      'an alert that is switched off',
      alerts('cpu: false'),
      'services/order.yaml:7:11: alerts.cpu must be a mapping, got false. Write keys below it: warning, critical.',
    ],
  ])('%s', expectRefusal);
});

test('both thresholds in the wrong order are said once, of the warning', () => {
  expect(resolveFiles(alerts('cpu: { critical: 80%, warning: 90% }')).problems).toEqual([
    'services/order.yaml:7:33: the warning of cpu must come before what is critical in prod, got a warning at 90% and critical at 80%. State both, the warning lower.',
  ]);
});

test('all that is wrong with the thresholds is told at once', () => {
  const { problems } = resolveFiles(
    orderWith(
      'alerts:\n  cpu: { warning: 100% }\n  secret-age: { warning: 1d }\n  queue-depth: { critical: 9 }',
    ),
  );
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
    'services/order.yaml:8:10',
    'services/order.yaml:9:17',
    'services/order.yaml:10:18',
  ]);
});

test('what is stated below overrides is refused at its line there', () => {
  const files = orderWith('overrides:\n  prod: { alerts: { cpu: { warning: 0% } } }');
  expect(resolveFiles(files).problems).toEqual([
    'services/order.yaml:8:28: the threshold of cpu must be above 0% and below 100% in prod, got 0%, which rings without end: some of it is always used. Write one in between, or leave it out.',
  ]);
});

test('what an override says nothing of is refused at the service’s own line', () => {
  const files = orderWith(
    'alerts: { cpu: { warning: 0% }, memory: { warning: 100% } }\noverrides:\n  prod: { alerts: { cpu: { critical: 100% }, secret-age: { warning: 1d } } }',
  );
  expect(resolveFiles(files).problems.map((problem) => problem.split(' in prod')[0])).toEqual([
    'services/order.yaml:7:18: the threshold of cpu must be above 0% and below 100%',
    'services/order.yaml:7:43: the threshold of memory must be above 28.2% and below 100%',
    'services/order.yaml:9:28: the threshold of cpu must be above 0% and below 100%',
    'services/order.yaml:9:60: a threshold may be stated only of what is watched',
  ]);
});

test('of several services on one instance each is refused for its own, also where another is stricter', () => {
  const { problems } = resolveFiles(
    smallEstate({
      'estate.yaml': `${ESTATE}groups: { core: [order, user] }\n`,
      'services/order.yaml': `${SERVICE}alerts: { cpu: { warning: 100% } }\n`,
      'services/user.yaml': `${SERVICE.replace('order\n', 'user\n').replace('order-api', 'user-api')}alerts: { cpu: { warning: 70% } }\n`,
    }),
  );
  expect(problems).toEqual([
    'services/order.yaml:7:18: the threshold of cpu must be above 0% and below 100% in prod, got 100%, which can never ring: there is no more than all of it. Write one in between, or leave it out.',
  ]);
});
