import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { GoogleInstance } from '../model/deployment/google-deployment';

/** What a restore names: the instance with its backups and their key. It stays when the instance has gone. */
export function createGoogleRestoreCoordinates(
  stack: TerraformStack,
  instance: GoogleInstance,
  key: { readonly id: string },
): void {
  const { identifier, lifecycle, target, decisions, restores, recoveryHome } = instance;
  const { project, region } = target;
  const placed = (name: string) => ({
    identifier: name,
    connection: `${project}:${region}:${name}`,
    resource: `projects/${project}/instances/${name}`,
  });
  const output = new TerraformOutput(stack, 'restore-coordinates', {
    description: `From what ${identifier} can be restored`,
    value: {
      ...placed(identifier),
      ...{ project, region, state: lifecycle.value, key: key.id },
      databaseVersion: decisions.databaseVersion.value,
      edition: decisions.edition.value,
      machineType: decisions.machineType.value,
      backups: {
        location: decisions.backupLocation.value,
        retained: decisions.retainedBackups.value,
        pointInTimeDays: decisions.backupRetentionDays.value,
        keptAfterDeletion: true,
      },
      ...(recoveryHome
        ? { recovery: { stack: recoveryHome.stack, identifier: recoveryHome.identifier } }
        : {}),
      restored: restores
        .filter(({ region: home }) => home === 'primary')
        .map(({ name, identifier: own, source }) => ({
          ...{ name, ...placed(own) },
          source: source.value,
        })),
      ...(lifecycle.value === 'serving' ? {} : { finalBackup: finalBackup(instance) }),
    },
  });
  output.overrideLogicalId('restore_coordinates');
}

/**
 * What to run before the instance goes: the provider asks Cloud SQL for no final backup (6.50.0, source of Delete), and a backup on
 * demand is kept until somebody deletes it (`retain_backups_on_delete`, provider 6.50.0, documentation).
 */
function finalBackup({ identifier, target, decisions }: GoogleInstance): string {
  return [
    `gcloud sql backups create --instance=${identifier} --project=${target.project}`,
    `--location=${decisions.backupLocation.value} --description=${identifier}-final`,
  ].join(' ');
}
