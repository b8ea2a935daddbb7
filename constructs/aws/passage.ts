import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';

/** The group that those who come are in. */
export function passageName(prefix: string, who: string): string {
  return `${prefix}-${who}`;
}

/** The group that a database joins to let them in. */
export function passageDatabasesName(prefix: string, who: string): string {
  return `${prefix}-${who}-databases`;
}

export interface PassageSettings {
  readonly address: string;
  readonly prefix: string;
  /** Who comes: `runner`. */
  readonly who: string;
  /** The engines' ports. */
  readonly ports: readonly number[];
}

export interface PassageWiring {
  readonly vpcId: string;
  /** Where AWS's APIs are. */
  readonly apis: Apis;
}

/** The group of AWS's endpoints, or the ranges in which endpoints or the way out to them are. */
export type Apis =
  { readonly referencedSecurityGroupId: string } | { readonly cidrsIpv4: readonly string[] };

/**
 * A way to databases: one group for those who come, one for the databases that let them in. Two groups have the same few rules
 * however many databases join: a rule for each would end at the 60 that a group has ("Amazon VPC quotas", VPC user guide, read
 * 2026-11). Who comes reaches these databases and AWS's APIs, and nothing else.
 */
export class Passage extends Construct {
  /** Of those who come. */
  readonly id: string;
  /** Of the databases that let them in. */
  readonly databasesId: string;
  /** The way is open once these exist. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, settings: PassageSettings, wiring: PassageWiring) {
    super(scope, id);
    const { prefix, who, ports } = settings;
    const address = addressOf(settings.address, who);
    const group = createGroup(this, 'Resource', address, wiring, {
      name: passageName(prefix, who),
      description: `The ${who} of ${prefix}: reaches databases that let it in, and AWS`,
    });
    const databases = createGroup(this, 'databases', addressOf(address, 'databases'), wiring, {
      name: passageDatabasesName(prefix, who),
      description: `Databases of ${prefix} that let its ${who} in`,
    });
    this.id = group.id;
    this.databasesId = databases.id;
    this.resources = [
      ...openApis(this, address, group.id, wiring.apis),
      ...ports.flatMap((port) => [
        pin(
          new VpcSecurityGroupEgressRule(this, `to-${port}`, {
            securityGroupId: group.id,
            referencedSecurityGroupId: databases.id,
            ...tcp(port),
            description: 'To databases that let it in',
          }),
          address,
          String(port),
        ),
        pin(
          new VpcSecurityGroupIngressRule(this, `from-${port}`, {
            securityGroupId: databases.id,
            referencedSecurityGroupId: group.id,
            ...tcp(port),
            description: `Database port from the ${who}`,
          }),
          address,
          String(port),
        ),
      ]),
    ];
  }
}

const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });

/** A rule for each range is named by it, so that one more range moves no other. */
function openApis(
  scope: Construct,
  address: string,
  securityGroupId: string,
  apis: Apis,
): readonly ITerraformDependable[] {
  const rule = { securityGroupId, ...tcp(443), description: 'To APIs of AWS' };
  if ('referencedSecurityGroupId' in apis) {
    const egress = new VpcSecurityGroupEgressRule(scope, 'to-apis', { ...rule, ...apis });
    return [pin(egress, address, 'apis')];
  }
  return apis.cidrsIpv4.map((cidrIpv4) => {
    const id = `to-apis-${cidrIpv4.replaceAll('/', '-')}`;
    const egress = new VpcSecurityGroupEgressRule(scope, id, { ...rule, cidrIpv4 });
    return pin(egress, address, 'apis', cidrIpv4);
  });
}

function createGroup(
  scope: Construct,
  id: string,
  address: string,
  { vpcId }: PassageWiring,
  words: { readonly name: string; readonly description: string },
): SecurityGroup {
  const group = new SecurityGroup(scope, id, {
    ...words,
    vpcId,
    revokeRulesOnDelete: true,
    tags: { Name: words.name },
  });
  return pin(group, address);
}
