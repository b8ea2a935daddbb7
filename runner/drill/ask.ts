import type { Problem } from '../../model/problem';
import type { DrillOrder } from '../../model/recovery/drill-order';
import type { Platform } from '../../model/sql/declared-state';
import type { Host } from '../host';
import type { Sleep } from '../persist';
import type { Answer } from './answer';

/** What a drill reaches the copy by. It makes no way in but the one that came with the copy. */
export type DrillHost = Pick<Host, 'connect' | 'log'>;

/** An answer, or why there is no session to ask in. */
export type Asking = { readonly answer: Answer } | { readonly problem: Problem };

/**
 * Asks the copy as the runner's own user, whom it has from its source. Only the engine's own half is loaded: a function starts the
 * quicker for it.
 */
export async function ask(
  order: DrillOrder,
  { connect, log }: DrillHost,
  sleep: Sleep,
): Promise<Asking> {
  const platform: Platform = order.cloud === 'aws' ? 'rds' : 'cloud-sql';
  const administered = { stack: `${order.stack}, ${order.target}`, platform, admin: order.admin };
  const host = { connect, log, ...NO_SECRETS };
  if (order.engine === 'mysql') {
    const { admitMysql } = await import('../mysql/admin');
    const admission = await admitMysql(administered, host, sleep);
    if ('problem' in admission) return admission;
    const { askMysql } = await import('./ask-mysql');
    return { answer: await askMysql(order, admission.open) };
  }
  const { admitPostgres } = await import('../postgres/admin');
  const admission = await admitPostgres(administered, host, sleep);
  if ('problem' in admission) return admission;
  const { askPostgres } = await import('./ask-postgres');
  return { answer: await askPostgres(order, admission.open) };
}

const noSecret = (): Promise<never> => Promise.reject(new Error('A drill knows no secret.'));
const NO_SECRETS = { newestVersion: noSecret, addVersion: noSecret };
