import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Engine } from '../../model/tables/engines';
import { addressOf } from '../address';
import { LogGroup, type LogGroupWiring } from './log-group';
import type { Trail } from './log-subscription';

/** What an engine exports: "Publishing database logs to Amazon CloudWatch Logs" (RDS user guide, 2026-08). */
const LOG_TYPES: Readonly<Record<Engine, readonly string[]>> = {
  postgres: ['postgresql', 'upgrade', 'iam-db-auth-error'],
  // audit is the plugin’s of the option group; general logs every statement’s text, with its passwords.
  mysql: ['audit', 'error', 'slowquery', 'iam-db-auth-error'],
};

/**
 * Which of them say who did what, and so are part of the audit trail: connections, statements that are audited and refused logins. How
 * slow a statement was and how an upgrade went is nobody's deed.
 */
const AUDITED: Readonly<Record<Engine, readonly string[]>> = {
  postgres: ['postgresql', 'iam-db-auth-error'],
  mysql: ['audit', 'error', 'iam-db-auth-error'],
};

/** The group of one of an instance’s logs: RDS fixes its name. */
export function logGroupName(identifier: string, type: string): string {
  return `/aws/rds/instance/${identifier}/${type}`;
}

/** The log groups an instance writes to. */
export function logGroupNames(engine: Engine, identifier: string): readonly string[] {
  return LOG_TYPES[engine].map((type) => logGroupName(identifier, type));
}

export interface DatabaseLogsSettings {
  readonly address: string;
  readonly engine: Engine;
  readonly identifier: string;
  readonly retentionDays: number;
}

export interface DatabaseLogsWiring extends LogGroupWiring {
  readonly trail: Trail;
}

/** The log groups of one instance, made before RDS would make them without a key and without an end. */
export class DatabaseLogs extends Construct {
  /** What the instance exports. */
  readonly types: readonly string[];
  readonly resources: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    settings: DatabaseLogsSettings,
    { key, trail }: DatabaseLogsWiring,
  ) {
    super(scope, id);
    const { address, engine, identifier, retentionDays } = settings;
    const names = logGroupNames(engine, identifier);
    this.types = LOG_TYPES[engine];
    this.resources = this.types.flatMap((type, i) => {
      const name = names[i] ?? type;
      const group = { address: addressOf(address, type), name, retentionDays };
      const audited = AUDITED[engine].includes(type);
      return new LogGroup(this, type, group, { key, ...(audited ? { trail } : {}) }).resources;
    });
  }
}
