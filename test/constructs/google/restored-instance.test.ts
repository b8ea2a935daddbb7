import { TerraformResource } from 'cdktf';
import { Disks } from '../../../constructs/google/disks';
import {
  DatabaseInstance,
  type DatabaseInstanceSettings,
} from '../../../constructs/google/instance';
import { Reader } from '../../../constructs/google/reader';
import {
  RestoredInstance,
  type RestoredInstanceSettings,
} from '../../../constructs/google/restored-instance';
import { LARGE_MYSQL } from '../../support/google-databases';
import { addressesOf, googleSynthOf, resource, type Config, type Json } from '../../support/synth';

const OWN: RestoredInstanceSettings = {
  address: 'core_db_at_before',
  identifier: 'acme-prod-core-db-at-before',
  source: { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' },
  serves: false,
  deletionProtection: true,
  preventDestroy: true,
};
const BACKUP: RestoredInstanceSettings['source'] = { from: 'snapshot', snapshot: '1763600000000' };

const synthOf = (...choices: readonly Partial<RestoredInstanceSettings>[]): Config =>
  synthOfWith(LARGE_MYSQL, ...choices);
const synthOfWith = (
  settings: DatabaseInstanceSettings,
  ...choices: readonly Partial<RestoredInstanceSettings>[]
): Config =>
  googleSynthOf((stack) => {
    const binding = new TerraformResource(stack, 'binding', { terraformResourceType: 'a' });
    const key = { id: 'key', binding };
    const disks = new Disks(stack, 'disks', LARGE_MYSQL);
    const network = { id: 'projects/acme-prod-1/global/networks/acme-prod', range: 'services' };
    const wiring = { key, network, disks, after: [] };
    const primary = new DatabaseInstance(stack, 'primary', settings, wiring);
    for (const choice of choices) {
      const restored = new RestoredInstance(
        stack,
        'restored',
        { ...OWN, ...choice },
        { primary, disks, key },
      );
      new Reader(stack, 'reader', { number: 1, deletionProtection: true }, { primary: restored });
    }
  });

const named = (config: Config, name: string): Json =>
  resource(config, 'google_sql_database_instance', name);
const restoredOf = (choice: Partial<RestoredInstanceSettings> = {}): Json =>
  named(synthOf(choice), 'core_db_at_before');
const lifecycleOf = (choice: Partial<RestoredInstanceSettings>) =>
  restoredOf(choice).lifecycle as { ignore_changes: string[]; postcondition: Json[] };

test('from a time it is a clone of the primary as of then', () => {
  const restored = restoredOf();
  expect(restored).toMatchObject({
    name: 'acme-prod-core-db-at-before',
    clone: {
      source_instance_name: '${google_sql_database_instance.core_db.name}',
      point_in_time: '2026-11-20T03:00:00Z',
    },
  });
  for (const argument of ['restore_backup_context', 'instance_type', 'master_instance_name']) {
    expect(restored).not.toHaveProperty(argument);
  }
});

test('of another restored instance it is a clone of that one, by its name', () => {
  const { clone } = restoredOf({ of: 'acme-prod-order-at-noon' });
  expect(clone).toMatchObject({ source_instance_name: 'acme-prod-order-at-noon' });
});

test('from a backup it is a new instance into which that is restored', () => {
  const restored = restoredOf({ source: BACKUP });
  expect(restored).toMatchObject({
    instance_type: 'CLOUD_SQL_INSTANCE',
    restore_backup_context: {
      backup_run_id: 1763600000000,
      instance_id: '${google_sql_database_instance.core_db.name}',
      project: 'acme-prod-1',
    },
  });
  expect(restored).not.toHaveProperty('clone');
});

test.each([
  [
    'a time',
    OWN.source,
    'clone',
    '[0].point_in_time, "2026-11-20T03:00:00Z") == "2026-11-20T03:00:00Z"',
  ],
  [
    'a backup',
    BACKUP,
    'restore_backup_context',
    '[0].backup_run_id, 1763600000000) == 1763600000000',
  ],
] as const)(
  'after its first deploy %s restores nothing any more, and another stops the plan',
  (_, source, block, rest) => {
    const { ignore_changes, postcondition } = lifecycleOf({ source });
    expect(ignore_changes).toContain(block);
    expect(postcondition).toEqual([
      {
        condition: `\${try(self.${block}${rest}}`,
        error_message: expect.stringMatching(
          /^acme-prod-core-db-at-before must be restored from what it was made from, got another .*\. Write another name/,
        ) as unknown,
      },
    ]);
  },
);

test.each([
  ['a time', OWN.source],
  ['a backup', BACKUP],
] as const)(
  'restored from %s it is as safe as its primary, whose key, flags, backups and network it has',
  (_, source) => {
    const config = synthOf({ source, serves: true });
    const primary = named(config, 'core_db');
    const restored = named(config, 'core_db_at_before');
    const { ip_configuration: primaryNetwork, disk_size: __, ...same } = primary.settings as Json;
    expect(restored).toMatchObject({
      database_version: primary.database_version,
      encryption_key_name: primary.encryption_key_name,
      project: primary.project,
      region: primary.region,
      deletion_protection: true,
      settings: same,
      depends_on: ['a.binding'],
    });
    const { allocated_ip_range: range, ...network } = primaryNetwork as Json;
    const { ip_configuration } = restored.settings as Json;
    // A clone’s address is from its source’s range, and no argument of its own.
    expect(ip_configuration).toEqual(
      source.from === 'time' ? network : { ...network, allocated_ip_range: range },
    );
  },
);

test.each([
  ['a clone', OWN.source, false, true],
  ['a backup that is being restored', BACKUP, false, false],
  ['a restored backup that serves', BACKUP, true, true],
] as const)(
  'a password policy comes once there is an instance to have it: %s',
  (_, source, serves, has) => {
    const { password_validation_policy: policy } = restoredOf({ source, serves }).settings as Json;
    expect(policy !== undefined).toBe(has);
  },
);

test('its disk is its own once it exists, and before no smaller than its source’s', () => {
  const grown = (name: string) =>
    `[for each in data.google_sql_database_instances.core_db.instances : each.settings[0].disk_size if each.name == "${name}"]`;
  expect((restoredOf().settings as Json).disk_size).toBe(
    `\${max(100, coalescelist(${grown('acme-prod-core-db-at-before')}, ${grown('acme-prod-core-db')}, [100])...)}`,
  );
});

test.each([
  ['a clone', OWN.source, '3h'],
  ['a backup, which is restored as an update', BACKUP, '12h'],
] as const)(
  'nobody knows how long %s takes, so that it is waited for long',
  (_, source, update) => {
    expect(restoredOf({ source }).timeouts).toEqual({ create: '12h', update, delete: '3h' });
  },
);

test('a reader of it reads nothing else, whatever follows its primary', () => {
  const replica = { takesOver: null, serves: false };
  const lifecycle = named(synthOf({}), 'core_db_at_before_reader_1').lifecycle;
  const beside = named(synthOfWith({ ...LARGE_MYSQL, replica }, {}), 'core_db_at_before_reader_1');
  expect(beside.lifecycle).toEqual(lifecycle);
});

test('its protections are its own', () => {
  const choice = { deletionProtection: false, preventDestroy: false };
  const config = synthOf(choice);
  expect(named(config, 'core_db_at_before')).toMatchObject({
    deletion_protection: false,
    lifecycle: { prevent_destroy: false },
    settings: { deletion_protection_enabled: false, retain_backups_on_delete: true },
  });
  expect(named(config, 'core_db')).toMatchObject({
    deletion_protection: true,
    settings: { deletion_protection_enabled: true },
  });
});

test('its readers read it, and nothing of the primary is other than without it', () => {
  const config = synthOf({});
  expect(named(config, 'core_db_at_before_reader_1')).toMatchObject({
    name: 'acme-prod-core-db-at-before-reader-1',
    master_instance_name: '${google_sql_database_instance.core_db_at_before.name}',
  });
  expect(named(config, 'core_db')).toEqual(named(synthOf(), 'core_db'));
  expect(addressesOf(config)).toEqual([
    'a.binding',
    'google_sql_database_instance.core_db',
    'google_sql_database_instance.core_db_at_before',
    'google_sql_database_instance.core_db_at_before_reader_1',
  ]);
});
