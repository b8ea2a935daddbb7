import type {
  GoogleFoundation,
  GoogleStateStore,
  GoogleTarget,
} from '../deployment/google-deployment';
import type { GoogleStatement } from '../language/estate-language';
import type { InstanceLock } from '../placement/instance-lock';
import type { GoogleWindows } from '../sizing/google-windows';
import type { Preset } from '../tables/presets';

/** An environment on Google Cloud, with what its instances resolve against. */
export interface GoogleEnvironment {
  readonly name: string;
  readonly preset: Preset;
  readonly google: GoogleStatement;
  readonly foundation: Omit<GoogleFoundation, 'audit'>;
  readonly windows: GoogleWindows;
  /** What was deployed. */
  readonly lock: InstanceLock;
}

const DEFAULT_DEPLOY_SERVICE_ACCOUNT = 'kura-deploy';

/** The project, region and service account a stack’s provider is pinned to. */
export function targetOf(google: GoogleStatement, project: string): GoogleTarget {
  const name = google.deployServiceAccount ?? DEFAULT_DEPLOY_SERVICE_ACCOUNT;
  return {
    project,
    region: google.region,
    deployServiceAccount: `${name}@${project}.iam.gserviceaccount.com`,
  };
}

/** Where an environment’s stacks keep their state. */
export function stateOf({ state }: GoogleStatement): GoogleStateStore {
  return state ? { kind: 'gcs', ...state } : { kind: 'local' };
}
