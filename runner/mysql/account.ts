/** An account of MySQL is a user at a host: the same user at another host is another account. */
export interface Account {
  readonly user: string;
  readonly host: string;
}

/** The account of a login of Kura's: from any host, as networks and security groups say who reaches the server. */
export function loginAccount(login: string): Account {
  return { user: login, host: '%' };
}

/** An account as information_schema writes its grantee, and as findings name it. */
export function grantee({ user, host }: Account): string {
  return `'${user}'@'${host}'`;
}
