import type { Contract } from '../deployment';

/** What one service’s contract is made from. */
export interface ContractFacts {
  readonly service: string;
  /** RDS identifier of the primary. */
  readonly identifier: string;
  readonly port: number;
  readonly readers: number;
  readonly region: string;
  readonly ca: string;
}

/**
 * How an application connects, as far as it is fixed before the deploy: writer and readers are apart, so that no URL can mean
 * either. Hosts are the cloud’s to give; the stack’s output of the same name has them.
 */
export function contractOf({
  service,
  identifier,
  port,
  readers,
  region,
  ca,
}: ContractFacts): Contract {
  return {
    output: `contract_${service.replaceAll('-', '_')}`,
    writer: { instance: identifier, port },
    readers: Array.from({ length: readers }, (_, i) => ({
      instance: `${identifier}-reader-${String(i + 1)}`,
      port,
    })),
    tls: {
      mode: 'verify-full',
      ca,
      // "Using SSL/TLS to encrypt a connection" (RDS user guide, read 2026-08).
      bundle: `https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem`,
    },
  };
}
