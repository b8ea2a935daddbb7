import { cpSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  planBootstrap,
  type AccountPlan,
  type BootstrapPlan,
  type RolePlan,
} from '../../cli/bootstrap/aws/plan';
import type { Statement } from '../../cli/bootstrap/aws/policy-document';
import {
  planGoogleBootstrap,
  type GoogleBootstrapPlan,
  type ProjectPlan,
} from '../../cli/bootstrap/google/plan';
import type { Trust } from '../../cli/bootstrap/trust';
import type { Deployment } from '../../model/deployment/deployment';
import { loadEstate } from '../../model/language/load-estate';
import { sayProblem } from '../../model/problem';
import { resolve } from '../../model/resolver/resolve';
import { estateFolder } from './estate-folder';

/** The accounts of the shipped estate’s prod: its own, and that of the isolated payment. */
export const PROD = '333333333333';
export const PAYMENT = '444444444444';

export const CI = `arn:aws:iam::${PROD}:role/ci`;
export const NAMED: Trust = { principals: [CI] };
/** Who keeps the trail: nobody of production, and the account it is in. */
export const AUDIT = '555555555555';
export const AUDITOR = `arn:aws:iam::${AUDIT}:role/audit`;
export const KEEPING: Trust = { principals: [AUDITOR] };

const ESTATE = path.resolve(__dirname, '../../estate');

/** `bootstrapping`: what bootstrap makes may be unsaid yet. */
export function deploymentIn(folder: string, bootstrapping = false): Deployment {
  const estate = loadEstate(folder);
  const deployment = estate.ok ? resolve(estate.value, { bootstrapping }) : estate;
  if (!deployment.ok) throw new Error(deployment.problems.map(sayProblem).join('\n'));
  return deployment.value;
}

export const SHIPPED = deploymentIn(ESTATE);

export function planOf(
  deployment: Deployment,
  environment: string,
  trust = NAMED,
  auditTrust = KEEPING,
): BootstrapPlan {
  const plan = planBootstrap(deployment, { environment, trust, auditTrust });
  if (!plan.ok) throw new Error(plan.problems.map(sayProblem).join('\n'));
  return plan.value;
}

export function problemsOf(
  deployment: Deployment,
  environment: string,
  trust = NAMED,
  account?: string,
  auditTrust = KEEPING,
): string[] {
  const chosen = { environment, trust, auditTrust, ...(account === undefined ? {} : { account }) };
  const plan = planBootstrap(deployment, chosen);
  return plan.ok ? [] : plan.problems.map(sayProblem);
}

export function accountOf(plan: BootstrapPlan, account: string): AccountPlan {
  const found = plan.accounts.find((each) => each.account === account);
  if (!found) throw new Error(`no account ${account}`);
  return found;
}

export function roleOf(plan: BootstrapPlan, account: string, name: string): RolePlan {
  const found = accountOf(plan, account).roles.find((role) => role.name === name);
  if (!found) throw new Error(`no role ${name} in ${account}`);
  return found;
}

export const statementsOf = (
  plan: BootstrapPlan,
  account: string,
  role: string,
): readonly Statement[] =>
  roleOf(plan, account, role).policies.flatMap(({ document }) => document.Statement);

/** What a role that Terraform makes in an account does not go beyond. */
export function boundaryOf(plan: BootstrapPlan, account: string): readonly Statement[] {
  const { boundary } = accountOf(plan, account);
  if (!boundary) throw new Error(`no boundary in ${account}`);
  return boundary.document.Statement;
}

/** A copy of the shipped estate. */
export function copyOfEstate(): string {
  const folder = estateFolder({});
  cpSync(ESTATE, folder, { recursive: true });
  return folder;
}

