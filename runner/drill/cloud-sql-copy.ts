import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import { statusOf, type CallGoogle } from '../hosts/google-request';
import { DRILL_MARK, type Copy, type Marks } from './copy';

export const API = 'https://sqladmin.googleapis.com/v1';

/** An instance, as far as a drill looks at it ("instances", Cloud SQL Admin API, read 2026-11). */
interface Instance {
  readonly state?: string;
  readonly instanceType?: string;
  readonly settings?: {
    readonly deletionProtectionEnabled?: boolean;
    readonly userLabels?: Readonly<Record<string, string>>;
  };
}

/** The copy, with what Cloud SQL alone says of it. */
export interface CloudSqlCopy extends Copy {
  readonly isProtected: boolean;
}

type Placed = Pick<GoogleDrillOrder, 'project' | 'target' | 'mechanism'>;

export const urlOf = (project: string, instance: string): string =>
  `${API}/projects/${project}/instances/${instance}`;

/**
 * @param marks what this run has noted, which no label keeps: one run does it all
 * @param isMade whether this run has made it: a clone has its labels only when it is done
 */
export async function seeCopy(
  call: CallGoogle,
  { project, target, mechanism }: Placed,
  marks: Marks,
  isMade: boolean,
): Promise<CloudSqlCopy | null> {
  try {
    const found = await call<Instance>({ method: 'GET', url: urlOf(project, target) });
    const { deletionProtectionEnabled, userLabels = {} } = found.settings ?? {};
    return {
      ours: isMade || userLabels[DRILL_MARK] === mechanism,
      state: stateOf(found.state ?? ''),
      replica: found.instanceType === 'READ_REPLICA_INSTANCE',
      marks,
      isProtected: deletionProtectionEnabled === true,
    };
  } catch (error) {
    if (isAbsent(error, isMade)) return null;
    throw error;
  }
}

/**
 * Cloud SQL tells who has no right to an instance by its name that it may not be seen, there or not: before this run has made one, that
 * is none. Whoever may not make it is told so then.
 */
function isAbsent(error: unknown, isMade: boolean): boolean {
  const status = statusOf(error);
  return status === 404 || (status === 403 && !isMade);
}

function stateOf(state: string): Copy['state'] {
  if (state === 'RUNNABLE' || state === 'ONLINE_MAINTENANCE') return 'ready';
  if (state === 'PENDING_DELETE') return 'going';
  return state === 'FAILED' || state === 'SUSPENDED' ? 'broken' : 'busy';
}
