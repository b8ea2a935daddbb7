import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { addressOf } from '../constructs/address';
import { identifiersFrom, recoveredFrom } from '../constructs/google/database-logs';
import { Key } from '../constructs/google/key';
import { TrailAlarm } from '../constructs/google/trail-alarm';
import { changesAtStore } from '../constructs/google/trail-changes';
import {
  projectFilter,
  readingFilter,
  recoveredJobs,
  trailedJobs,
  trailFilter,
} from '../constructs/google/trail-filter';
import { TrailSink } from '../constructs/google/trail-sink';
import { TrailStore } from '../constructs/google/trail-store';
import { alertOf } from '../model/alerts/catalogue';
import type { GoogleAuditStore, GoogleFoundation } from '../model/deployment/google-deployment';
import { createBackend } from './backend';
import { createGoogleChannels } from './google-channels';
import { loggingAccountOf, projectNumberOf } from './google-foundation-stack';
import { createGoogleProvider, createGoogleProviderAt } from './google-provider';
import type { Labels } from './labels';

/** Addresses of all that a trail has. */
const ADDRESS = 'trail';

type Region = 'primary' | 'recovery';

/** What keeps an environment’s trail in one region: none of its principals makes, changes or deletes any of it. */
export class GoogleAuditStack extends TerraformStack {
  constructor(
    scope: Construct,
    foundation: GoogleFoundation,
    region: Region,
    organisation: string,
  ) {
    const { environment, audit } = foundation;
    const kept = audit[region];
    if (!kept) throw new Error(`${environment} has no trail in its ${region} region`);
    super(scope, kept.stack);
    const labels = { organisation, environment, owners: [] };
    createGoogleProvider(this, kept.target, labels);
    createBackend(this, kept.state);
    const store = createStore(this, foundation, kept);
    takeEntries(this, foundation, region, kept, { store, labels });
    recordReaders(this, foundation, kept, store);
    if (region === 'primary') tellOfChanges(this, foundation, kept);
  }
}

/** The log bucket and its key, which Cloud Logging alone uses. */
function createStore(
  stack: TerraformStack,
  { audit: { lock, keepDays } }: GoogleFoundation,
  { name, target: { project, region } }: GoogleAuditStore,
): TrailStore {
  const place = { address: ADDRESS, name, project, region };
  const preventDestroy = lock.value === 'governance';
  const key = new Key(
    stack,
    'key',
    { ...place, purpose: 'trail', services: ['logging'], preventDestroy },
    {
      projectNumber: projectNumberOf(stack, project),
      loggingServiceAccount: loggingAccountOf(stack, project),
    },
  );
  const settings = { ...place, keepDays: keepDays.value, preventDestroy };
  return new TrailStore(stack, 'store', settings, { key });
}

/**
 * A sink in each project that the environment’s databases are in. They are all named after the environment, those in projects of their own
 * too. What the environment’s own log buckets have is kept here once more, on purpose: other hands delete those.
 */
function takeEntries(
  stack: TerraformStack,
  { prefix, audit }: GoogleFoundation,
  at: Region,
  { name, target }: GoogleAuditStore,
  { store, labels }: { readonly store: TrailStore; readonly labels: Labels },
): void {
  const { region, project: storeProject } = target;
  const named =
    at === 'primary'
      ? { instances: identifiersFrom(prefix), jobs: trailedJobs(prefix) }
      : { instances: recoveredFrom(prefix), jobs: recoveredJobs(prefix) };
  for (const source of audit.sources) {
    const { project } = source;
    const provider =
      project === storeProject
        ? {}
        : { provider: createGoogleProviderAt(stack, { ...source, region }, labels) };
    new TrailSink(
      stack,
      `sink-${project}`,
      {
        ...{ address: addressOf(ADDRESS, project), name, project, storeProject },
        filter: trailFilter({ project, ...named }),
        description: `What is done in ${project}, to the audit trail`,
      },
      { store, ...provider },
    );
  }
}

/** Who reads the store, and who changes it or anything else in its project. Where that is a source, its own sink has what is changed. */
function recordReaders(
  stack: TerraformStack,
  { audit: { sources } }: GoogleFoundation,
  { name, target: { project } }: GoogleAuditStore,
  store: TrailStore,
): void {
  const isSource = sources.some((source) => source.project === project);
  new TrailSink(
    stack,
    'sink',
    {
      ...{ address: addressOf(ADDRESS, 'store'), name: `${name}-store` },
      ...{ project, storeProject: project },
      filter: isSource ? readingFilter() : `${readingFilter()} OR ${projectFilter()}`,
      description: `Who reads or changes the audit trail, to itself`,
    },
    { store },
  );
}

/**
 * Where the project is no source, none of the environment’s policies is there, nor can one of elsewhere hear what is done in it. One policy
 * is for the stores of both regions, which are in one project. Who is told by a channel that exists elsewhere is not told here: a policy
 * takes channels of its own project alone.
 */
function tellOfChanges(
  stack: TerraformStack,
  { audit: { sources }, routes: { critical } }: GoogleFoundation,
  { name, target: { project, deployServiceAccount } }: GoogleAuditStore,
): void {
  if (sources.some((source) => source.project === project)) return;
  const place = { address: ADDRESS, name, project };
  const routes = { warning: [], critical };
  const channels = createGoogleChannels(stack, { ...place, routes });
  const filter = changesAtStore({ name, keepers: [deployServiceAccount] });
  const { title, first } = alertOf('trail-changed');
  new TrailAlarm(stack, 'trail-alarm', { ...place, filter, title, first }, { channels });
}
