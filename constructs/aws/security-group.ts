import { SecurityGroup as Resource } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';

export interface SecurityGroupSettings {
  readonly address: string;
  readonly identifier: string;
  readonly port: number;
  /** Ids of existing security groups that may connect. */
  readonly clientSecurityGroups: readonly string[];
  /** Ranges that may connect. */
  readonly clientCidrs: readonly string[];
  /** Whether another region serves: then no client connects, with whatever it logs in. */
  readonly fenced?: boolean;
}

export interface SecurityGroupWiring {
  readonly vpcId: string;
}

/**
 * The group of the database, which admits named clients on one port and starts no connection, and the group that
 * clients join to be admitted.
 */
export class SecurityGroup extends Construct {
  readonly id: string;
  readonly clientId: string;

  constructor(
    scope: Construct,
    id: string,
    settings: SecurityGroupSettings,
    { vpcId }: SecurityGroupWiring,
  ) {
    super(scope, id);
    const { identifier, clientSecurityGroups, clientCidrs, fenced = false } = settings;
    const database = createGroup(this, 'Resource', settings.address, vpcId, {
      name: `${identifier}-database`,
      description: `The database ${identifier}: admits its clients on one port`,
    });
    const clients = createGroup(this, 'clients', addressOf(settings.address, 'clients'), vpcId, {
      name: `${identifier}-clients`,
      description: `Clients of ${identifier}: join this group to connect`,
    });
    const admit = (name: string, from: string, source: Source): void =>
      admitOne(this, settings, database, { name, from, source });
    if (!fenced) {
      admit('clients', 'its own clients', { referencedSecurityGroupId: clients.id });
      for (const group of clientSecurityGroups) {
        admit(group, group, { referencedSecurityGroupId: group });
      }
      for (const cidr of clientCidrs) admit(cidr, cidr, { cidrIpv4: cidr });
    }
    allowClientsOut(this, settings, clients, database);
    this.id = database.id;
    this.clientId = clients.id;
  }
}

type Source = { readonly referencedSecurityGroupId: string } | { readonly cidrIpv4: string };

function createGroup(
  scope: Construct,
  id: string,
  address: string,
  vpcId: string,
  words: { readonly name: string; readonly description: string },
): Resource {
  const group = new Resource(scope, id, {
    ...words,
    vpcId,
    revokeRulesOnDelete: true,
    tags: { Name: words.name },
  });
  return pin(group, address);
}

function admitOne(
  scope: Construct,
  { address, port }: SecurityGroupSettings,
  database: Resource,
  { name, from, source }: { readonly name: string; readonly from: string; readonly source: Source },
): void {
  const rule = new VpcSecurityGroupIngressRule(scope, `from-${name.replaceAll('/', '-')}`, {
    securityGroupId: database.id,
    ...source,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    description: `Database port from ${from}`,
  });
  pin(rule, address, 'from', name);
}

function allowClientsOut(
  scope: Construct,
  { address, identifier, port }: SecurityGroupSettings,
  clients: Resource,
  database: Resource,
): void {
  const rule = new VpcSecurityGroupEgressRule(scope, 'clients-to-database', {
    securityGroupId: clients.id,
    referencedSecurityGroupId: database.id,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    description: `To the database ${identifier}`,
  });
  pin(rule, address, 'clients');
}
