import { awsSteps } from './aws';
import type { Step } from './document';
import { googleSteps } from './google';
import { isOnAws, type Subject } from './subject';

/** What is the same on both clouds, in each one’s commands. */
export interface CloudSteps {
  /** Who may do all this, and as whom Terraform does. */
  readonly signIn: (region: string) => Step;
  /** How far forward and back a restore of the instance that serves reaches. */
  readonly reach: Step;
  /** What else it can be restored from. */
  readonly copies: readonly Step[];
  /** One of these, as the estate writes it. */
  readonly copyName: string;
  /** What a restored instance needs before it is as its original. */
  readonly settle: readonly Step[];
  /** What brings logins and grants to what is declared, where the deploy does not. */
  readonly converge: readonly Step[];
  /** Ends the sessions of who logs in no more. */
  readonly endSessions: (identifier: string, region: string) => Step;
  /** A copy as of an instant, made without the estate. */
  readonly copyByHand: (source: string, target: string, region: string, stack: string) => Step;
  /** What to look at, and to do, after the loss of a zone. */
  readonly zone: readonly Step[];
  /** Whether what is restored comes up in a zone that is there, wherever its source was. */
  readonly leavesZone: boolean;
}

export const stepsOf = (subject: Subject): CloudSteps =>
  isOnAws(subject) ? awsSteps(subject) : googleSteps(subject);
