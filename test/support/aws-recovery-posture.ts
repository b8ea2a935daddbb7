import { awsTrail } from './aws-trail-posture';
import { alertFacts } from './aws-alert-posture';
import {
  accessFacts,
  awsEnvironment,
  awsLogs,
  databaseFacts,
  keyFact,
  sourceOf,
} from './aws-posture';
import { runnerFacts } from './aws-runner-posture';
import { vaultFacts } from './aws-vault-posture';
import { named, not, text, type Body, type Configuration } from './posture-words';

/** What an instance has in the recovery region, and where. */
export function awsRecoveryPosture(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    `region: ${regionsOf(configuration)}`,
    ...all('aws_db_instance').flatMap(([name, body]) =>
      [
        `of ${text(sourceOf(body))}`,
        ...databaseFacts(configuration, name, body),
        `backups: ${text(body.backup_retention_period)} days, kept after deletion: ${not(body.delete_automated_backups)}; final snapshot: ${not(body.skip_final_snapshot)}, ${text(body.final_snapshot_identifier)}`,
        `standby in another zone: ${text(body.multi_az)}`,
      ].map((fact) => `database ${name}: ${fact}`),
    ),
    ...all('aws_db_instance_automated_backups_replication').map(
      ([, body]) =>
        `replicated backups of ${text(body.source_db_instance_arn)}: ${text(body.retention_period)} days under ${text(body.kms_key_id)}`,
    ),
    ...accessFacts(configuration),
    ...all('aws_kms_key').map(([name, key]) => keyFact(name, key)),
    ...awsLogs(configuration),
    ...awsTrail(configuration),
    ...vaultFacts(configuration),
    ...alertFacts(configuration),
    ...runnerFacts(configuration),
  ].map((fact) => `recovery: ${fact}`);
}

/** What an environment has in the recovery region for its instances to come to. */
export function awsLandingZone(configuration: Configuration): readonly string[] {
  return [
    `recovery environment: region: ${regionsOf(configuration)}`,
    ...awsEnvironment(configuration).map((fact) => `recovery ${fact}`),
  ];
}

/** The keys of a stack are of its provider’s region. */
function regionsOf(configuration: Configuration): string {
  const { provider } = configuration as unknown as {
    readonly provider: Readonly<Record<string, readonly Body[]>>;
  };
  return text((provider.aws ?? []).map(({ region }) => region));
}
