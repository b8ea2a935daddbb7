import { z } from 'zod';
import type { CloudSqlInstance } from './cloud-sql-admin';
import type { RdsInstance } from './rds';

/** The variables of a function or a job, which Terraform sets. */
export type Environment = Readonly<Record<string, string | undefined>>;

const text = z.string({ error: 'must be set' }).min(1, { error: 'must be set' });

const rds = z.object({
  KURA_HOST: text,
  KURA_PORT: text.regex(/^\d{1,5}$/, { error: 'must be a port' }).transform(Number),
  KURA_REGION: text,
  KURA_INSTANCE: text,
  KURA_STACK: text,
});

const CONNECTION_NAME = /^(?<project>(?:[^:]+:)?[^:]+):(?<region>[^:]+):(?<name>[^:]+)$/;

const cloudSql = z.object({
  KURA_INSTANCE: text.regex(CONNECTION_NAME, { error: 'must be project:region:instance' }),
});

/** Where a runner on RDS is, and whose it is. */
export interface RdsPlace {
  readonly instance: Omit<RdsInstance, 'engine'>;
  /** The stack of its one instance: a state of another is not for it. */
  readonly stack: string;
}

/** @throws {Error} where a variable is not as Terraform sets it */
export function rdsPlace(environment: Environment): RdsPlace {
  const read = parse(rds, environment);
  const instance = {
    host: read.KURA_HOST,
    port: read.KURA_PORT,
    region: read.KURA_REGION,
    identifier: read.KURA_INSTANCE,
  };
  return { instance, stack: read.KURA_STACK };
}

/** @throws {Error} where the variable is not as Terraform sets it */
export function cloudSqlInstance(environment: Environment): CloudSqlInstance {
  const { KURA_INSTANCE } = parse(cloudSql, environment);
  const {
    project = '',
    region = '',
    name = '',
  } = CONNECTION_NAME.exec(KURA_INSTANCE)?.groups ?? {};
  return { project, region, name };
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Error(`The runner's environment is not as Terraform sets it: ${wrong.join(', ')}.`);
}
