import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { Construct } from 'constructs';
import type { AlertCondition } from '../../model/alerts/google-conditions';
import type { AlertPolicy } from '../../model/alerts/google-policies';
import { addressOf, pin } from '../address';
import type { AlertChannels } from './notification-channels';
import { conditionOf } from './policy-condition';
import { policyLinks } from './policy-links';

export interface AlertPoliciesSettings {
  readonly address: string;
  readonly project: string;
  readonly policies: readonly AlertPolicy[];
}

export interface AlertPoliciesWiring {
  readonly channels: AlertChannels;
}

/** "LogMatch" (AlertPolicy, Cloud Monitoring API v3, read 2026-11): such a condition wants to know how often it may tell the same. */
const SAME_AGAIN = { notificationRateLimit: { period: '300s' } };

/**
 * What is told of databases: a policy for each alert, severity and threshold of all that is in a project, since each has a quota of them
 * ("Managing alerting policies by API", Cloud Monitoring, read 2026-11). An incident is opened for each database.
 */
export class AlertPolicies extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { address, project, policies }: AlertPoliciesSettings,
    { channels }: AlertPoliciesWiring,
  ) {
    super(scope, id);
    for (const policy of policies) {
      const { severity, conditions, displayName, subject, content } = policy;
      const told = channels[severity];
      if (told.length === 0) throw new Error(`${displayName}: nobody is told of it`);
      const resource = new MonitoringAlertPolicy(this, policy.id.join('-').replaceAll('.', '_'), {
        ...{ project, displayName, combiner: 'OR', severity: severity.toUpperCase() },
        conditions: conditions.map((each, i) => nthCondition(policy, each, i)),
        notificationChannels: [...told],
        alertStrategy: {
          autoClose: `${String(policy.autoClose)}s`,
          ...(conditions.some(({ kind }) => kind === 'log') ? SAME_AGAIN : {}),
        },
        documentation: {
          mimeType: 'text/markdown',
          subject: forMonitoring(subject),
          content: forMonitoring(content),
          links: policyLinks(project),
        },
      });
      pin(resource, address, 'alert', addressOf(...policy.id));
    }
  }
}

function nthCondition(
  { displayName, conditionNames }: AlertPolicy,
  condition: AlertCondition,
  i: number,
): MonitoringAlertPolicyConditions {
  return { displayName: conditionNames[i] ?? displayName, ...conditionOf(condition) };
}

/** Its variables are not Terraform’s. */
const forMonitoring = (text: string): string => text.replaceAll('${', () => '$${');
