import { fittedName } from '../../../model/values/fitted-name';

/** The service accounts that Terraform acts as, by e-mail address. */
export interface Accounts {
  readonly deploy: string;
  readonly plan: string;
}

/** "Create service accounts" (IAM, read 2026-11). */
export const LONGEST_ACCOUNT = 30;

/** The part of a service account’s address before the @. */
export const nameOf = (email: string): string => email.slice(0, email.indexOf('@'));

export const emailOf = (name: string, project: string): string =>
  `${name}@${project}.iam.gserviceaccount.com`;

/** `kura-deploy` → `kura-plan`; an account of another name gets `-plan` after it. */
export function planNameOf(deployName: string): string {
  return deployName.endsWith('-deploy')
    ? deployName.replace(/deploy$/, 'plan')
    : `${deployName}-plan`;
}

/** The same for the trail’s, whose name has the environment’s in it: cut where that is too long. */
export function trailPlanNameOf(deployName: string): string {
  return deployName.endsWith('-deploy')
    ? planNameOf(deployName)
    : fittedName(deployName, '-plan', LONGEST_ACCOUNT);
}
