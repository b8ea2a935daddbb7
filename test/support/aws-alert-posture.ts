import { say, statementsOf } from './aws-runner-posture';
import { named, text, type Body, type Configuration } from './posture-words';

/** Who is told, of what RDS says too, and who may tell. */
export function alertFacts(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('aws_sns_topic').map(
      ([, body]) => `topic ${text(body.name)}: under ${text(body.kms_master_key_id)}`,
    ),
    ...all('aws_sns_topic_policy').flatMap(([name, { policy }]) =>
      statementsOf(policy).map(
        (statement) => `topic ${name}: ${say(statement)} by ${text(statement.Principal)}`,
      ),
    ),
    ...all('aws_sns_topic_subscription').map(
      ([, body]) =>
        `told: ${text(body.endpoint)} by ${text(body.protocol)} of ${text(body.topic_arn)}`,
    ),
    ...all('aws_db_event_subscription').map(
      ([, body]) =>
        `RDS tells ${text(body.sns_topic)} of ${text(body.source_type)} ${text(body.source_ids)}: ${text(body.event_categories)}`,
    ),
  ];
}
