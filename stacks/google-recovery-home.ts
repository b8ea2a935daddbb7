import type { TerraformStack } from 'cdktf';
import { DatabaseLogs, identifiersOf, jobsOf } from '../constructs/google/database-logs';
import { Key } from '../constructs/google/key';
import { hasOperator } from '../model/access/operators';
import type { GoogleFoundation, GoogleInstance } from '../model/deployment/google-deployment';
import { recoveryHomeOf, recoveryNameOf, recoveryServes } from '../model/recovery/recovered';
import { loggingAccountOf, projectNumberOf, storageAccountOf } from './google-foundation-stack';
import { keepsSecrets } from './google-logins';
import {
  createRecoveryRunnerHome,
  findRecoveryRunnerHome,
  type RunnerHome,
} from './google-runner-home';

/** The key of an instance in its recovery region: of its replica, and of what else of it is kept there. */
export function createRecoveryKey(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
): Key {
  const { id: address, ownNetwork, lifecycle } = instance;
  const { identifier: name, target } = recoveryHomeOf(instance);
  const { project, region } = target;
  const own = hasOwnProject(instance, foundation);
  const gone = lifecycle.value === 'retired';
  const hosted = ownNetwork && hasOperator(instance) && recoveryServes(instance);
  return new Key(
    stack,
    'key',
    {
      ...{ address, name, purpose: 'database', project, region },
      services: [
        'sql',
        ...(keepsSecrets(instance) && !gone ? (['secretmanager'] as const) : []),
        ...(own ? (['logging', 'storage'] as const) : []),
        ...(hosted && !gone ? (['compute'] as const) : []),
      ],
      // Backups that it made while it served can be read only with it.
      preventDestroy: true,
    },
    {
      projectNumber: projectNumberOf(stack, project),
      ...(own
        ? {
            loggingServiceAccount: loggingAccountOf(stack, project),
            storageServiceAccount: storageAccountOf(stack, project),
          }
        : {}),
    },
  );
}

/** Where its jobs there find their program: what the recovery region’s foundation made, or in a project of its own the instance’s. */
export function createRecoveryHome(
  stack: TerraformStack,
  instance: GoogleInstance,
  foundation: GoogleFoundation,
  key: Key,
): RunnerHome {
  const { id: address, identifier: owner, decisions } = instance;
  const { identifier: name, target } = recoveryHomeOf(instance);
  const { project, region } = target;
  if (!hasOwnProject(instance, foundation)) {
    const shared = { name: recoveryNameOf(foundation), project, owner: foundation.prefix };
    return findRecoveryRunnerHome(shared);
  }
  const place = { address, name, project, region };
  const logs = {
    ...place,
    instances: identifiersOf(name),
    jobs: jobsOf(name),
    retentionDays: decisions.logRetentionDays.value,
    excluded: true,
  };
  new DatabaseLogs(stack, 'database-logs', logs, { key });
  return createRecoveryRunnerHome(stack, { ...place, owner }, { key });
}

const hasOwnProject = ({ target }: GoogleInstance, foundation: GoogleFoundation): boolean =>
  target.project !== foundation.target.project;
