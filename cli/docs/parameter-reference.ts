import type { Cloud } from '../../model/access/identity';
import { formOf } from '../../model/sizing/parameter-value';
import { editionName } from '../../model/sizing/retention';
import { DATABASE_PARAMETERS } from '../../model/tables/database-parameters';
import { ENGINE_FACTS, ENGINES } from '../../model/tables/engines';
import type { DatabaseParameter } from '../../model/tables/parameter-row';
import { REMOVED, WITHHELD, type Withheld } from '../../model/tables/withheld-parameters';
import { code, markdownTable, page } from './markdown';

/** What `parameters` of a service may hold on each cloud, and what it may not. */
export function parameterReference(): string {
  return page('Database parameters', [
    'What a service may state under `parameters`, by the engine’s own name: Kura writes it as each cloud takes it, a switch as 1 or 0 on RDS and as on or off on Cloud SQL, a duration or a size in the parameter’s own unit. Ranges are the narrower of both clouds’, and narrower still where more would harm. An environment’s override replaces single parameters; the services of one instance must agree.',
    'A parameter that takes effect only at a restart waits for the next one on RDS. Cloud SQL restarts the instance to take it.',
    ...ENGINES.flatMap((engine) => [
      `## ${ENGINE_FACTS[engine].name}`,
      markdownTable(
        ['Parameter', 'Form', 'On RDS', 'On Cloud SQL'],
        DATABASE_PARAMETERS[engine].map((row) => [
          code(row.name),
          formOf(row.form),
          onCloud(row, 'aws'),
          onCloud(row, 'google'),
        ]),
      ),
      ...DATABASE_PARAMETERS[engine].flatMap(({ name, form }) =>
        'called' in form && form.called !== undefined
          ? [`${code(name)} takes ${form.words.map(code).join(', ')}.`]
          : [],
      ),
    ]),
    '## Not a service’s to set',
    'Kura decides these. So are the parameters and flags that protect, which [engines](engines.md) lists.',
    markdownTable(
      ['Engine', 'Parameters', 'Reason'],
      ENGINES.flatMap((engine) =>
        byReason(WITHHELD[engine]).map(([why, names]) => [
          ENGINE_FACTS[engine].name,
          names.map(code).join(', '),
          why,
        ]),
      ),
    ),
    '## Gone from the engines',
    markdownTable(
      ['Engine', 'Parameter', 'Last version', 'Instead'],
      ENGINES.flatMap((engine) =>
        Object.entries(REMOVED[engine]).map(([name, { last, instead }]) => [
          ENGINE_FACTS[engine].name,
          code(name),
          last,
          instead,
        ]),
      ),
    ),
  ]);
}

/** The names under each reason, in the table’s order. */
function byReason(
  withheld: Readonly<Record<string, Withheld>>,
): readonly (readonly [why: string, names: readonly string[]])[] {
  const reasons = new Map<string, readonly string[]>();
  for (const [name, { why, key }] of Object.entries(withheld)) {
    const reason = key === undefined ? why : `${why}, ${code(key)}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons];
}

function onCloud({ on: clouds, since, until }: DatabaseParameter, cloud: Cloud): string {
  const on = clouds[cloud];
  if ('refused' in on) return `refused: ${on.refused}. ${on.cure}`;
  return [
    on.restarts ? 'at a restart' : 'at once',
    ...(on.name === undefined ? [] : [`as ${code(on.name)}`]),
    ...(on.edition === undefined ? [] : [`in the ${editionName(on.edition)} edition`]),
    ...(since === undefined ? [] : [`from version ${since} on`]),
    ...(until === undefined ? [] : [`up to version ${until}`]),
  ].join(', ');
}
