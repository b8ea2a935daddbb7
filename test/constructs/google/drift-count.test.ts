import { DriftCount } from '../../../constructs/google/drift-count';
import { googleSynthOf, resource } from '../../support/synth';

test('it counts what a project’s runners found, of whichever bucket', () => {
  const config = googleSynthOf((stack) => {
    new DriftCount(stack, 'drift-count', {
      ...{ address: 'shared', project: 'acme-prod-1', of: 'acme-prod' },
      ...{ name: 'acme-prod-access-drift', filter: 'jsonPayload.outcome="findings"' },
    });
  });
  expect(resource(config, 'google_logging_metric', 'shared_access_drift')).toEqual({
    project: 'acme-prod-1',
    name: 'acme-prod-access-drift',
    filter: 'jsonPayload.outcome="findings"',
    description: 'Runs of the runners of acme-prod that found more or less access than is declared',
    metric_descriptor: { metric_kind: 'DELTA', value_type: 'INT64', unit: '1' },
  });
});
