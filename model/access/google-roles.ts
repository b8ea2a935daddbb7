/**
 * A custom role of an environment, which bootstrap makes: `kura_prod_runner`. Unique in a project that several environments share:
 * names of environments have no underscore.
 */
export function customRoleId(environment: string, part: string): string {
  return `kura_${environment.replaceAll('-', '_')}_${part}`;
}

export function customRole(project: string, environment: string, part: string): string {
  return `projects/${project}/roles/${customRoleId(environment, part)}`;
}
