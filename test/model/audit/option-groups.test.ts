import { DATA_CLASSES, strictestClass } from '../../../model/audit/data-class';
import { MYSQL_AUDIT } from '../../../model/audit/mysql-audit';
import { auditSettings, optionGroupName, optionGroupOf } from '../../../model/audit/option-groups';
import {
  awsInstanceOf,
  deploymentOf,
  SMALL_ESTATE,
  type EstateFiles,
} from '../../support/estate-folder';

const SERVICE = String(SMALL_ESTATE['services/order.yaml']).replace('postgres', 'mysql');
const named = (name: string, lines: string): string =>
  `${SERVICE.replaceAll('order', name)}${lines}`;

/** An estate of one group, of these services on MySQL. */
const grouped = (classes: Readonly<Record<string, string>>): EstateFiles => ({
  'estate.yaml': `${String(SMALL_ESTATE['estate.yaml'])}groups:\n  core: [${Object.keys(classes).join(', ')}]\n`,
  ...Object.fromEntries(
    Object.entries(classes).map(([name, data]) => [
      `services/${name}.yaml`,
      named(name, `data: ${data}\n`),
    ]),
  ),
});

test('an option group is of the strictest class of an instance’s services', () => {
  const files = grouped({ order: 'internal', user: 'personal' });
  expect(optionGroupOf(awsInstanceOf(files, 'prod-aws-core'))).toEqual({
    engineVersion: '8.4',
    data: 'personal',
  });
  expect(strictestClass(['personal', 'payment', 'internal'])).toBe('payment');
  expect(strictestClass([])).toBe('internal');
});

test('PostgreSQL has none', () => {
  expect(optionGroupOf(awsInstanceOf(SMALL_ESTATE, 'prod-aws-order'))).toBeUndefined();
});

test('a foundation has those that its instances use, each once and in one order', () => {
  const [foundation] = deploymentOf({
    ...SMALL_ESTATE,
    'services/a.yaml': named('a', 'data: personal\n'),
    'services/b.yaml': named('b', 'data: personal\n'),
    'services/c.yaml': named('c', ''),
  }).foundations;
  const there = foundation?.cloud === 'aws' ? foundation : undefined;
  const plans = [
    { engineVersion: '8.4', data: 'internal' },
    { engineVersion: '8.4', data: 'personal' },
  ];
  expect(there?.optionGroups).toEqual(plans);
  expect(there?.recovery?.optionGroups).toEqual(plans);
  expect(deploymentOf(SMALL_ESTATE).foundations[0]).toMatchObject({ optionGroups: [] });
});

test('an isolated instance has its own, and the environment none for it', () => {
  const [foundation] = deploymentOf({
    'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace(
      '      network:',
      '      isolated:\n        order: { network: { cidr: 10.40.0.0/20 } }\n      network:',
    ),
    'services/order.yaml': named('order', 'placement: isolated\n'),
  }).foundations;
  expect(foundation).toMatchObject({ optionGroups: [] });
});

test('its name has the version and the class', () => {
  expect(optionGroupName('acme-prod', { engineVersion: '8.4', data: 'payment' })).toBe(
    'acme-prod-mysql-8-4-payment',
  );
});

test.each(DATA_CLASSES)('of %s data the plugin has its events, and leaves rdsadmin out', (data) => {
  expect(auditSettings(data)).toEqual({
    SERVER_AUDIT_EVENTS: MYSQL_AUDIT[data].events.join(','),
    SERVER_AUDIT_EXCL_USERS: 'rdsadmin',
    SERVER_AUDIT_QUERY_LOG_LIMIT: '102400',
  });
  // Twice as many, as quotes are escaped, and what stands before them are one event of 256 KiB.
  expect(2 * Number(auditSettings(data).SERVER_AUDIT_QUERY_LOG_LIMIT)).toBeLessThan(255 * 1024);
});