/** A copy of the shipped estate with a text of `estate.yaml` replaced. */
export function changedEstate(from: string, to: string): string {
  const folder = copyOfEstate();
  const file = path.join(folder, 'estate.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  // Nothing is deployed yet where bootstrap runs.
  rmSync(path.join(folder, 'instances.lock.yaml'));
  return folder;
}

/** Keys that the estate names, one in each region, and a copy of the shipped estate that names them. */
export const STATE_KEY = `arn:aws:kms:ap-northeast-1:${PROD}:key/00000000-0000-4000-8000-000000000001`;
export const RECOVERY_STATE_KEY = `arn:aws:kms:ap-northeast-3:${PROD}:key/00000000-0000-4000-8000-000000000003`;
/** The same of the trail’s. */
export const TRAIL_STATE_KEY = STATE_KEY.replace(PROD, AUDIT);
export const TRAIL_RECOVERY_STATE_KEY = RECOVERY_STATE_KEY.replace(PROD, AUDIT);
export function statingState(): string {
  const folder = changedEstate(
    "account: '333333333333'\n",
    `account: '333333333333'\n      state: { bucket: suzumina-state, kmsKey: ${STATE_KEY} }\n      recoveryState: { bucket: suzumina-state-away, kmsKey: ${RECOVERY_STATE_KEY} }\n`,
  );
  const file = path.join(folder, 'estate.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(KEPT_ELSEWHERE);
  const state = `state: { bucket: suzumina-trail-state, kmsKey: ${TRAIL_STATE_KEY} }`;
  const away = `recoveryState: { bucket: suzumina-trail-state-away, kmsKey: ${TRAIL_RECOVERY_STATE_KEY} }`;
  writeFileSync(
    file,
    text.replace(KEPT_ELSEWHERE, `      audit: { account: '${AUDIT}', ${state}, ${away} }\n`),
  );
  return folder;
}

/** How the shipped estate’s prod says that its trail is in an account of its own, and a copy in which it is in prod’s. */
const KEPT_ELSEWHERE = `      audit: { account: '${AUDIT}' }\n`;
export const keepingItself = (): string => changedEstate(KEPT_ELSEWHERE, '');

/** The project of the shipped estate’s prod, that of its trail, and one for a service that is isolated in it. */
export const PROJECT = 'suzumina-prod';
export const TRAIL_PROJECT = 'suzumina-audit';
export const OWN_PROJECT = 'suzumina-web-prod';
export const TEAM = 'group:platform@suzumina.example';
export const TEAMED: Trust = { principals: [TEAM] };
export const AUDITORS = 'group:audit@suzumina.example';
export const KEPT: Trust = { principals: [AUDITORS] };

export function googlePlanOf(
  deployment: Deployment,
  environment: string,
  trust = TEAMED,
  auditTrust = KEPT,
): GoogleBootstrapPlan {
  const plan = planGoogleBootstrap(deployment, { environment, trust, auditTrust });
  if (!plan.ok) throw new Error(plan.problems.map(sayProblem).join('\n'));
  return plan.value;
}

export function googleProblemsOf(
  deployment: Deployment,
  environment: string,
  trust = TEAMED,
  project?: string,
  auditTrust = KEPT,
): string[] {
  const chosen = { environment, trust, auditTrust, ...(project === undefined ? {} : { project }) };
  const plan = planGoogleBootstrap(deployment, chosen);
  return plan.ok ? [] : plan.problems.map(sayProblem);
}

/** The line of the shipped estate that keeps the trail of prod’s Google side in a project of its own. */
export const KEPT_APART = `      audit: { project: ${TRAIL_PROJECT} }\n`;

/** The shipped estate with that trail among prod’s databases. */
export const keepingBeside = (): string => changedEstate(KEPT_APART, '');

export function projectOf(plan: GoogleBootstrapPlan, project: string): ProjectPlan {
  const found = plan.projects.find((each) => each.project === project);
  if (!found) throw new Error(`no project ${project}`);
  return found;
}

/** The shipped estate with its service on Google in a project of its own in prod. */
export function isolatingWeb(): string {
  const network = '      network: { cidr: 10.31.0.0/16 }\n';
  const folder = changedEstate(
    network,
    `${network}      isolated: { suzumina-web: { project: ${OWN_PROJECT}, network: { cidr: 10.60.0.0/20 } } }\n`,
  );
  const estate = path.join(folder, 'estate.yaml');
  writeFileSync(
    estate,
    readFileSync(estate, 'utf8').replaceAll(
      'google: [projects/suzumina-prod/',
      `google: [projects/${OWN_PROJECT}/notificationChannels/1, projects/suzumina-prod/`,
    ),
  );
  const file = path.join(folder, 'services/suzumina-web.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}overrides:\n  prod: { placement: isolated }\n`);
  return folder;
}
