import { TerraformOutput, Token, type TerraformStack } from 'cdktf';
import type { Instance } from '../model/deployment/deployment';
import type { Access, DeployedService, Endpoint } from '../model/deployment/facts';
import { workingRole } from '../model/sql/role-names';

/** What Terraform made for a login: a policy or roles that let it in, or the container of its password. */
export type WayIn =
  | { readonly policy: string }
  | { readonly roles: readonly string[]; readonly condition: string }
  | { readonly secret: string; readonly roles?: readonly string[]; readonly condition?: string };

export interface ContractWiring {
  readonly writer: { readonly host: string };
  readonly readers: readonly { readonly host: string }[];
  /** What a client joins or bears to be let in by the network; null where the network's owner decides. */
  readonly client: { readonly securityGroup: string } | { readonly networkTag: string | null };
  readonly wayIn: (access: Access) => WayIn | undefined;
}

/** All that an application needs to connect, as the output `contract_<service>`: no secret, and no URL to put one in. */
export function createContract(
  stack: TerraformStack,
  { engine }: Instance,
  { service, database, pool, access, contract }: DeployedService,
  { writer, readers, client, wayIn }: ContractWiring,
): void {
  const output = new TerraformOutput(stack, `contract-${service}`, {
    description: `How ${service} reaches its database`,
    value: {
      service,
      database: database.value,
      engine,
      writer: endpoint(contract.writer, writer),
      readers: contract.readers.map((fixed, i) => endpoint(fixed, readers[i])),
      tls: { ...contract.tls, bundle: contract.tls.bundle ?? NOTHING },
      client: 'networkTag' in client ? { networkTag: client.networkTag ?? NOTHING } : client,
      pool: pool.value,
      logins: access.map((entry) => ({
        ...describe(entry, wayIn(entry)),
        ...(engine === 'postgres' ? workingRole(database.value, entry.role) : {}),
      })),
    },
  });
  output.overrideLogicalId(contract.output);
}

/** cdktf’s outputs stop at a null: this is one of Terraform’s. */
const NOTHING = Token.nullValue();

function endpoint(fixed: Endpoint, database: { readonly host: string } | undefined) {
  return { ...fixed, host: database?.host };
}

function describe({ identity, role, login: user, via }: Access, wayIn: WayIn | undefined) {
  return { identity, role, user, via, ...wayIn };
}
