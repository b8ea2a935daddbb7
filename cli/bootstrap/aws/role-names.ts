/** `kura-deploy` → `kura-plan`; a role of another name gets `-plan` after it. */
export function planRoleOf(deployRoleArn: string): string {
  return deployRoleArn.endsWith('deploy')
    ? deployRoleArn.replace(/deploy$/, 'plan')
    : `${deployRoleArn}-plan`;
}

/** `teams/kura-deploy` of its ARN. */
export const pathOf = (roleArn: string): string =>
  roleArn.slice(roleArn.indexOf(':role/') + ':role/'.length);

/** `kura-deploy` of its ARN. */
export const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);
