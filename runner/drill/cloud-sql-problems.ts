import type { Problem } from '../../model/problem';
import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import { strange } from './problems';

/**
 * An instance has the copy’s name and not its mark. It may be a drill’s that ended before it could mark it: a call that clones takes no
 * labels ("CloneContext", Cloud SQL Admin API, read 2026-11).
 */
export function strangeOnCloudSql(order: GoogleDrillOrder): Problem {
  const named = `${order.target} --project=${order.project}`;
  return {
    ...strange(order),
    cure: `See whose it is: \`gcloud sql operations list --instance=${named}\`. Where a drill made it and ended before it could mark it, delete it: \`gcloud sql instances patch ${named} --no-deletion-protection\`, then \`gcloud sql instances delete ${named}\`. Where somebody else did, move what is in it and delete it so.`,
  };
}
