import type { GoogleWatchOrder } from '../../model/alerts/watch-order';
import { kuraMetricType } from '../../model/tables/kura-metrics';
import { statusOf, type CallGoogle } from '../hosts/google-request';
import { persist, type Patience, type Sleep } from '../persist';
import type { Measure } from './measure';
import { isOfNetwork, sayRefusal } from './readings';

const API = 'https://monitoring.googleapis.com/v3';

/** The most series that one request has ("Quotas and limits", Cloud Monitoring, read 2026-11). */
const BATCH = 200;

/** The API may be busy, and the caller itself sends again what it gets, and not what it writes. */
const BUSY: Patience = {
  mayPass: (error) => [429, 503].includes(statusOf(error)),
  pauses: 30_000,
};

/**
 * A point of a series. Metrics of one’s own cannot be written to a `cloudsql_database`; a `generic_node` names the project, the region,
 * whose it is and the database ("User-defined metrics overview", Cloud Monitoring, read 2026-11). Its instant is of whole seconds.
 */
function series(
  { project, namespace }: GoogleWatchOrder,
  { database, metric, value }: Measure,
  { location, now }: { readonly location: string; readonly now: number },
): object {
  const endTime = new Date(now - (now % 1000)).toISOString();
  return {
    metric: { type: kuraMetricType(metric) },
    resource: {
      type: 'generic_node',
      labels: { project_id: project, location, namespace, node_id: database },
    },
    metricKind: 'GAUGE',
    valueType: 'DOUBLE',
    points: [{ interval: { endTime }, value: { doubleValue: value } }],
  };
}

/**
 * Writes what was read ("projects.timeSeries.create", Cloud Monitoring API v3, read 2026-11). A batch that is refused keeps no other back.
 *
 * @param regionOf where a database is
 * @returns what could not be written
 */
export async function writeSeries(
  order: GoogleWatchOrder,
  measures: readonly Measure[],
  regionOf: (database: string) => string,
  {
    call,
    sleep,
    now,
  }: {
    readonly call: CallGoogle;
    readonly sleep: Sleep;
    readonly now: number;
  },
): Promise<readonly string[]> {
  const all = measures.map((each) => {
    const location = isOfNetwork(each) ? order.region : regionOf(each.database);
    return series(order, each, { location, now });
  });
  const url = `${API}/projects/${order.project}/timeSeries`;
  const unwritten: string[] = [];
  for (let from = 0; from < all.length; from += BATCH) {
    const data = { timeSeries: all.slice(from, from + BATCH) };
    await persist(() => call({ method: 'POST', url, data }), BUSY, sleep).catch(
      (error: unknown) => void unwritten.push(sayRefusal('timeSeries.create', error)),
    );
  }
  return unwritten;
}
