import { ENGINE_FACTS, ENGINE_VERSIONS, ENGINES, type Engine } from '../../model/tables/engines';
import { flagsFor } from '../../model/sizing/flags';
import { connectionsOf } from '../../model/sizing/resolve-memory';
import { parametersFor } from '../../model/sizing/parameters';
import type { Decision } from '../../model/decision';
import type { Stated } from '../../model/language/stated';
import { TIERS } from '../../model/tables/tiers';
import { code, markdownTable, page } from './markdown';

/** The lifecycle of the engines’ versions, and the parameters that every instance has. */
export function engineReference(): string {
  return page('Engines', [
    'Dates are the vendors’; they change by an edit of `model/tables/engines.ts`, never by the day a synthesis runs. Extended Support is always off: RDS refuses a new database on a version past its standard support.',
    markdownTable(
      [
        'Engine',
        'Version',
        'Community support ends',
        'RDS standard support ends',
        'On RDS',
        'On Cloud SQL',
      ],
      ENGINE_VERSIONS.map(({ engine, version, communityEnd, aws, google }) => [
        ENGINE_FACTS[engine].name,
        version,
        communityEnd,
        aws.standardSupportEnd,
        offered(engine, version, aws.refused),
        offered(engine, version, google.refused),
      ]),
    ),
    '## Parameters of RDS that protect',
    'Every instance has these, and no key of the estate changes them. Parameters that follow the size are in [tiers](tiers.md).',
    markdownTable(
      ['Engine', 'Parameter', 'Value', 'Reason'],
      rowsOf((engine, connections) => parametersFor(engine, connections)),
    ),
    '## Flags of Cloud SQL that protect',
    'TLS is no flag here: `ssl_mode` demands it, with a certificate of the client’s.',
    markdownTable(
      ['Engine', 'Flag', 'Value', 'Reason'],
      rowsOf((engine, connections) => flagsFor(engine, 'medium', connections)),
    ),
  ]);
}

function offered(engine: Engine, version: string, refused: string | undefined): string {
  if (refused !== undefined) return `refused: ${refused}`;
  return ENGINE_FACTS[engine].defaultVersion === version ? 'the default' : 'yes';
}

type Settings = Readonly<Record<string, Decision<string>>>;

/** Of what an instance is given, the part that no key of the estate changes. */
function rowsOf(settings: (engine: Engine, connections: Stated<number>) => Settings): string[][] {
  const connections = { value: connectionsOf(TIERS.medium), place: 'tier table' };
  return ENGINES.flatMap((engine) =>
    Object.entries(settings(engine, connections)).flatMap(([name, { value, reason, place }]) =>
      place === 'security table'
        ? [[ENGINE_FACTS[engine].name, code(name), code(value), reason]]
        : [],
    ),
  );
}
