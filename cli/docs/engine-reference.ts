import { ENGINE_FACTS, ENGINE_VERSIONS, ENGINES, type Engine } from '../../model/tables/engines';
import { flagsFor } from '../../model/sizing/flags';
import { connectionsOf } from '../../model/sizing/resolve-memory';
import { parametersFor } from '../../model/sizing/parameters';
import {
  statementFlags,
  statementParameters,
  USUAL_BUDGET,
  type StatementPolicy,
} from '../../model/sizing/statement-logs';
import { decide, type Decision } from '../../model/decision';
import type { Stated } from '../../model/language/stated';
import { PRESET_NAMES, PRESETS } from '../../model/tables/presets';
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
    '## What is logged of statements',
    `By preset, at the usual latency budget of ${String(USUAL_BUDGET)} ms, on the engine’s proved version. Why staging and production differ from development is in [0029](../decisions/0029-statement-texts.md).`,
    markdownTable(
      ['On', 'Engine', 'Preset', 'Parameter or flag', 'Value', 'Reason'],
      [...statementRows('RDS', statementParameters), ...statementRows('Cloud SQL', statementFlags)],
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

/** What follows from the preset, with the presets in which it is so. */
function statementRows(on: string, settings: (policy: StatementPolicy) => Settings): string[][] {
  const budget = decide(USUAL_BUDGET, 'the usual', 'log table');
  return ENGINES.flatMap((engine) => {
    const presets = new Map<string, string[]>();
    for (const name of PRESET_NAMES) {
      const version = ENGINE_FACTS[engine].defaultVersion;
      const all = Object.entries(settings({ engine, version, preset: PRESETS[name], budget }));
      for (const [setting, { value, reason }] of all) {
        const row = JSON.stringify([code(setting), code(value), reason]);
        presets.set(row, [...(presets.get(row) ?? []), name]);
      }
    }
    return [...presets].map(([row, names]) => [
      ...[on, ENGINE_FACTS[engine].name, names.join(', ')],
      ...(JSON.parse(row) as string[]),
    ]);
  });
}
