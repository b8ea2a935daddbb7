import type { Access } from '../deployment';
import type { Engine } from '../tables/engines';
import { isReservedLogin, isReservedRole, loginName, readIdentity, roleArn } from './identity';
import type { ServiceFile } from '../language/load-estate';
import { quote, type Problem } from '../problem';
import { entryOf, stated } from '../language/stated';

/** The key’s policy names each reader of a secret and has 32 KiB ("Resource quotas", KMS developer guide, read 2026-08). */
const MOST_SECRET_READERS = 100;

/** The access of each service on an instance, in the services’ order. Logins are shared by the whole instance: its users are. */
export function resolveAccess(
  services: readonly ServiceFile[],
  environment: string,
  engine: Engine,
  account: string,
): { readonly byService: readonly (readonly Access[])[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const loginOwners = new Map<string, { identity: string; via: Access['via'] }>();
  const byService = services.map((service) => {
    const list = stated(service, environment, 'access')?.value ?? service.statement.access;
    const overridden = entryOf(service.statement.overrides, environment)?.access !== undefined;
    const seen = new Set<string>();
    return list.flatMap((entry, i): Access[] => {
      const place =
        (overridden
          ? service.at('overrides', environment, 'access', i, 'identity')
          : service.at('access', i, 'identity')) ?? service.file;
      const fail = (required: string, got: string, cure: string): Access[] => {
        problems.push({ place, required, got, cure });
        return [];
      };
      const identity = readIdentity(entry.identity);
      if (identity?.cloud !== 'aws') {
        return fail(
          'an identity of a service on aws must be an IAM role',
          quote(entry.identity),
          'Write it as role/order-api.',
        );
      }
      if (identity.account !== undefined && identity.account !== account) {
        return fail(
          `an identity must be in account ${account}: IAM login does not cross accounts`,
          quote(entry.identity),
          'Write role/NAME, without the account.',
        );
      }
      const arn = roleArn(identity, account);
      if (seen.has(arn))
        return fail(
          'an identity has one role in a service',
          `${quote(entry.identity)} twice`,
          'Keep the stronger of the two.',
        );
      seen.add(arn);
      const login = loginName(identity, engine);
      if (isReservedLogin(login, engine)) {
        return fail(
          'an identity must not make a database user that is reserved',
          `${quote(entry.identity)}, which makes ${login}`,
          'Name the role otherwise, as order-api.',
        );
      }
      const via = entry.via ?? 'iam';
      const owner = loginOwners.get(login);
      if (owner && owner.identity !== arn) {
        return fail(
          'identities on one instance must differ in the database user they make',
          `${quote(entry.identity)} and ${quote(owner.identity)}, both ${login}`,
          'Rename one of the roles.',
        );
      }
      if (owner && owner.via !== via) {
        return fail(
          'an identity logs in one way on an instance',
          `${quote(entry.identity)} via ${owner.via} and via ${via}`,
          'Choose one for all its services here.',
        );
      }
      loginOwners.set(login, { identity: arn, via });
      if (entry.attach === true && isReservedRole(identity)) {
        return fail(
          'attach must be false for a role that AWS owns',
          quote(entry.identity),
          'Leave attach out: the policy is exported.',
        );
      }
      return [
        {
          identity: arn,
          role: entry.role,
          via,
          login,
          attach: via === 'iam' && entry.attach !== false && !isReservedRole(identity),
          reason:
            via === 'iam'
              ? 'a short-lived IAM token'
              : 'a rotated password, read by exactly its readers',
          place,
        },
      ];
    });
  });
  const readers = new Set(
    byService.flat().flatMap(({ via, identity }) => (via === 'secret' ? [identity] : [])),
  );
  const [first] = services;
  if (first && readers.size > MOST_SECRET_READERS) {
    problems.push({
      place: first.at('access') ?? first.file,
      required: `at most ${String(MOST_SECRET_READERS)} identities may log in via secret on one instance`,
      got: String(readers.size),
      cure: 'Let them log in by IAM, or place a service elsewhere.',
    });
  }
  return { byService, problems };
}
