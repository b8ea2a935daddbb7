import type { TerraformStack } from 'cdktf';
import { Key } from '../constructs/google/key';
import { hasOperator } from '../model/access/operators';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { loggingAccountOf, projectNumberOf, storageAccountOf } from './google-foundation-stack';
import { keepsSecrets } from './google-logins';

/** The key of an instance in its own region: of its data and its backups, and of what else of it is kept there. */
export function createGoogleInstanceKey(
  stack: TerraformStack,
  instance: GoogleInstance,
  ownProject: boolean,
): Key {
  const { id: address, identifier, target, lifecycle, ownNetwork } = instance;
  const { project, region } = target;
  const gone = lifecycle.value === 'retired';
  return new Key(
    stack,
    'key',
    {
      address,
      name: identifier,
      purpose: 'database',
      project,
      region,
      services: [
        // Also of an instance that is gone: a backup is restored by the same agent.
        'sql',
        ...(keepsSecrets(instance) && !gone ? (['secretmanager'] as const) : []),
        ...(ownProject ? (['logging', 'storage'] as const) : []),
        ...(ownNetwork && hasOperator(instance) && !gone ? (['compute'] as const) : []),
      ],
      // Backups that outlive the instance can be read only with its key.
      preventDestroy: true,
    },
    {
      projectNumber: projectNumberOf(stack, project),
      ...(ownProject
        ? {
            loggingServiceAccount: loggingAccountOf(stack, project),
            storageServiceAccount: storageAccountOf(stack, project),
          }
        : {}),
    },
  );
}
