import type { DeclaredAuditRule, DeclaredState } from '../../model/sql/declared-state';
import type { Finding } from '../result';
import { AUDIT_PLUGIN } from './audit-rules-catalog';
import type { AuditRuleFacts, Facts } from './facts';
import { createAuditRule, deleteAuditRule } from './statements';
import type { Plan, Step } from './step';

/**
 * Rules of Cloud SQL's audit log: those that are declared, and no other, as one that excludes takes from what the others record. What is
 * no longer right goes before what is missing comes, since a rule that names what another names is refused; and the server looks at
 * its rules again with the last of them alone, so that nothing goes unrecorded in between.
 */
export function planAuditRules({ auditRules }: DeclaredState, facts: Facts): Partial<Plan> {
  if (auditRules === undefined || facts.audit === null) return {};
  const { active, rules } = facts.audit;
  const beyond = rules.filter((rule) => !auditRules.some((each) => isSame(each, rule)));
  const short = auditRules.filter((rule) => !rules.some((each) => isSame(rule, each)));
  const changes = [
    ...beyond.map((rule) => ({ sql: deleteAuditRule(rule.id), mends: findingOf('beyond', rule) })),
    ...short.map((rule) => ({ sql: createAuditRule(rule), mends: findingOf('short', rule) })),
  ];
  return {
    findings: active ? [] : [inactive(facts)],
    steps: changes.map(({ sql, mends }, i): Step => ({
      stage: 'audit',
      sql: sql(i === changes.length - 1),
      answers: true,
      mends: [mends],
    })),
  };
}

function isSame(declared: DeclaredAuditRule, there: AuditRuleFacts): boolean {
  return (
    declared.user === there.user &&
    declared.database === there.database &&
    declared.object === there.object &&
    declared.operations === there.operations &&
    declared.result === there.result
  );
}

function findingOf(kind: Finding['kind'], rule: DeclaredAuditRule | AuditRuleFacts): Finding {
  const { user, database, object, operations, result } = rule;
  const on = object === '*' ? database : `${database}.${object}`;
  return {
    kind,
    where: database === '*' ? 'server' : database,
    who: user,
    what: `audit rule ${result} for ${operations} on ${on}`,
  };
}

/** The flag asks for the plugin, and the server starts without one that fails. */
function inactive({ flavour }: Facts): Finding {
  return {
    kind: 'short',
    where: 'server',
    who: AUDIT_PLUGIN[flavour],
    what: 'the plugin that writes the audit log: it is not active, and nothing is recorded',
  };
}
