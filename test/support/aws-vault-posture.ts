import { statementsOf } from './aws-runner-posture';
import { named, protectedBy, text, type Body, type Configuration } from './posture-words';

/** The vaults of a stack, what fills them, and who hears where that fails. */
export function vaultFacts(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('aws_backup_vault').map(
      ([, body]) =>
        `vault ${text(body.name)}: under ${text(body.kms_key_arn)}, ${protectedBy(body)}, emptied by force: ${text(body.force_destroy)}`,
    ),
    ...all('aws_backup_vault_lock_configuration').map(
      ([, body]) =>
        `vault is locked: ${text(body.min_retention_days)} to ${text(body.max_retention_days)} days, for good after: ${text(body.changeable_for_days)}`,
    ),
    ...all('aws_backup_vault_policy').flatMap(([, { policy }]) =>
      statementsOf(policy).map(
        ({ Effect, Action, Condition }) =>
          `vault: ${Effect} ${text(Action)}${Condition === undefined ? '' : ` where ${text(Condition)}`}`,
      ),
    ),
    ...all('aws_backup_plan').map(([, { name, rule }]) => `copies ${text(name)}: ${text(rule)}`),
    ...all('aws_backup_selection').map(
      ([, { resources, condition, iam_role_arn: role }]) =>
        `copies of ${text(resources)} where ${text(condition)} as ${text(role)}`,
    ),
    ...all('aws_backup_restore_testing_plan').map(
      ([, body]) =>
        `restore test ${text(body.name)}: ${text(body.schedule_expression)}, ${text(body.recovery_point_selection)}`,
    ),
    ...all('aws_backup_restore_testing_selection').map(
      ([, body]) =>
        `restore test of ${text(body.protected_resource_arns)}: ${text(body.restore_metadata_overrides)}`,
    ),
    ...all('aws_cloudwatch_event_rule').map(
      ([, { name, event_pattern: pattern }]) => `event ${text(name)}: ${text(pattern)}`,
    ),
    ...all('aws_cloudwatch_event_target').map(
      ([, { rule, arn, role_arn: role }]) =>
        `event ${text(rule)} goes to ${text(arn)}${role === undefined ? '' : ` as ${text(role)}`}`,
    ),
  ];
}
