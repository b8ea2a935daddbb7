import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleDrillOrder } from '../../model/recovery/drill-order';
import { pin } from '../address';
import { loginRoles } from './login';

export interface DrillRightsSettings {
  readonly address: string;
  readonly order: GoogleDrillOrder;
  /** Who rehearses, by e-mail address: the runner of the instance. */
  readonly account: string;
  readonly roles: {
    /** The custom role of who makes, changes, promotes and deletes a copy: bootstrap makes it. */
    readonly copy: string;
    /** The custom role of who may clone a source and see it. */
    readonly source: string;
  };
}

/**
 * What a runner may do to rehearse: all with the copy, by its name alone, and of the source only to look at it and to clone it. That
 * a condition sees the name of an instance that is being made or deleted is among Cloud SQL's own uses ("Use IAM Conditions", 2026-05:
 * limiting who creates or deletes test instances). Whether a clone is judged by the name of its source or its copy is said nowhere:
 * both may be cloned.
 */
export class DrillRights extends Construct {
  /** What there is once it may rehearse. */
  readonly parts: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    settings: DrillRightsSettings,
    after: readonly ITerraformDependable[],
  ) {
    super(scope, id);
    const { order, roles } = settings;
    const { source, target: name } = order;
    const rights: readonly Right[] = [
      { part: 'copy', role: roles.copy, name },
      { part: 'source', role: roles.source, name: source },
      ...loginRoles('iam').map((role) => ({ part: partOf(role), role, name })),
    ];
    this.parts = rights.map((right) => grantOn(this, settings, after, right));
  }
}

/** `roles/cloudsql.client` → `client`. */
const partOf = (role: string): string => role.slice(role.lastIndexOf('.') + 1);

interface Right {
  readonly part: string;
  readonly role: string;
  /** The instance's. */
  readonly name: string;
}

function grantOn(
  scope: Construct,
  { address, order: { project, target, instance }, account }: DrillRightsSettings,
  after: readonly ITerraformDependable[],
  { part, role, name }: Right,
): ITerraformDependable {
  const member = new ProjectIamMember(scope, part, {
    project,
    role,
    member: `serviceAccount:${account}`,
    condition: {
      title: `${target}: ${part}`.slice(0, LONGEST_TITLE),
      description: `Rehearses a recovery with ${target}`,
      expression: `resource.type == "sqladmin.googleapis.com/Instance" && resource.name == "projects/${project}/instances/${name}"`,
    },
    ...(after.length > 0 ? { dependsOn: [...after] } : {}),
  });
  // Another source is another binding, and no change of this one.
  const other = part === 'source' && name !== instance ? [name] : [];
  return pin(member, address, 'drill', part, ...other);
}

/** Characters that a condition's title may have; nowhere documented, so on the safe side. */
const LONGEST_TITLE = 100;
