import { counted } from '../../terminal';
import { comment, shellWord, STOP } from '../shell';
import { GITHUB_HOST } from '../trust';
import { guardrailComments } from './guardrail-comments';
import type { GoogleBootstrapPlan } from './plan';
import { HELPERS } from './script-helpers';
import { IDENTITIES } from './script-identities';
import { AUDIT } from './script-audit';
import { functionOf, section } from './script-section';
import { STORES } from './script-stores';
import { TRAIL } from './script-trail';

/**
 * The plan as one bash script. It does the section of the project that gcloud works on, writes only where what is there
 * differs, and stops at the first error. Everything is inside functions, so that half a script does nothing.
 */
export function googleScriptOf(plan: GoogleBootstrapPlan): string {
  const { projects } = plan;
  const unsaid = unsaidOf(plan);
  const names = projects.map(({ project }) => project);
  const wanted = `wanted: ${names.join(' or ')}. Nothing was written`;
  const lines = [
    '#!/usr/bin/env bash',
    ...summary(plan),
    'set -euo pipefail',
    'export LC_ALL=C CLOUDSDK_CORE_DISABLE_PROMPTS=1',
    '',
    ...unsaid.flatMap(({ name, who, option }) => [
      `# ${who}: fill in an IAM member, or print this again with ${option} MEMBER.`,
      `${name}='FILL IN'`,
      '',
    ]),
    STOP,
    HELPERS,
    STORES,
    IDENTITIES,
    TRAIL,
    AUDIT,
    ...projects.flatMap((project) => section(plan, project)),
    'main() {',
    ...unsaid.flatMap(({ name }) => [
      `  [[ $${name} == *:*@* || $${name} == principal*://* ]] || stop "fill in ${name} at the top of this script"`,
    ]),
    ...othersOnly(plan),
    '  command -v gcloud > /dev/null || stop "the gcloud command is not installed"',
    '  work=$(mktemp -d)',
    `  trap 'rm -rf "$work"' EXIT`,
    '  project=$(gcloud config get-value project 2> /dev/null) || stop "gcloud is not set up"',
    '  case $project in',
    ...names.map((name) => `    ${name}) ${functionOf(name)} ;;`),
    `    *) stop "gcloud works on \${project:-no project}; ${wanted}" ;;`,
    '  esac',
    '}',
    '',
    'main',
    ...projects.flatMap(guardrailComments),
  ];
  return `${lines.join('\n')}\n`;
}

/** What the user is asked to fill in. */
function unsaidOf({ trusted, auditTrusted }: GoogleBootstrapPlan) {
  const [who, whose] = [
    'Who may act as the service accounts',
    'Who may act as those of the trail, others',
  ];
  return [
    ...(trusted ? [] : [{ name: 'trust', who, option: '--trust' }]),
    ...(auditTrusted ? [] : [{ name: 'audit_trust', who: whose, option: '--audit-trust' }]),
  ];
}

/** What is filled in by hand is not seen before: each name is looked for among the others. */
function othersOnly({ trusted, auditTrusted, named }: GoogleBootstrapPlan): string[] {
  const words = (members: readonly string[]): string => members.map(shellWord).join(' | ');
  const refusal = 'stop "audit_trust must be somebody else than who deploys the environment"';
  if (!trusted && !auditTrusted) return [`  [[ $trust != "$audit_trust" ]] || ${refusal}`];
  const [name, others] = trusted ? ['audit_trust', named.trust] : ['trust', named.auditTrust];
  if ((trusted && auditTrusted) || others.length === 0) return [];
  return [`  case $${name} in`, `    ${words(others)}) ${refusal} ;;`, '  esac'];
}

function summary({ environment, organisation, projects }: GoogleBootstrapPlan): string[] {
  const lines = [
    `What ${organisation}’s environment ${environment} needs on Google Cloud before Terraform. Safe to run again.`,
    'Declared, not exercised against Google Cloud: try it first in a project that holds nothing.',
    'It does the section of the project that gcloud works on, for one who owns it and its tags (roles/resourcemanager.tagAdmin, roles/resourcemanager.tagUser):',
    ...projects.map(({ project }) => `  CLOUDSDK_CORE_PROJECT=${project} bash bootstrap.sh`),
    ...(projects.length > 1 ? ['Run it for each, in this order.'] : []),
    ...projects.flatMap(
      ({ project, what, services, roles, accounts, tag, audited, notes, ...more }) => [
        '',
        `Project ${project} (${what})`,
        `  ${services.length} APIs`,
        ...[...more.stateStores, ...more.trailStateStores].flatMap(({ region, bucket, key }) => [
          `  ${region}: state bucket ${bucket}, key`,
          `    ${key}`,
        ]),
        ...roles.map(
          ({ id, permissions }) => `  role ${id}, ${counted(permissions.length, 'permission')}`,
        ),
        ...accounts.map(({ email }) => `  service account ${email}`),
        `  tag ${tag.key} on ${tag.accounts.join(' and ')}`,
        `  Data Access audit logs of ${audited.join(', ')}`,
        ...[more.github, more.trailGithub].flatMap((each) =>
          each ? [`  identity pool ${each.pool} for ${GITHUB_HOST}`] : [],
        ),
        ...(more.lien ? ['  a lien, which keeps it from being deleted'] : []),
        '',
        ...notes.map((note) => `  ${note}`),
      ],
    ),
  ];
  return [...lines.flatMap((line) => folded(line).map(comment)), ''];
}

const WIDTH = 78;

/** Long lines at the last space that fits, indented like their beginning. */
function folded(line: string): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const rows: string[] = [];
  let row = indent;
  for (const word of line.trim().split(' ')) {
    const longer = row === indent ? `${row}${word}` : `${row} ${word}`;
    if (longer.length <= WIDTH || row === indent) row = longer;
    else {
      rows.push(row);
      row = `${indent}  ${word}`;
    }
  }
  return [...rows, row];
}
