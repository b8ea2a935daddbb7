import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Token, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface EventRuleSettings {
  readonly address: string;
  /** 64 characters at most (`PutRule`, EventBridge API reference, read 2026-11). */
  readonly name: string;
  readonly description: string;
  /** What an event must be. */
  readonly pattern: Readonly<Record<string, unknown>>;
}

export interface EventRuleWiring {
  /** ARNs of topics: of this stack, or that exist already. */
  readonly targets: readonly string[];
  readonly role: EventsRoleWiring | undefined;
}

/** With which those of other accounts are told; absent where there are none. */
export interface EventsRoleWiring {
  readonly arn: string;
  readonly resource: ITerraformDependable;
  /** Which those are. */
  readonly topics: readonly string[];
}

/** Tells topics of events. */
export class EventRule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, name, description, pattern }: EventRuleSettings,
    { targets, role }: EventRuleWiring,
  ) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, 'Resource', {
      name,
      description,
      eventPattern: JSON.stringify(pattern),
    });
    pin(rule, address);
    for (const arn of targets) {
      const made = Token.isUnresolved(arn);
      const target = new CloudwatchEventTarget(this, made ? 'target' : `to-${arn}`, {
        rule: rule.name,
        // One that exists already may have a name longer than this takes: the provider draws one.
        ...(made ? { targetId: 'alarms' } : {}),
        arn,
        ...(role?.topics.includes(arn) ? { roleArn: role.arn, dependsOn: [role.resource] } : {}),
      });
      pin(target, address, ...(made ? [] : [`to_${nameOf(arn)}`]));
    }
  }
}

/** An existing topic’s account and name: of one region, no other has both. */
const nameOf = (arn: string): string => arn.split(':').slice(4).join('_');
