/** The path of the policies that bootstrap makes: no name that Kura gives anything else begins so. */
export const OWN_PATH = '/kura-bootstrap/';

/** `kura-deploy-prod-boundary`: roles of several environments may be made in one account, by roles of their own. */
export function boundaryName(deployRoleArn: string, environment: string): string {
  const role = deployRoleArn.slice(deployRoleArn.lastIndexOf('/') + 1);
  return `${role}-${environment}-boundary`;
}

/** What no role that a deploy role makes goes beyond: a managed policy of the role’s own account, which bootstrap makes. */
export function boundaryArn(deployRoleArn: string, environment: string): string {
  const account = deployRoleArn.slice(0, deployRoleArn.indexOf(':role/'));
  return `${account}:policy${OWN_PATH}${boundaryName(deployRoleArn, environment)}`;
}
