import { ComputeInstanceIamMember } from '@cdktf/provider-google/lib/compute-instance-iam-member';
import { IapTunnelInstanceIamMember } from '@cdktf/provider-google/lib/iap-tunnel-instance-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';
import { loginId } from './login';
import { untilOf } from './until';

export interface OperatorSettings {
  readonly address: string;
  readonly project: string;
  /** Of the instance that it is an operator of. */
  readonly identifier: string;
  /** The IAM member. */
  readonly identity: string;
  /** UTC: when all of it ends. */
  readonly until?: string;
  readonly host: { readonly name: string; readonly zone: string };
  /** The custom role by which gcloud finds the host: bootstrap makes it. */
  readonly finds: string;
}

export interface OperatorWiring {
  /** The host, where the same stack makes it: it is named by its name alone, which is no reference. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * The way of an operator to the host in the instance's network: a tunnel to its port for SSH, a login without sudo, and what gcloud
 * asks for to find it. What it may do in the database is the login's. A tunnel that is open when the time comes is not cut. The
 * instance stands in the title, so that an operator of two has two bindings and loses one without the other.
 */
export class Operator extends Construct {
  constructor(scope: Construct, id: string, settings: OperatorSettings, { after }: OperatorWiring) {
    super(scope, id);
    const waits = after.length > 0 ? { dependsOn: [...after] } : {};
    const { address, project, identity: member, host, finds } = settings;
    const { name, zone } = host;
    const login = loginId(settings);
    const tunnel = new IapTunnelInstanceIamMember(this, 'tunnel', {
      ...{ project, zone, instance: name, member },
      role: 'roles/iap.tunnelResourceAccessor',
      condition: conditionOf(settings, 'destination.port == 22'),
      ...waits,
    });
    pin(tunnel, address, login, 'jump');
    const shell = new ComputeInstanceIamMember(this, 'shell', {
      ...{ project, zone, instanceName: name, member },
      role: 'roles/compute.osLogin',
      ...conditionWhere(settings),
      ...waits,
    });
    pin(shell, address, login, 'jump');
    const finding = new ProjectIamMember(this, 'finds', {
      ...{ project, member, role: finds },
      ...conditionWhere(settings),
    });
    pin(finding, address, login, 'jump');
  }
}

const conditionWhere = (settings: OperatorSettings) =>
  settings.until === undefined ? {} : { condition: conditionOf(settings) };

function conditionOf({ identifier, until }: OperatorSettings, ...terms: readonly string[]) {
  return {
    title: `operator of ${identifier}`,
    description: `Goes through the host to ${identifier}`,
    expression: [...terms, ...untilOf(until)].join(' && '),
  };
}
