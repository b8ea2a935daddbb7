import type { Engine } from './engines';
import { MYSQL_PARAMETERS } from './mysql-parameters';
import type { DatabaseParameter } from './parameter-row';
import { POSTGRES_PARAMETERS } from './postgres-parameters';

/** Every parameter that a service may state, by engine. */
export const DATABASE_PARAMETERS: Readonly<Record<Engine, readonly DatabaseParameter[]>> = {
  postgres: POSTGRES_PARAMETERS,
  mysql: MYSQL_PARAMETERS,
};

export function findParameter(engine: Engine, name: string): DatabaseParameter | undefined {
  return DATABASE_PARAMETERS[engine].find((row) => row.name === name);
}

/** Whether a parameter that a service may state waits for a restart, by the name RDS has for it. */
export function restartsOnRds(engine: Engine, written: string): boolean {
  return DATABASE_PARAMETERS[engine].some(
    ({ name, on: { aws } }) =>
      !('refused' in aws) && aws.restarts && (aws.name ?? name) === written,
  );
}
