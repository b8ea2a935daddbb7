import { comment } from '../shell';
import type { ProjectPlan } from './plan';

/** What only an organisation’s administrator may set, to be taken out of its comments. */
export function guardrailComments({ project, guardrails }: ProjectPlan): string[] {
  const { constraints, deny } = guardrails;
  const lines = [
    `Not done here, for ${project}: an administrator of the organisation may make it hold.`,
    'Organisation policy (roles/orgpolicy.policyAdmin):',
    ...constraints.flatMap(({ why, command }) => ['', `  # ${why}`, `  ${command}`]),
    '',
    'Taken from the service accounts, whatever they are granted (roles/iam.denyAdmin):',
    '',
    `  gcloud iam policies create ${deny.id} --kind=denypolicies \\`,
    `    --attachment-point=${deny.attachmentPoint} \\`,
    "    --policy-file=/dev/stdin <<'END'",
    ...JSON.stringify(deny.policy, null, 2).split('\n'),
    'END',
  ];
  return ['', ...lines.map(comment)];
}
