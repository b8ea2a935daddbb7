import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { Access, DeployedService, Instance } from '../model/deployment';
import type { WayIn } from './logins';

export interface ContractWiring {
  readonly writer: { readonly host: string };
  readonly readers: readonly { readonly host: string }[];
  readonly clientSecurityGroup: string;
  readonly waysIn: ReadonlyMap<string, WayIn>;
}

/** All that an application needs to connect, as the output `contract_<service>`: no secret, and no URL to put one in. */
export function createContract(
  stack: TerraformStack,
  { engine, port }: Instance,
  { service, database, pool, access, contract }: DeployedService,
  { writer, readers, clientSecurityGroup, waysIn }: ContractWiring,
): void {
  const endpoint = ({ host }: { readonly host: string }) => ({ host, port });
  const output = new TerraformOutput(stack, `contract-${service}`, {
    description: `How ${service} reaches its database`,
    value: {
      service,
      database: database.value,
      engine,
      writer: endpoint(writer),
      readers: readers.map(endpoint),
      tls: contract.tls,
      clientSecurityGroup,
      pool: pool.value,
      logins: access.map((entry) => describe(entry, waysIn)),
    },
  });
  output.overrideLogicalId(contract.output);
}

function describe({ identity, role, login: user, via }: Access, waysIn: ContractWiring['waysIn']) {
  return { identity, role, user, via, ...waysIn.get(user) };
}
