import { ParameterGroup } from '../../../constructs/aws/parameter-group';
import { resource, synthOf } from '../../support/synth';

const groupOf = (family: string) =>
  resource(
    synthOf(
      (stack) =>
        new ParameterGroup(stack, 'parameter-group', {
          address: 'order',
          identifier: 'acme-prod-order',
          family,
          parameters: [
            { name: 'max_connections', value: '800', restarts: true },
            { name: 'rds.force_ssl', value: '1', restarts: false },
          ],
        }),
    ),
    'aws_db_parameter_group',
    'order',
  );

test('parameters that need a restart wait for one', () => {
  expect(groupOf('postgres17')).toEqual({
    name: 'acme-prod-order-postgres17',
    family: 'postgres17',
    description: 'Parameters of acme-prod-order',
    parameter: [
      { name: 'max_connections', value: '800', apply_method: 'pending-reboot' },
      { name: 'rds.force_ssl', value: '1', apply_method: 'immediate' },
    ],
    lifecycle: { create_before_destroy: true },
  });
});

test('the name carries the family, in characters that RDS takes', () => {
  expect(groupOf('mysql8.4').name).toBe('acme-prod-order-mysql8-4');
});
