import { ENGINE_FACTS, ENGINE_VERSIONS, ENGINES, type Engine } from '../../model/tables/engines';
import { connectionsOf } from '../../model/sizing/memory';
import { parametersFor } from '../../model/sizing/parameters';
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
        'For a new database',
      ],
      ENGINE_VERSIONS.map(({ engine, version, communityEnd, standardSupportEnd, refused }) => [
        ENGINE_FACTS[engine].name,
        version,
        communityEnd,
        standardSupportEnd,
        refused === undefined ? offered(engine, version) : `refused: ${refused}`,
      ]),
    ),
    '## Parameters that protect',
    'Every instance has these, and no key of the estate changes them. Parameters that follow the size are in [tiers](tiers.md).',
    markdownTable(
      ['Engine', 'Parameter', 'Value', 'Reason'],
      ENGINES.flatMap((engine) =>
        protectingParameters(engine).map(([name, { value, reason }]) => [
          ENGINE_FACTS[engine].name,
          code(name),
          code(value),
          reason,
        ]),
      ),
    ),
  ]);
}

function offered(engine: Engine, version: string): string {
  return ENGINE_FACTS[engine].defaultVersion === version ? 'the default' : 'yes';
}

function protectingParameters(engine: Engine) {
  const all = parametersFor(engine, { value: connectionsOf(TIERS.medium), place: 'tier table' });
  return Object.entries(all).filter(([, { place }]) => place === 'security table');
}
