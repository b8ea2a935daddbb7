import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Cloud } from '../model/access/identity';
import type { serviceSchema } from '../model/language/service-language';
import { jsonSchema } from '../model/language/json-schema';
import { wrap } from './table';

type Statement = z.input<typeof serviceSchema>;
type OptionalKey = {
  [Key in keyof Statement]-?: undefined extends Statement[Key] ? Key : never;
}[keyof Statement];

/** What only a service that runs has to say: after a failure, or at its end. */
export const LATER = [
  'restoreFrom',
  'active',
  'drReplica',
  'state',
  'breakGlass',
] as const satisfies readonly OptionalKey[];

/** An example of every other optional key, on one line; a new key of the language does not compile without one. */
const examplesFor = (
  name: string,
  environment: string,
  cloud: Cloud,
): Readonly<Record<Exclude<OptionalKey, (typeof LATER)[number]>, string>> => ({
  id: name,
  version: '17',
  database: `${name.replaceAll('-', '_')}_service_db`,
  traffic: 'medium',
  compliance: '[pci-dss]',
  data: 'personal',
  personalTables: '[users]',
  placement: 'dedicated',
  tier: 'large',
  readers: '2',
  storage: '100GB',
  retention: '35d',
  objectives: '{ rpo: 15m, rto: 2h }',
  measured: "{ point-in-time-recovery: { rto: 48m, on: '2026-11-02' } }",
  growth: '50GB/year',
  clients: cloud === 'aws' ? '[{ cidr: 10.30.0.0/20 }]' : '[{ networkTag: web }]',
  pool: '{ max: 20, min: 5, acquire: 30s, idle: 10s, instances: 4 }',
  maxConnections: '400',
  workMem: '16MB',
  latencyBudget: '500ms',
  parameters: '{ random_page_cost: 1.1, lock_timeout: 10s }',
  schemas: '{ app: data, audit: audit }',
  searchPath: '[app]',
  extensions: '[pg_trgm]',
  partitions: '{ events: { column: created_at, keepMonths: 3 } }',
  limits: '{ reader: { statement: 10m, connections: 20 } }',
  alerts: '{ cpu: { warning: 80% } }',
  environments: `[${environment}]`,
  overrides: `{ ${environment}: { tier: 2xlarge, readers: 3 } }`,
});

const WIDTH = 78;

/** A service account’s name has 6 characters at least ("Service accounts overview", IAM, read 2026-11). */
const SHORTEST_STEM = 6 - '-api'.length;
/** It has 30 at most, and 28 where its database user on PostgreSQL, `NAME@PROJECT.iam`, is to be 63 in any project. */
const LONGEST_STEM = 28 - '-migrate'.length;

/** How the names of a service’s accounts begin: its own name, or where that does not fit its beginning and a digest. */
function accountStem(name: string): string {
  if (name.length >= SHORTEST_STEM && name.length <= LONGEST_STEM) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 4);
  return `${name.slice(0, LONGEST_STEM - digest.length - 1).replace(/-$/, '')}-${digest}`;
}

/**
 * The first file of a service: the keys it needs, then each optional one that a new one may need, commented out below its meaning,
 * which is the language’s own description.
 */
export function serviceFile(name: string, environment: string, cloud: Cloud = 'aws'): string {
  const identity = (end: 'api' | 'migrate'): string =>
    cloud === 'aws' ? `role/${name}-${end}` : `'serviceAccount:${accountStem(name)}-${end}'`;
  const { properties = {} } = jsonSchema('service');
  const meaning = (key: string): string => {
    const property = properties[key];
    return typeof property === 'object' ? (property.description ?? key) : key;
  };
  const optional = Object.entries(examplesFor(name, environment, cloud)).map(([key, example]) => {
    const lines = wrap(meaning(key), WIDTH).map((line) => `# ${line}\n`);
    return `\n${lines.join('')}# ${key}: ${example}\n`;
  });
  return `# yaml-language-server: $schema=../../docs/schema/service.schema.json
service: ${spelt(name)}
# Change this. ${meaning('owner')}
owner: team-${name}
cloud: ${cloud}
engine: postgres
access:
  - { identity: ${identity('api')}, role: writer }
  - { identity: ${identity('migrate')}, role: migrator }

# The rest is optional. Take the \`# \` off a key to state it; what is not stated
# comes from the environment’s preset, and every default is safe.
# Numbers and ranges must fit each environment: \`overrides\` states them for one.
${optional.join('')}
# After a failure, or at its end, it may also say
# ${LATER.join(', ')}: docs/reference/language.md.
`;
}

/** A name that YAML would take for something else, in quotes. */
const spelt = (name: string): string => (/^(?:null|true|false)$/.test(name) ? `'${name}'` : name);
