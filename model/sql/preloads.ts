import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import type { DatabaseContents } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import { quote, type Problem } from '../problem';
import { databaseOf } from '../placement/place-services';
import { EXTENSION_NAMES, extensionFacts, type ExtensionName } from './extensions';

/** A service and what its database holds. */
interface Extended {
  readonly file: ServiceFile;
  readonly contents: Decision<DatabaseContents>;
}

/**
 * Loaded whatever the extensions are: it has none of its own. Where it logs plans is statement-logs.ts; elsewhere it does nothing,
 * and a plan needs no restart.
 */
const ALWAYS = 'auto_explain';

/** Cloud SQL loads a library by a flag of its own; pg_stat_statements always. */
const FLAGS: Partial<Record<ExtensionName, string>> = { pg_cron: 'cloudsql.enable_pg_cron' };

/**
 * The parameters or flags that load what extensions need at the server's start, and name the one database that jobs live in.
 * `cron.database_name`: "Scheduling maintenance with pg_cron" (RDS user guide, read 2026-11).
 */
export function preloads(
  cloud: Cloud,
  services: readonly Extended[],
): Readonly<Record<string, Decision<string>>> {
  const cron = services.find(({ contents }) => contents.value.extensions.includes('pg_cron'));
  const place = cron?.file.at('extensions') ?? 'security table';
  const libraries = EXTENSION_NAMES.filter(
    (name) =>
      extensionFacts(name).everywhere === true ||
      services.some(({ contents }) => contents.value.extensions.includes(name)),
  ).flatMap((name) => extensionFacts(name).preload ?? []);
  return {
    ...(cloud === 'aws'
      ? {
          shared_preload_libraries: decide(
            [...libraries, ALWAYS].join(','),
            'what the extensions need loaded at the start, and auto_explain',
            place,
          ),
        }
      : {}),
    ...(cron
      ? {
          ...(cloud === 'google' && FLAGS.pg_cron !== undefined
            ? { [FLAGS.pg_cron]: decide('on', 'pg_cron is loaded', place) }
            : {}),
          'cron.database_name': decide(databaseOf(cron.file), 'the one database of jobs', place),
        }
      : {}),
  };
}

/** An extension that works in one database of an instance, declared by two. */
export function declaredTwice(services: readonly Extended[]): Problem[] {
  return EXTENSION_NAMES.filter((name) => extensionFacts(name).once === true).flatMap((name) =>
    services
      .filter(({ contents }) => contents.value.extensions.includes(name))
      .slice(1)
      .map(({ file }) => ({
        place: file.at('extensions') ?? file.file,
        required: `one service of an instance may have ${name}, whose jobs live in one database`,
        got: quote(file.statement.service),
        cure: 'Take it out, or place the service on an instance of its own.',
      })),
  );
}
