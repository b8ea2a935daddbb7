import type { MonitoringAlertPolicyDocumentationLinks } from '@cdktf/provider-google/lib/monitoring-alert-policy';

/** Where somebody who is told looks first: what the first steps speak of, in the console of its project. */
export function policyLinks(project: string): MonitoringAlertPolicyDocumentationLinks[] {
  const link = (displayName: string, page: string): MonitoringAlertPolicyDocumentationLinks => ({
    displayName,
    url: `https://console.cloud.google.com/${page}?project=${project}`,
  });
  return [
    link('Dashboards', 'monitoring/dashboards'),
    link('Databases', 'sql/instances'),
    link('Logs', 'logs/query'),
  ];
}
