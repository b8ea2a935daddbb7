import type { AlertName } from '../../../model/alerts/alert-names';
import { instanceOf, orderWith, type EstateFiles } from '../../support/estate-folder';

/** The thresholds of an alert, with what caused each. */
function thresholdsOf(files: EstateFiles, name: AlertName): readonly (readonly string[])[] {
  const { alerts } = instanceOf(files, 'prod-aws-order');
  const told = alerts.told.filter(({ alert, region }) => alert === name && region === 'primary');
  return told.map(({ severity, threshold: { value, place } }) => [severity, String(value), place]);
}

const OVERRIDDEN = orderWith(
  `alerts:
  cpu: { warning: 70%, critical: 90% }
  memory: { warning: 85.5% }
overrides:
  prod:
    alerts:
      cpu: { critical: 95% }
      connections: { warning: 300 }`,
);

describe('an override of an environment', () => {
  test('replaces one severity, and leaves the other with its own line', () => {
    expect(thresholdsOf(OVERRIDDEN, 'cpu')).toEqual([
      ['warning', '70', 'services/order.yaml:8:10'],
      ['critical', '95', 'services/order.yaml:13:14'],
    ]);
  });

  test('leaves the alerts that it says nothing of', () => {
    expect(thresholdsOf(OVERRIDDEN, 'memory')[0]).toEqual([
      'warning',
      '85.5',
      'services/order.yaml:9:13',
    ]);
  });

  test('adds alerts of its own', () => {
    expect(thresholdsOf(OVERRIDDEN, 'connections')[0]).toEqual([
      'warning',
      '300',
      'services/order.yaml:14:22',
    ]);
  });

  test('of another environment says nothing', () => {
    const files = orderWith('environments: [prod]\nalerts: { cpu: { warning: 70% } }');
    expect(thresholdsOf(files, 'cpu')[0]).toEqual(['warning', '70', 'services/order.yaml:8:18']);
  });
});
