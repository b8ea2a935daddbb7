import type { Host } from '../host';

/** What a run works with beside the server. */
export interface ConvergeOptions {
  /** Where passwords are kept. */
  readonly passwords: Pick<Host, 'newestVersion' | 'addVersion'>;
  /** A line of the log: each statement before it is run. */
  readonly log: (line: string) => void;
  /** For tests: MariaDB stands in for MySQL. */
  readonly standIn?: 'mariadb';
}
