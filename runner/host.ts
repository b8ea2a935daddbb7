/** One session with a database. Values go as parameters, never into the text. */
export interface Session {
  readonly query: (
    sql: string,
    values?: readonly unknown[],
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly end: () => Promise<void>;
}

/** As whom a session logs in: the admin login by the platform's own way, or the bootstrap administrator by a password. */
export type As = { readonly user: string; readonly password?: string };

/** What the program runs on: how it reaches its one server, and what of the cloud's API it may use. */
export interface Host {
  /**
   * Opens a session. Without a password it logs in as the platform knows it (an IAM token, the connector, a local password).
   *
   * @throws {LoginRefused} where the server knows no such user or takes no such credential
   */
  readonly connect: (database: string, as: As) => Promise<Session>;
  /**
   * RDS: sets the bootstrap administrator's password through the cloud's API, and waits until it holds. For the first login, and
   * for one that was lost.
   */
  readonly setBootstrapPassword?: (user: string, password: string) => Promise<void>;
  /** Cloud SQL: gives the runner's own database user the administrator's role through the cloud's API: no password at all. */
  readonly assignAdminRole?: (user: string, role: string) => Promise<void>;
  /** The newest version of a secret, or undefined where it has none. The value is never read. */
  readonly newestVersion: (secret: string) => Promise<SecretVersion | undefined>;
  /** Adds a version, which becomes the newest, and returns its id. */
  readonly addVersion: (secret: string, password: string) => Promise<string>;
  /** A line of the log: never a secret. */
  readonly log: (line: string) => void;
}

export interface SecretVersion {
  readonly id: string;
  readonly created: Date;
}

/** The server is there and refuses the login: the way in must be made first. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}
