import { databaseFacts, googleEnvironment, keyFacts, logFacts, ruleFacts } from './google-posture';
import { runnerFacts } from './google-runner-posture';
import { named, text, type Body, type Configuration } from './posture-words';

/** What an instance has in the recovery region, and where. */
export function googleRecoveryPosture(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    `region: ${regionsOf(configuration)}`,
    ...all('google_sql_database_instance').flatMap(([name, body]) => {
      const { availability_type, backup_configuration } = part(body.settings);
      return [
        `follows ${text(body.master_instance_name)} in ${text(body.region)}`,
        ...databaseFacts(body),
        `backups of its own: ${text(part(backup_configuration).enabled)}`,
        `standby in another zone: ${text(availability_type === 'REGIONAL')}`,
        `left as it is found: ${text(part(body.lifecycle).ignore_changes)}`,
      ].map((fact) => `database ${name}: ${fact}`);
    }),
    ...ruleFacts(configuration),
    ...all('google_sql_user').map(([name]) => `login ${name} made again`),
    ...all('google_project_iam_member').map(
      ([, { role, member, project, condition }]) =>
        `attached: ${text(member)} has ${text(role)} in ${text(project)} where ${text(part(condition).expression)}`,
    ),
    ...all('google_monitoring_alert_policy').map(
      ([, policy]) =>
        `alarm: ${text(policy.display_name)}, to ${text(policy.notification_channels)}`,
    ),
    ...keyFacts(configuration),
    ...logFacts(configuration),
    ...runnerFacts(configuration),
  ].map((fact) => `recovery: ${fact}`);
}

/** What an environment has in the recovery region for its instances to come to. */
export function googleLandingZone(configuration: Configuration): readonly string[] {
  return [
    `recovery environment: region: ${regionsOf(configuration)}`,
    ...googleEnvironment(configuration).map((fact) => `recovery ${fact}`),
  ];
}

const part = (value: unknown): Body => (value ?? {}) as Body;

/** Keys, replicas and buckets are of their provider’s region or name it themselves. */
function regionsOf(configuration: Configuration): string {
  const { provider } = configuration as unknown as {
    readonly provider: Readonly<Record<string, readonly Body[]>>;
  };
  return text((provider.google ?? []).map(({ region }) => region));
}
