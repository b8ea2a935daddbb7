/** How the names of what is in the recovery region begin: of an environment, or of an isolated instance’s vault. */
export const recoveryPrefix = (prefix: string): string => `${prefix}-recovery`;

/** How the names of the network begin that an instance comes up in there: the environment’s, or its own where it is isolated. */
export function recoveryNetworkPrefix(
  {
    ownNetwork,
    identifier,
  }: { readonly ownNetwork?: object | undefined; readonly identifier: string },
  prefix: string,
): string {
  return ownNetwork ? identifier : recoveryPrefix(prefix);
}
