import type { Access, DatabaseContents } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import { entryOf, stated } from '../language/stated';
import { databaseOf } from '../placement/place-services';
import { quote, type Problem } from '../problem';
import type { DeclaredTable } from '../sql/declared-state';
import { tableOf } from '../sql/table-name';
import { parseInstant } from '../values/instant';
import type { Engine } from '../tables/engines';
import type { Identity } from './identity';
import { readIdentity } from './identity';

/** What a cloud makes of identities. */
export interface CloudIdentities {
  /** Why an identity may not log in here, or undefined where it may. */
  readonly refuse: (identity: Identity, text: string) => Omit<Problem, 'place'> | undefined;
  /** The identity as the cloud writes it: an ARN, a member. */
  readonly nameOf: (identity: Identity) => string;
  /** The database user it logs in as. */
  readonly loginOf: (identity: Identity, engine: Engine, via: Access['via']) => string;
  /** What the secret with a database user’s password is called. */
  readonly secretOf: (login: string) => string;
  /** What of a database user must differ from all others of the instance, where not the whole. */
  readonly meets?: (login: string, engine: Engine) => string;
  /** Whether no one may be this database user. */
  readonly isReserved: (login: string, engine: Engine) => boolean;
  /** Longest database user name of an engine. */
  readonly longestLogin: Readonly<Record<Engine, number>>;
  /** Whether the identity is the cloud's own, which nobody else may give rights to. */
  readonly isOwned: (identity: Identity) => boolean;
  /** Most identities that may read one instance's secrets, where the cloud has a limit. */
  readonly mostSecretReaders?: number;
}

/** What access is resolved with, besides the services and the cloud. */
export interface AccessFacts {
  readonly environment: string;
  readonly engine: Engine;
  /** In which an operator’s end is written. */
  readonly timeZone: string;
  /** Of each service, in their order. */
  readonly contents: readonly DatabaseContents[];
}

/** The access of each service on an instance, in the services’ order. Logins are shared by the whole instance: its users are. */
export function resolveAccess(
  services: readonly ServiceFile[],
  { environment, engine, timeZone, contents }: AccessFacts,
  cloud: CloudIdentities,
): { readonly byService: readonly (readonly Access[])[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const loginOwners = new Map<string, string>();
  const ways = new Map<string, Access['via']>();
  const byService = services.map((service, nth) => {
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
      // The language lets nothing else through.
      if (!identity) return [];
      const refusal = cloud.refuse(identity, entry.identity);
      if (refusal) return fail(refusal.required, refusal.got, refusal.cure);
      const name = cloud.nameOf(identity);
      if (seen.has(name))
        return fail(
          'an identity has one role in a service',
          `${quote(entry.identity)} twice`,
          'Keep the stronger of the two.',
        );
      seen.add(name);
      const via = entry.via ?? 'iam';
      const login = cloud.loginOf(identity, engine, via);
      if (cloud.isReserved(login, engine)) {
        return fail(
          'an identity must not make a database user that is reserved',
          `${quote(entry.identity)}, which makes ${login}`,
          `Name the ${identity.cloud === 'aws' ? 'role' : 'account'} otherwise, as order-api.`,
        );
      }
      if (login.length > cloud.longestLogin[engine]) {
        return fail(
          `a database user must be ${String(cloud.longestLogin[engine])} characters at most`,
          `${quote(entry.identity)}, which makes ${quote(login)} (${String(login.length)})`,
          'Log in as an identity with a shorter name.',
        );
      }
      const key = cloud.meets?.(login, engine) ?? login;
      const owner = loginOwners.get(key);
      if (owner !== undefined && owner !== name) {
        return fail(
          'identities on one instance must differ in the database user they make',
          `${quote(entry.identity)} and ${quote(owner)}, both ${key}`,
          `Rename one of the ${identity.cloud === 'aws' ? 'roles' : 'accounts'}.`,
        );
      }
      const way = ways.get(name);
      if (way !== undefined && way !== via) {
        return fail(
          'an identity logs in one way on an instance',
          `${quote(entry.identity)} via ${way} and via ${via}`,
          'Choose one for all its services here.',
        );
      }
      loginOwners.set(key, name);
      ways.set(name, via);
      if (entry.attach === true && cloud.isOwned(identity)) {
        return fail(
          'attach must be false for a role that AWS owns',
          quote(entry.identity),
          'Leave attach out: the policy is exported.',
        );
      }
      const until = entry.until === undefined ? undefined : parseInstant(entry.until, timeZone);
      if (until?.ok === false) {
        return fail(`until must be ${until.required}`, quote(entry.until), until.cure);
      }
      const tables = tablesOf(entry.tables, service, engine, contents[nth], place, problems);
      return [
        {
          identity: name,
          role: entry.role,
          via,
          ...(via === 'secret' ? { secret: cloud.secretOf(login) } : {}),
          login,
          attach: via === 'iam' && entry.attach !== false && !cloud.isOwned(identity),
          ...(tables ? { tables } : {}),
          ...(until ? { until: until.value } : {}),
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
  const most = cloud.mostSecretReaders;
  if (first && most !== undefined && readers.size > most) {
    problems.push({
      place: first.at('access') ?? first.file,
      required: `at most ${String(most)} identities may log in via secret on one instance`,
      got: String(readers.size),
      cure: 'Let them log in by IAM, or place a service elsewhere.',
    });
  }
  return { byService, problems };
}

/** The tables of an access as the database has them; on MySQL a database is the one schema. */
function tablesOf(
  stated: Readonly<Record<string, 'all' | readonly string[]>> | undefined,
  service: ServiceFile,
  engine: Engine,
  contents: DatabaseContents | undefined,
  place: string,
  problems: Problem[],
): readonly DeclaredTable[] | undefined {
  if (!stated || !contents) return undefined;
  const database = databaseOf(service);
  const known =
    engine === 'postgres'
      ? contents
      : { schemas: [{ name: database, holds: 'data' as const }], searchPath: [database] };
  return Object.entries(stated).flatMap(([name, columns]) => {
    const table = tableOf(name, known, place, problems);
    if (
      table &&
      known.schemas.some(({ name: each, holds }) => each === table.schema && holds === 'audit')
    ) {
      problems.push({
        place,
        required: 'tables must be of data: audit records are read by auditors alone',
        got: quote(name),
        cure: 'Take it out, or give the identity the role auditor.',
      });
    }
    return table ? [{ ...table, columns: columns === 'all' ? null : columns }] : [];
  });
}
