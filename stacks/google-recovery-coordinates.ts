import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { GoogleInstance } from '../model/deployment/google-deployment';
import { recoveryHomeOf, recoveryServes } from '../model/recovery/recovered';
import type { PlacedNetwork } from './google-network';

/** What a recovery names: the replica and its key, and how it is made to take over. */
export function createRecoveryCoordinates(
  stack: TerraformStack,
  instance: GoogleInstance,
  { key, network }: { readonly key: { readonly id: string }; readonly network: PlacedNetwork },
): void {
  const { identifier, target, drReplica } = recoveryHomeOf(instance);
  const { project, region } = target;
  const output = new TerraformOutput(stack, 'recovery-coordinates', {
    description: `From what ${instance.identifier} is recovered when its region is lost`,
    value: {
      identifier,
      connection: `${project}:${region}:${identifier}`,
      resource: `projects/${project}/instances/${identifier}`,
      ...{ project, region, key: key.id, network: network.id },
      primary: instance.identifier,
      serves: recoveryServes(instance),
      takeOver: takeOver(instance),
      designated: drReplica.value === 'designated',
    },
  });
  output.overrideLogicalId('recovery_coordinates');
}

/**
 * Of a designated replica of Enterprise Plus a failover, after which the old primary comes back as its replica; of any other a promotion,
 * which parts the two ("promoteReplica", Cloud SQL Admin API, read 2026-10).
 */
function takeOver(instance: GoogleInstance): string {
  const { identifier, target, drReplica } = recoveryHomeOf(instance);
  const designated =
    instance.decisions.edition.value === 'ENTERPRISE_PLUS' && drReplica.value === 'designated';
  return [
    `gcloud sql instances promote-replica ${identifier}`,
    ...(designated ? ['--failover'] : []),
    `--project=${target.project}`,
  ].join(' ');
}
