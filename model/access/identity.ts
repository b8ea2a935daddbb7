export const CLOUDS = ['aws', 'google'] as const;
export type Cloud = (typeof CLOUDS)[number];

/**
 * Who logs in. On AWS an IAM role, by its path and name in the environment's account (`role/order-api`) or by its whole ARN;
 * on Google a service account, user or group (`serviceAccount:order-api`, `user:mika@suzumina.example`, `group:dba@…`).
 */
export interface Identity {
  readonly cloud: Cloud;
  readonly kind: 'role' | 'serviceAccount' | 'user' | 'group';
  /** Path and name without the kind: `order-api`, `teams/order/api`, `mika@suzumina.example`. */
  readonly name: string;
  /** AWS account of an ARN; absent for the environment's own. */
  readonly account?: string;
}

const AWS_ROLE = /^(?:arn:aws:iam::(\d{12}):)?role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;
const GOOGLE_MEMBER = /^(serviceAccount|user|group):([\w.+-]+(?:@[\w.-]+)?)$/;

/** The identity a text names, or undefined where it names none. */
export function readIdentity(text: string): Identity | undefined {
  const role = AWS_ROLE.exec(text);
  if (role?.[2] !== undefined) {
    return {
      cloud: 'aws',
      kind: 'role',
      name: role[2],
      ...(role[1] === undefined ? {} : { account: role[1] }),
    };
  }
  const member = GOOGLE_MEMBER.exec(text);
  if (member?.[1] !== undefined && member[2] !== undefined) {
    const kind = member[1] as Identity['kind'];
    if (kind !== 'serviceAccount' && !member[2].includes('@')) return undefined;
    return { cloud: 'google', kind, name: member[2] };
  }
  return undefined;
}
