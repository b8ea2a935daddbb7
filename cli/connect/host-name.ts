/**
 * The host that operators of a network go through: `jumpHostName` of both clouds’ constructs, which would load cdktf for a name.
 */
export const hostName = (network: string): string => `${network}-jump`;

/** Google Cloud: `jumpHostZone`. */
export const hostZone = (region: string): string => `${region}-b`;
