import { DATA_CLASSES, DATA_CLASS_FACTS, REGIME_CLASS } from '../../../model/audit/data-class';
import { COMPLIANCE } from '../../../model/language/service-language';
import { deploymentOf, orderWith, resolveFiles, SMALL_ESTATE } from '../../support/estate-folder';

const ISOLATED = {
  'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace(
    'preset: production',
    'preset: staging',
  ),
};
const serviceOf = (lines: string) => {
  const [instance] = deploymentOf({ ...orderWith(lines), ...ISOLATED }).instances;
  const [service] = instance?.services ?? [];
  if (!service) throw new Error('no service');
  return service;
};

test('a service that says nothing holds nothing that is protected', () => {
  expect(serviceOf('').data).toEqual({
    value: 'internal',
    reason: 'the service names no other',
    place: 'data classes',
  });
});

test('what it says counts, and its place is the line', () => {
  expect(serviceOf('data: personal').data).toEqual({
    value: 'personal',
    reason: 'the service says so',
    place: 'services/order.yaml:7:1',
  });
});

test.each(COMPLIANCE)('%s says what the data of its services is', (regime) => {
  expect(serviceOf(`compliance: [${regime}]`).data).toMatchObject({
    value: REGIME_CLASS[regime],
    reason: `what ${regime} is about`,
  });
});

test('of several regimes the one that protects most counts', () => {
  expect(serviceOf('compliance: [gdpr, pci-dss]').data).toMatchObject({
    value: 'payment',
    reason: 'what pci-dss is about',
  });
});

test('a class says more than its regimes do, and never less', () => {
  expect(serviceOf('compliance: [gdpr]\ndata: payment').data.value).toBe('payment');
  expect(
    resolveFiles({ ...orderWith('compliance: [pci-dss]\ndata: personal'), ...ISOLATED }).problems,
  ).toEqual([
    'services/order.yaml:8:1: data must be payment where compliance names pci-dss, got "personal". Write `data: payment`, or leave it out.',
  ]);
});

test.each(DATA_CLASSES)('of %s data what its class demands is recorded', (data) => {
  expect(serviceOf(`data: ${data}`).contents.value.audit).toBe(DATA_CLASS_FACTS[data].audited);
});

test('of people and of payment who reads and changes is recorded', () => {
  expect(DATA_CLASSES.map((data) => DATA_CLASS_FACTS[data].audited)).toEqual([
    null,
    'ddl,role,write,read',
    'ddl,role,write,read,misc_set',
  ]);
});

test('each class records no less than the one before', () => {
  const recorded = DATA_CLASSES.map(
    (data) => new Set(DATA_CLASS_FACTS[data].audited?.split(',') ?? []),
  );
  recorded.slice(1).forEach((classes, i) => {
    for (const each of recorded[i] ?? []) expect(classes).toContain(each);
  });
  // What the instance records anyway a database’s own setting would take away.
  for (const classes of recorded.slice(1))
    for (const each of ['ddl', 'role']) expect(classes).toContain(each);
});
