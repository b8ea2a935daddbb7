import { optionGroupsOf } from '../audit/option-groups';
import type { AwsEnvironment } from './aws-environment';
import type { AwsInstance } from '../deployment/aws-deployment';
import type { AwsStatement } from '../language/estate-language';
import { resolveAwsFoundation } from '../network/aws-foundation';
import { strangersAmongIsolated } from '../network/isolation';
import { placeServices, type Placing } from '../placement/place-services';
import type { Problem } from '../problem';
import { resolveAwsAudit } from '../audit/resolve-aws-audit';
import {
  refusedAwsRecoveryState,
  resolveAwsRecovery,
  resolveVault,
} from '../recovery/aws-recovery-home';
import { mayRehearseIn } from '../recovery/rehearsals';
import { resolveAwsInstance } from './resolve-aws-instance';
import type { Resolved } from './resolved';
import { hasOperator } from '../access/operators';
import { servesIn } from '../recovery/serving';
import { resolveWindows } from '../sizing/windows';

/** What one environment has on AWS. */
export function resolveAws(placing: Placing, aws: AwsStatement): Resolved {
  const { estate, lock, name, preset, bootstrapping } = placing;
  const windows = resolveWindows(estate, name);
  const foundation = resolveAwsFoundation(estate, name, preset, aws);
  const placed = placeServices(placing);
  const problems: Problem[] = [...windows.problems, ...foundation.problems, ...placed.problems];
  if (!foundation.value) return { foundations: [], instances: [], problems };
  const environment: AwsEnvironment = {
    name,
    preset,
    aws,
    foundation: foundation.value,
    windows,
    lock,
  };
  problems.push(
    ...strangersAmongIsolated(
      estate,
      { cloud: 'aws', environment: name, entries: aws.isolated },
      placed.isolated,
    ),
  );
  const instances: AwsInstance[] = [];
  for (const instance of placed.instances) {
    const resolved = resolveAwsInstance(estate, environment, instance);
    if (resolved.ok) instances.push(resolved.value);
    else problems.push(...resolved.problems);
  }
  const operators = instances.some((each) => !each.ownNetwork && hasOperator(each));
  const facts = { estate, name, preset, aws };
  const shared = instances.filter((each) => !each.ownNetwork);
  if (instances.some((each) => each.recoveryHome)) {
    const { target } = foundation.value;
    problems.push(...refusedAwsRecoveryState(facts, target, bootstrapping));
  }
  const recovery = shared.some((each) => each.recoveryHome)
    ? resolveAwsRecovery(
        facts,
        foundation.value,
        {
          operators: shared.some(operatedThere),
          drills: shared.some(mayRehearseIn('recovery')),
          optionGroups: optionGroupsOf(shared.filter((each) => each.recoveryHome)),
        },
        problems,
      )
    : undefined;
  const vault = instances.some((each) => hasVaultCopy(each))
    ? resolveVault(facts, windows, problems)
    : null;
  const audit = resolveAwsAudit(
    { estate, name, preset, aws, bootstrapping },
    foundation.value,
    instances,
    problems,
  );
  return {
    foundations: [
      {
        ...foundation.value,
        audit,
        operators,
        drills: shared.some(mayRehearseIn('primary')),
        optionGroups: optionGroupsOf(shared),
        ...(recovery ? { recovery } : {}),
        ...(vault && shared.some((each) => hasVaultCopy(each)) ? { vault } : {}),
      },
    ],
    instances: vault
      ? instances.map((each) =>
          each.ownNetwork && hasVaultCopy(each) ? { ...each, ownVault: vault } : each,
        )
      : instances,
    problems,
  };
}

const hasVaultCopy = ({ recovery }: AwsInstance): boolean =>
  recovery.mechanisms.some(({ value }) => value === 'vault-copy');

const operatedThere = (instance: AwsInstance): boolean =>
  hasOperator(instance) && servesIn(instance) === 'recovery';
