import type { DeclaredState } from '../../model/sql/declared-state';
import type { Facts } from './facts';
import { planAuditRules } from './plan-audit-rules';
import { planConnections } from './plan-connections';
import { planDatabases } from './plan-databases';
import { planGrants } from './plan-grants';
import { planLogins } from './plan-logins';
import { planTables } from './plan-tables';
import { recordStatements } from './record';
import { STAGES, type Plan, type Step } from './step';

/** What is to be done so that the server is as declared. It is decided from facts alone. */
export function planMysql(state: DeclaredState, facts: Facts): Plan {
  const parts: Partial<Plan>[] = [
    planAuditRules(state, facts),
    { steps: recordSteps(facts) },
    planDatabases(state, facts),
    planTables(state, facts),
    planLogins(state, facts),
    planGrants(state, facts),
  ];
  const taking = parts.flatMap(({ steps = [] }) => steps);
  parts.push(planConnections(state, facts, taking));
  const all = <Key extends keyof Plan>(key: Key): Plan[Key][number][] =>
    parts.flatMap((part): readonly Plan[Key][number][] => part[key] ?? []);
  const steps = all('steps').sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
  return {
    problems: all('problems'),
    findings: all('findings'),
    withheld: all('withheld'),
    waiting: all('waiting'),
    kept: all('kept'),
    steps,
  };
}

function recordSteps({ recorded }: Facts): readonly Step[] {
  return recordStatements(recorded.tables).map((sql) => ({ stage: 'record', sql, mends: [] }));
}
