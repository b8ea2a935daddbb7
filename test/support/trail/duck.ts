import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export type Row = Readonly<Record<string, unknown>>;

/** A database in memory in which a question is asked. */
export interface Duck {
  readonly make: (sql: string) => Promise<void>;
  readonly ask: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
}

/** The zone of the pages’ beginning: local times are compared with instants. */
const ZONE = "SET TimeZone = 'Asia/Tokyo'";

export async function duck(): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection: DuckDBConnection = await instance.connect();
  await connection.run(ZONE);
  return {
    make: async (sql) => {
      await connection.run(sql);
    },
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
