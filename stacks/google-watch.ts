import type { Construct } from 'constructs';
import { Watch, type WatchWiring } from '../constructs/google/watch';
import { customRole } from '../model/access/google-roles';
import { watchAccountId, watchText, type GoogleWatchOrder } from '../model/alerts/watch-order';
import type { PinnedObject } from '../model/sql/runner-store';
import type { RunnerHome } from './google-runner-home';

export interface GoogleWatchChoice {
  readonly address: string;
  /** Whose databases it watches: the environment’s prefix, or the identifier of an instance in a project of its own. */
  readonly name: string;
  /** The stack that it is made in. */
  readonly stack: string;
  readonly environment: string;
  readonly project: string;
  readonly region: string;
  /** What the databases are called or, where it ends with a hyphen, how their names begin. */
  readonly databases: readonly string[];
  readonly program: PinnedObject;
}

/** Makes what emits the metrics that Cloud SQL has not. */
export function createGoogleWatch(
  scope: Construct,
  choice: GoogleWatchChoice,
  { home, network }: Pick<WatchWiring, 'network'> & { readonly home: RunnerHome },
): void {
  const { address, name, stack, environment, project, region, databases, program } = choice;
  const order: GoogleWatchOrder = {
    ...{ format: 1, cloud: 'google', stack, databases, project, region },
    namespace: name,
  };
  new Watch(
    scope,
    'watch',
    {
      ...{ address, name, order, program, call: watchText(order) },
      accountId: watchAccountId(name),
      role: customRole(project, environment, 'watch'),
      ...{ bucket: home.bucket, scheduler: home.scheduler },
      // Any of them brings it.
      instance: `${environment}/SERVICE`,
    },
    { network, after: home.after },
  );
}
