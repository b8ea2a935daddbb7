import { recoveryPrefix } from '../recovery/recovery-prefix';
import { fittedName } from '../values/fitted-name';

/**
 * How the trail’s things are named: not by the environment’s prefix, because rights of its principals go by how a name begins.
 *
 * @param prefix `<organisation>-<environment>`
 */
export const storeName = (prefix: string): string => `audit-${prefix}`;

/** The same of the recovery region’s store: IAM and projects span regions. */
export const recoveryStoreName = (prefix: string): string => storeName(recoveryPrefix(prefix));

/** S3: "General purpose bucket naming rules" (read 2026-08). */
const LONGEST_BUCKET = 63;

/** The bucket of a store on AWS: no two accounts of the world may share its name. */
export const storeBucket = (name: string, account: string, region: string): string =>
  fittedName(name, `-${account}-${region}`, LONGEST_BUCKET);
