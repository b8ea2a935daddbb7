import type { TerraformStack } from 'cdktf';
import { Disks } from '../constructs/google/disks';
import { RecoveryReplica } from '../constructs/google/recovery-replica';
import { valuesOf } from '../model/decision';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { deletionApproved } from '../model/recovery/break-glass';
import { recoveryHomeOf, recoveryServes } from '../model/recovery/recovered';
import { PRESETS } from '../model/tables/presets';
import type { PlacedNetwork } from './google-network';

export interface RecoveryReplicaPlace {
  readonly key: ConstructorParameters<typeof RecoveryReplica>[3]['key'];
  readonly network: PlacedNetwork;
}

/** The replica of an instance in its recovery region, with every setting of its primary’s. */
export function createRecoveryReplica(
  stack: TerraformStack,
  instance: GoogleInstance,
  labels: Readonly<Record<string, string>>,
  { key, network }: RecoveryReplicaPlace,
): RecoveryReplica {
  const { id: address, engine, identifier: primary, decisions, flags } = instance;
  const { identifier, target } = recoveryHomeOf(instance);
  const { project, region } = target;
  const kept = keepsRecovery(instance);
  return new RecoveryReplica(
    stack,
    'replica',
    {
      ...valuesOf(decisions),
      ...{ address, engine, identifier, project, region, primary, labels },
      ...{
        deletionProtection: kept,
        preventDestroy: kept && PRESETS[instance.preset].preventDestroy,
      },
      flags: Object.entries(flags).map(([name, { value }]) => ({ name, value })),
      serves: recoveryServes(instance),
    },
    {
      ...{ key, network, after: network.after },
      disks: new Disks(stack, 'disks', { address, project, region }),
    },
  );
}

/** Whether nobody has approved that the replica may be deleted: apart from its primary’s protection. */
export function keepsRecovery({ breakGlass }: GoogleInstance): boolean {
  return deletionApproved(breakGlass, 'recovery') === undefined;
}
