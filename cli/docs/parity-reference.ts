import { stringify } from 'yaml';
import { CLOUDS, type Cloud } from '../../model/access/identity';
import { jsonSchema, type JsonSchema } from '../../model/language/json-schema';
import { ENGINES, type Engine } from '../../model/tables/engines';
import { code, markdownTable, page } from './markdown';
import { sayCell } from './parity/cells';
import type { DecidedFate } from './parity/decisions';
import type { Fate } from './parity/fate';
import type { Column, Said, Setting } from './parity/settings';
import { DATABASE, parityOf, SETTINGS, type Each, type Parity, type Row } from './parity/table';

/** Each setting of the language, and what it becomes on each cloud. */
export function parityReference(): string {
  const { rows, decided, fixed } = parityOf(SETTINGS, overridableKeys());
  const below = (prefix: string): readonly Row[] =>
    rows.filter(({ setting }) => setting.path.startsWith(prefix));
  const onCloud = below(CLOUD);
  return page('Parity of the clouds', [
    'What each setting becomes in the Terraform of RDS and of Cloud SQL. Each cell is found out, not written: one setting is changed in a small estate (one service in staging), and what then differs in the Terraform is listed. Nothing is silently ignored: what a cloud cannot have is refused, in the words shown.',
    `A name without a type is an argument of the database itself, \`${DATABASE.aws}\` or \`${DATABASE.google}\`; any other is \`type.argument\`. \`+type\` is one more, \`−type\` one less, \`±type\` another in its place; \`output.contract\` is what applications read of their database. (at creation only): Terraform leaves that argument of a living database as it is.`,
    'A cell holds for both engines unless it names one. A long list names the arguments of the database, the provider and the backend, and of the rest the types.',
    '## `services/<service>.yaml`',
    settingTable(below('service.'), 'service.'),
    sayOverrides(rows),
    '## `estate.yaml`',
    settingTable(
      below('estate.').filter((row) => !onCloud.includes(row)),
      'estate.',
    ),
    '## `environments.<name>.aws` and `environments.<name>.google`',
    settingTable(onCloud, CLOUD),
    '## What the preset and the security table decide',
    'No key states these; each is varied by itself, as the settings are.',
    decidedTable(decided),
    '## What nothing changes',
    'Arguments of the database that neither a setting nor a decision above changes, in the same estate. Parameters that protect are in [engines](engines.md).',
    ...CLOUDS.map((cloud) =>
      markdownTable([`\`${DATABASE[cloud]}\``, 'Value'], fixedRows(fixed[cloud])),
    ),
  ]);
}

const CLOUD = 'estate.environments.<name>.<cloud>.';
const HEADS: Readonly<Record<Cloud, string>> = { aws: 'RDS', google: 'Cloud SQL' };
const CLOUD_HEADS = CLOUDS.map((cloud) => HEADS[cloud]);

function settingTable(rows: readonly Row[], prefix: string): string {
  return markdownTable(
    ['Setting', ...CLOUD_HEADS],
    rows.map(({ setting, fates }) => [
      sayKey(setting, prefix),
      ...CLOUDS.map((cloud) => sayCell(fates[cloud])),
    ]),
  );
}

/** A value is shown where the key stays short with it, and where every column says the same. */
const LONGEST_KEY = 40;

/** `traffic: low` with `preset: production`: the key, what it says, and what is said besides. */
function sayKey({ path, to, given = {}, also = {} }: Setting, prefix: string): string {
  const parent = path.slice(0, path.lastIndexOf('.'));
  const besides = [
    ...Object.entries(given).flatMap(([other, said]) =>
      typeof said === 'string' && !other.startsWith(parent)
        ? [`${other.slice(other.lastIndexOf('.') + 1)}: ${said}`]
        : [],
    ),
    ...Object.keys(also)
      .filter((other) => !path.startsWith(`${other}.`))
      .map((other) => other.replace(CLOUD, '').replace(/^(?:service|estate)\./, '')),
  ];
  const key = code(sayStatement(path.slice(prefix.length), to));
  return besides.length === 0 ? key : `${key} with ${besides.map(code).join(', ')}`;
}

function sayStatement(key: string, said: Said): string {
  if (typeof said === 'function') return key;
  const value = stringify(said, { collectionStyle: 'flow', flowCollectionPadding: false }).trim();
  const statement = `${key}: ${value}`;
  return statement.length <= LONGEST_KEY ? statement : key;
}

interface Mapping extends JsonSchema {
  readonly properties?: Readonly<Record<string, Mapping>>;
  readonly additionalProperties?: Mapping;
}

/** The keys of a service that `overrides` may say too. */
export function overridableKeys(): readonly string[] {
  const { properties } = jsonSchema('service') as Mapping;
  return Object.keys(properties?.overrides?.additionalProperties?.properties ?? {});
}

function sayOverrides(rows: readonly Row[]): string {
  const keys = overridableKeys().map(code).join(', ');
  const others = rows.filter(({ alike }) => alike === false).map(({ setting }) => setting.path);
  const but = others.length === 0 ? '' : ` But ${others.map(code).join(', ')} differ.`;
  return `In \`overrides.<name>\`, ${keys} do for one environment what they do outside.${but}`;
}

/** A row for each decision that has an argument of its own on either cloud; from the others, such as the tier, follow these. */
function decidedTable(decided: Parity['decided']): string {
  const found = ({ cloud, engine }: Column, name: string): DecidedFate | undefined =>
    decided[cloud][engine].find((each) => each.name === name);
  const all = CLOUDS.flatMap((cloud) => ENGINES.flatMap((engine) => decided[cloud][engine]));
  const names = new Set(all.filter(({ fate }) => fate.kind === 'argument').map(({ name }) => name));
  return markdownTable(
    ['Decision', 'Decided by', ...CLOUD_HEADS],
    [...names].sort().map((name) => [
      code(name),
      all.find((each) => each.name === name)?.by ?? '',
      ...CLOUDS.map((cloud) => {
        const on = (engine: Engine): Fate | undefined => found({ cloud, engine }, name)?.fate;
        const [postgres, mysql] = [on('postgres'), on('mysql')];
        return postgres && mysql ? sayCell({ postgres, mysql }) : 'no such decision';
      }),
    ]),
  );
}

function fixedRows(fixed: Each<ReadonlyMap<string, unknown>>[Cloud]): string[][] {
  const paths = new Set(ENGINES.flatMap((engine) => [...fixed[engine].keys()]));
  return [...paths].sort().map((path) => {
    const [postgres, mysql] = [fixed.postgres.get(path), fixed.mysql.get(path)].map(sayValue);
    return [
      code(path),
      postgres === mysql
        ? (postgres ?? '')
        : `PostgreSQL: ${postgres ?? ''}<br>MySQL: ${mysql ?? ''}`,
    ];
  });
}

/** A reference without Terraform's braces. */
function sayValue(value: unknown): string {
  if (value === undefined) return 'is not there';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return code(text.replace(/\$\{([^}]*)\}/g, '$1'));
}
