import type { Instance } from '../../model/deployment/deployment';
import { conditionText } from '../alerts/say-alert';
import { section } from './named-lines';

/** From where on each alert is told, and why from there: one severity a line. */
export function alertLines({ alerts: { told } }: Pick<Instance, 'alerts'>): string[] {
  const levels = new Map<string, Set<string>>();
  for (const alert of told) {
    const { reason, place } = alert.threshold;
    // The same in both regions.
    const level = `${alert.severity} ${conditionText(alert)}: ${reason} [${place}]`;
    levels.set(alert.alert, new Set([...(levels.get(alert.alert) ?? []), level]));
  }
  const rows = [...levels].map(([alert, lines]) => ({ cells: [alert, [...lines].join('\n')] }));
  return section('alerts', rows);
}
