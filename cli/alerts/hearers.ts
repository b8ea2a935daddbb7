import type { DeclaredAlert } from '../../model/alerts/alert';
import { SEVERITIES, type Severity } from '../../model/alerts/severity';
import type { Row } from '../table';
import { DASHBOARD } from './holes';

/** The loudest first: what people look for. */
export const LOUDEST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** A route, and whose it is where it is not everybody’s. */
export interface Heard extends Pick<DeclaredAlert, 'severity' | 'route'> {
  readonly of: string;
}

/** Who hears of each severity: a route follows from it, so that one line says all, unless something has another. */
export function hearerRows(heard: readonly Heard[]): readonly Row[] {
  return LOUDEST_FIRST.flatMap((severity) => {
    const routes = new Map<string, Set<string>>();
    for (const { route, of } of heard.filter((each) => each.severity === severity)) {
      const text = hearersText(route);
      routes.set(text, new Set([...(routes.get(text) ?? []), of]));
    }
    return [...routes].map(([text, those]) => ({
      cells: [severity, routes.size === 1 ? text : `${text} (${[...those].join(', ')})`],
    }));
  });
}

/** People and channels by name. */
function hearersText(route: readonly string[]): string {
  const people = route.filter((each) => each !== DASHBOARD);
  return people.length === 0 ? 'nobody: it stands on the dashboard' : people.join(', ');
}
