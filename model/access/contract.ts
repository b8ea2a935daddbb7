import type { Contract, Endpoint, Tls } from '../deployment/facts';
import { readerNames } from '../placement/reader-names';

/** What one service’s contract is made from, on either cloud. */
interface ContractFacts {
  readonly service: string;
  /** The stack of the instance that serves. */
  readonly stack: string;
  /** Its name in the cloud. */
  readonly identifier: string;
  readonly region: string;
  readonly port: number;
  readonly readers: number;
  /** How the name of what lets a client in begins. */
  readonly client: string;
}

export interface AwsContractFacts extends ContractFacts {
  readonly ca: string;
}

export interface GoogleContractFacts extends ContractFacts {
  readonly project: string;
  readonly ca: string;
}

/** Clients check the certificate of an RDS database against its region's bundle. */
export function awsContract(facts: AwsContractFacts): Contract {
  const { region, ca } = facts;
  return contractOf(facts, (identifier) => identifier, {
    mode: 'verify-full',
    ca,
    // "Using SSL/TLS to encrypt a connection" (RDS user guide, read 2026-08).
    bundle: `https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`,
  });
}

/** Clients of Cloud SQL speak through its connector, which takes a connection name and fetches the certificates. */
export function googleContract(facts: GoogleContractFacts): Contract {
  const { project, region } = facts;
  return contractOf(facts, (identifier) => `${project}:${region}:${identifier}`, {
    mode: 'connector',
    ca: facts.ca,
    bundle: null,
  });
}

/**
 * How an application connects, as far as it is fixed before the deploy: writer and readers are apart, so that no URL can mean
 * either. Hosts are the cloud’s to give; the stack’s output of the same name has them.
 */
function contractOf(
  { service, stack, identifier, port, readers, client }: ContractFacts,
  instanceOf: (identifier: string) => string,
  tls: Tls,
): Contract {
  const endpoint = (name: string): Endpoint => ({ instance: instanceOf(name), port });
  return {
    stack,
    output: `contract_${service.replaceAll('-', '_')}`,
    writer: endpoint(identifier),
    readers: readerNames(identifier, readers).map(endpoint),
    client: `${client}-clients`,
    tls,
  };
}
