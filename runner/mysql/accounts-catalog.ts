import type { Session } from '../host';
import type { AccountFacts, Flavour, Membership } from './facts';

/** MariaDB keeps whether an account is locked in the document behind its view `mysql.user`. */
const ACCOUNTS: Readonly<Record<Flavour, string>> = {
  mysql: `SELECT User AS user, Host AS host, plugin, ssl_type AS tls, max_user_connections AS connections,
            account_locked = 'Y' AS locked
          FROM mysql.user ORDER BY User, Host`,
  mariadb: `SELECT account.User AS user, account.Host AS host, account.plugin, account.ssl_type AS tls,
              account.max_user_connections AS connections,
              COALESCE(JSON_VALUE(kept.Priv, '$.account_locked'), 0) AS locked
            FROM mysql.user account JOIN mysql.global_priv kept ON kept.User = account.User AND kept.Host = account.Host
            ORDER BY account.User, account.Host`,
};

export async function readAccounts(
  { query }: Session,
  flavour: Flavour,
): Promise<readonly AccountFacts[]> {
  const rows = await query(ACCOUNTS[flavour]);
  return rows.map(({ user, host, plugin, tls, connections, locked }) => ({
    user: String(user),
    host: String(host),
    plugin: String(plugin),
    tls: String(tls) !== '',
    connections: Number(connections),
    locked: Number(locked) === 1,
  }));
}

const ROLES: Readonly<Record<Flavour, string>> = {
  mysql:
    'SELECT TO_USER AS user, TO_HOST AS host, FROM_USER AS role FROM mysql.role_edges ORDER BY TO_USER, TO_HOST, FROM_USER',
  mariadb:
    'SELECT User AS user, Host AS host, Role AS role FROM mysql.roles_mapping ORDER BY User, Host, Role',
};

export async function readMemberships(
  { query }: Session,
  flavour: Flavour,
): Promise<readonly Membership[]> {
  const roles = await query(ROLES[flavour]);
  const proxies = await query(
    'SELECT User AS user, Host AS host, Proxied_user AS proxied FROM mysql.proxies_priv ORDER BY User, Host, Proxied_user',
  );
  const members = roles.map((row) => ({ row, what: `member of role ${String(row.role)}` }));
  const proxied = proxies.map((row) => ({ row, what: `proxy of '${String(row.proxied)}'` }));
  return [...members, ...proxied].map(({ row, what }) => ({
    account: { user: String(row.user), host: String(row.host) },
    what,
  }));
}
