import type { AwsFoundation, AwsInstance } from './aws-deployment';
import type { GoogleFoundation, GoogleInstance } from './google-deployment';

export type Foundation = AwsFoundation | GoogleFoundation;
export type Instance = AwsInstance | GoogleInstance;

/** The whole estate, resolved: what the stacks are built from and what `deployment.json` records. */
export interface Deployment {
  readonly organisation: string;
  readonly timeZone: string;
  readonly foundations: readonly Foundation[];
  readonly instances: readonly Instance[];
}
