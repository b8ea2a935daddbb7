import { OptionGroup } from '../../../constructs/aws/option-group';
import { resource, synthOf } from '../../support/synth';

test('its settings are of one option, and it is never deleted', () => {
  const config = synthOf(
    (stack) =>
      new OptionGroup(stack, 'option-group', {
        address: 'shared',
        name: 'acme-prod-mysql-8-4-internal',
        description: 'Audit log of acme-prod for internal data',
        engineVersion: '8.4',
        audit: { SERVER_AUDIT_EVENTS: 'CONNECT', SERVER_AUDIT_EXCL_USERS: 'rdsadmin' },
      }),
  );
  expect(resource(config, 'aws_db_option_group', 'shared')).toEqual({
    name: 'acme-prod-mysql-8-4-internal',
    option_group_description: 'Audit log of acme-prod for internal data',
    engine_name: 'mysql',
    major_engine_version: '8.4',
    skip_destroy: true,
    option: [
      {
        option_name: 'MARIADB_AUDIT_PLUGIN',
        option_settings: [
          { name: 'SERVER_AUDIT_EVENTS', value: 'CONNECT' },
          { name: 'SERVER_AUDIT_EXCL_USERS', value: 'rdsadmin' },
        ],
      },
    ],
  });
});
