import { TerraformResource } from 'cdktf';
import { Disks } from '../../../constructs/google/disks';
import {
  DatabaseInstance,
  type DatabaseInstanceSettings,
} from '../../../constructs/google/instance';
import { Reader, readerIdentifier } from '../../../constructs/google/reader';
import { LARGE_MYSQL, SMALL_POSTGRES } from '../../support/google-databases';
import { resource, googleSynthOf, type Config, type Json } from '../../support/synth';

const instancesOf = (settings: DatabaseInstanceSettings, deletionProtection = true): Config =>
  googleSynthOf((stack) => {
    const binding = new TerraformResource(stack, 'binding', { terraformResourceType: 'a' });
    const primary = new DatabaseInstance(stack, 'primary', settings, {
      key: { id: 'key', binding },
      network: { id: 'projects/acme-prod-1/global/networks/acme-prod', range: 'services' },
      disks: new Disks(stack, 'disks', settings),
      after: [],
    });
    new Reader(stack, 'reader-1', { number: 1, deletionProtection }, { primary });
    new Reader(stack, 'reader-2', { number: 2, deletionProtection }, { primary });
  });

const named = (config: Config, name: string): Json =>
  resource(config, 'google_sql_database_instance', name);

/** Every argument by its path: `settings.ip_configuration.ssl_mode`. */
function fieldsOf(args: Json, path = ''): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([key, value]): [string, unknown][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(fieldsOf(value as Json, `${path}${key}.`))
        : [[`${path}${key}`, value]],
    ),
  );
}

describe.each([
  ['small PostgreSQL', SMALL_POSTGRES],
  ['large MySQL', LARGE_MYSQL],
])('a reader of a %s primary', (_, settings) => {
  const config = instancesOf(settings);
  const primary = fieldsOf(named(config, 'core_db'));

  // What Cloud SQL takes for no replica.
  const ONLY_PRIMARY =
    /^(?:lifecycle\.prevent_destroy$|depends_on$|settings\.(?:backup_configuration|maintenance_window|deny_maintenance_period|password_validation_policy)\.)/;
  const ownOf = (number: number) => ({
    name: `acme-prod-core-db-reader-${number}`,
    instance_type: 'READ_REPLICA_INSTANCE',
    master_instance_name: '${google_sql_database_instance.core_db.name}',
    'settings.availability_type': 'ZONAL',
    'settings.disk_size': '${google_sql_database_instance.core_db.settings[0].disk_size}',
    'lifecycle.ignore_changes': [
      'settings[0].disk_size',
      'settings[0].maintenance_window',
      'settings[0].deny_maintenance_period',
      'settings[0].password_validation_policy',
    ],
  });

  describe.each([1, 2])('number %i', (number) => {
    const reader = fieldsOf(named(config, `core_db_reader_${number}`));
    const own = ownOf(number);

    test.each(Object.keys(primary).filter((field) => !ONLY_PRIMARY.test(field) && !(field in own)))(
      'has its primary’s %s',
      (field) => {
        expect(reader[field]).toEqual(primary[field]);
      },
    );

    test('has of its own what makes it a reader, and nothing else', () => {
      const others = Object.entries(reader).filter(
        ([field]) => ONLY_PRIMARY.test(field) || !(field in primary) || field in own,
      );
      expect(Object.fromEntries(others)).toEqual(own);
    });
  });
});

test('a reader’s identifier derives from its primary’s', () => {
  expect(readerIdentifier('acme-prod-core-db', 2)).toBe('acme-prod-core-db-reader-2');
});

test.each([
  ['with a recovery replica', { takesOver: null, serves: false }, true],
  ['without one', undefined, false],
])('whom it reads is left alone where its primary is one %s', (_, replica, isLeft) => {
  const settings = { ...SMALL_POSTGRES, ...(replica ? { replica } : {}) };
  const { lifecycle } = named(instancesOf(settings), 'core_db_reader_1');
  const { ignore_changes: ignored } = lifecycle as { ignore_changes: string[] };
  for (const argument of ['master_instance_name', 'instance_type', 'replica_configuration']) {
    expect([argument, ignored.includes(argument)]).toEqual([argument, isLeft]);
  }
});

test('it may be deleted by an approval of its own, while its primary may not', () => {
  const config = instancesOf(SMALL_POSTGRES, false);
  const protectedBy = (deletion_protection: boolean) => ({
    deletion_protection,
    settings: { deletion_protection_enabled: deletion_protection },
  });
  expect(named(config, 'core_db_reader_1')).toMatchObject(protectedBy(false));
  expect(named(config, 'core_db')).toMatchObject(protectedBy(true));
});
