import { named, protectedBy, text, type Body, type Configuration } from './posture-words';

const part = (value: unknown): Body =>
  (Array.isArray(value) ? part(value[0]) : (value ?? {})) as Body;

/** What keeps the trail of an environment on Google Cloud, beside what every log bucket says. */
export function googleStore(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('google_logging_project_bucket_config').map(
      ([, bucket]) =>
        `bucket ${text(bucket.bucket_id)}: ${text(bucket.retention_days)} days in ${text(bucket.location)} of ${text(bucket.project)}, with ${text(part(bucket.cmek_settings).kms_key_name)}, analysed ${text(bucket.enable_analytics)}, locked ${text(bucket.locked)}, ${protectedBy(bucket)}`,
    ),
    ...all('google_logging_project_sink').map(
      ([, sink]) =>
        `sink ${text(sink.name)} of ${text(sink.project)} to ${text(sink.destination)}, disabled ${text(sink.disabled)}: ${text(sink.filter)}`,
    ),
    ...all('google_project_iam_member').map(
      ([, { member, role, project, condition }]) =>
        `writer ${text(member)}: ${text(role)} in ${text(project)} where ${text(part(condition).expression)}`,
    ),
    ...all('google_kms_crypto_key').map(
      ([, key]) => `key: rotates every ${text(key.rotation_period)}, ${protectedBy(key)}`,
    ),
    ...all('google_kms_crypto_key_iam_binding').map(
      ([, { members, role }]) => `users of the key: exactly ${text(members)}, by ${text(role)}`,
    ),
  ].map((fact) => `store: ${fact}`);
}
