import { quote } from '../problem';
import type { CloudIdentities } from './access';
import type { Identity } from './identity';
import { isReservedLogin, LONGEST_LOGIN, loginName } from './login-name';

/** The key’s policy names each reader of a secret and has 32 KiB ("Resource quotas", KMS developer guide, read 2026-08). */
const MOST_SECRET_READERS = 100;

export interface AwsHome {
  readonly account: string;
  readonly prefix: string;
  readonly id: string;
}

/** IAM roles of one account, on the instance of an id in an environment whose names begin with `prefix`. */
export function awsIdentities({ account, prefix, id }: AwsHome): CloudIdentities {
  return {
    refuse: (identity, text) => {
      if (identity.cloud !== 'aws') {
        return {
          required: 'an identity of a service on aws must be an IAM role',
          got: quote(text),
          cure: 'Write it as role/order-api.',
        };
      }
      return identity.account !== undefined && identity.account !== account
        ? {
            required: `an identity must be in account ${account}: IAM login does not cross accounts`,
            got: quote(text),
            cure: 'Write role/NAME, without the account.',
          }
        : undefined;
    },
    nameOf: (identity) => roleArn(identity, account),
    loginOf: (identity, engine) => loginName(roleName(identity), engine),
    secretOf: (login) => `${prefix}/${id}/${login}`,
    isReserved: isReservedLogin,
    longestLogin: LONGEST_LOGIN,
    isOwned: isReservedRole,
    mostSecretReaders: MOST_SECRET_READERS,
  };
}

/** The ARN of a role in an account. The path is part of the ARN; the name is what follows the last slash. */
export function roleArn(identity: Identity, account: string): string {
  return `arn:aws:iam::${identity.account ?? account}:role/${identity.name}`;
}

function roleName(identity: Identity): string {
  return identity.name.slice(identity.name.lastIndexOf('/') + 1);
}

/** Roles that IAM Identity Center owns: nobody else may attach a policy to them. */
function isReservedRole(identity: Identity): boolean {
  return identity.name.startsWith('aws-reserved/') || identity.name.startsWith('aws-service-role/');
}
