import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import type { TrailStore } from './trail-store';

export interface TrailSinkSettings {
  readonly address: string;
  readonly name: string;
  /** Whose entries it takes. */
  readonly project: string;
  /** Which, in the logging query language. */
  readonly filter: string;
  readonly description: string;
  /** The project that keeps the trail. */
  readonly storeProject: string;
}

export interface TrailSinkWiring {
  readonly store: Pick<TrailStore, 'bucket' | 'condition'>;
  /** Of the project whose entries it takes; the stack’s own where absent. */
  readonly provider?: TerraformProvider;
}

/**
 * What brings the entries of one project to the store. In the store’s own project a sink needs no right, and has no writer; from another
 * it writes as the account that all sinks of its project share ("Route logs to supported destinations", Cloud Logging, read 2026-11): the
 * right is that account’s, and so any other sink’s of that project, but on this bucket only.
 */
export class TrailSink extends Construct {
  constructor(scope: Construct, id: string, settings: TrailSinkSettings, wiring: TrailSinkWiring) {
    super(scope, id);
    const sink = createSink(this, settings, wiring);
    if (settings.project !== settings.storeProject) admitWriter(this, settings, wiring, sink);
  }
}

function createSink(
  scope: Construct,
  { address, name, project, filter, description }: TrailSinkSettings,
  { store, provider }: TrailSinkWiring,
): LoggingProjectSink {
  const sink = new LoggingProjectSink(scope, 'Resource', {
    ...{ project, name, description, filter },
    destination: `logging.googleapis.com/${store.bucket}`,
    uniqueWriterIdentity: true,
    ...(provider ? { provider } : {}),
  });
  return pin(sink, address);
}

/** A member of the store's project, which the stack's own provider is pinned to. */
function admitWriter(
  scope: Construct,
  { address, name, project, storeProject }: TrailSinkSettings,
  { store }: TrailSinkWiring,
  { writerIdentity }: LoggingProjectSink,
): void {
  const writer = new ProjectIamMember(scope, 'writer', {
    project: storeProject,
    role: 'roles/logging.bucketWriter',
    member: writerIdentity,
    condition: {
      title: name,
      description: `Sinks of ${project} write to this trail alone`,
      expression: store.condition,
    },
  });
  pin(writer, addressOf(address, 'writer'));
}
