import { comment } from '../shell';
import type { DenyPlan } from './guardrails';
import type { ProjectPlan } from './plan';

/** What only an organisation’s administrator may set, to be taken out of its comments. */
export function guardrailComments({ project, guardrails }: ProjectPlan): string[] {
  const { constraints, deny, trailDeny } = guardrails;
  const lines = [
    `Not done here, for ${project}: an administrator of the organisation may make it hold.`,
    'Organisation policy (roles/orgpolicy.policyAdmin):',
    ...constraints.flatMap(({ why, command }) => ['', `  # ${why}`, `  ${command}`]),
    '',
    'Taken from the service accounts, whatever they are granted (roles/iam.denyAdmin):',
    '',
    ...created(deny),
    ...(trailDeny
      ? [
          '',
          'Taken from everybody but who keeps a trail there, the project’s owners among them:',
          '',
          ...created(trailDeny),
        ]
      : []),
  ];
  return ['', ...lines.map(comment)];
}

const created = ({ id, attachmentPoint, policy }: DenyPlan): readonly string[] => [
  `  gcloud iam policies create ${id} --kind=denypolicies \\`,
  `    --attachment-point=${attachmentPoint} \\`,
  "    --policy-file=/dev/stdin <<'END'",
  ...JSON.stringify(policy, null, 2).split('\n'),
  'END',
];
