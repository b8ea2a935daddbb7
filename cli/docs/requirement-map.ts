import { z } from 'zod';
import { readYamlFile, type Read } from '../../model/language/yaml-file';
import { markdownTable, page } from './markdown';

/** The areas of the requirement tables, and how many rows each has. */
export const AREAS = {
  R: { title: 'Recovery objectives, backup, recovery of a region', rows: 33 },
  H: { title: 'Availability, replication, consistency', rows: 20 },
  P: { title: 'Placement, tenancy, sizing', rows: 47 },
  S: { title: 'Security, secrets, network, audit', rows: 43 },
  M: { title: 'Change delivery: migrations and data patches', rows: 56 },
  E: { title: 'Change data capture, events, data movement', rows: 12 },
  O: { title: 'Monitoring, performance, incidents', rows: 28 },
} as const;
type Area = keyof typeof AREAS;

const sentence = z.string().trim().min(10);

const row = z
  .strictObject({
    /** Section of the source documents. */
    from: z.string().trim().min(1),
    text: sentence,
    /** Tests that show it, by file and title. */
    shown: z
      .array(z.strictObject({ file: z.string(), test: z.string() }))
      .min(1)
      .optional(),
    /** Why it is not done, for good. */
    refused: sentence.optional(),
    /** Topics below which it, or what of it is not shown, still waits. */
    later: z.array(z.string()).min(1).optional(),
  })
  .refine(({ shown, refused, later }) => (shown ?? later) !== undefined || refused !== undefined, {
    error: 'one of shown, refused and later is required',
  });

const schema = z.strictObject({
  topics: z.record(z.string(), sentence),
  requirements: z.record(z.string(), row),
});

export type RequirementMap = z.output<typeof schema>;
export type Requirement = RequirementMap['requirements'][string];

/** The map’s data, relative to the project. */
export const REQUIREMENTS_FILE = 'docs/requirements.yaml';

export function readRequirements(path: string): Read<RequirementMap> {
  const read = readYamlFile(path, REQUIREMENTS_FILE, schema);
  return read.ok ? { ok: true, value: read.value.statement } : read;
}

/** The id of every row of the tables: R01 to R33, and so on. */
export function requirementIds(): readonly string[] {
  return areasOf().flatMap((area) =>
    Array.from({ length: AREAS[area].rows }, (_, i) => `${area}${String(i + 1).padStart(2, '0')}`),
  );
}

export function requirementMap({ topics, requirements }: RequirementMap): string {
  const ids = requirementIds().filter((id) => requirements[id] !== undefined);
  const rows = (list: readonly string[]) =>
    list.map((id) => [
      id,
      requirements[id]?.text ?? '',
      requirements[id]?.from ?? '',
      state(requirements[id]),
    ]);
  return page('Requirement map', [
    'Kura is built from five source documents, in Japanese: 000 on running several kinds of database, 001 a lecture on relational databases, 002 a database design for microservices, 003 a migration plan to Cloud SQL, 004 a framework for data patches. Every demand in them is a row here. The data is in `requirements.yaml`; a test checks that each row is present and that each test named exists.',
    `A row is **shown** by tests, **refused** for a reason, or **later**. A row that is shown may still have a part that comes later, such as its half on Google Cloud.`,
    markdownTable(
      [
        'Area',
        ...['Rows', 'Shown', 'Refused', 'Later'].map((header) => ({
          header,
          align: 'right' as const,
        })),
      ],
      [
        ...areasOf().map((area) => [area, ids.filter((id) => id.startsWith(area))] as const),
        ['All', ids] as const,
      ].map(([name, list]) => [name, ...counts(list, requirements).map(String)]),
    ),
    '## What comes later',
    markdownTable(
      ['Topic', 'What'],
      Object.entries(topics).map(([topic, what]) => [topic, what]),
    ),
    ...areasOf().flatMap((area) => [
      `## ${area}: ${AREAS[area].title}`,
      markdownTable(
        ['Row', 'Demand', 'Source', 'State'],
        rows(ids.filter((id) => id.startsWith(area))),
      ),
    ]),
  ]);
}

function areasOf(): readonly Area[] {
  return Object.keys(AREAS) as Area[];
}

function counts(ids: readonly string[], requirements: RequirementMap['requirements']): number[] {
  const kinds = ids.map((id) => kindOf(requirements[id]));
  return [
    ids.length,
    ...(['shown', 'refused', 'later'] as const).map(
      (kind) => kinds.filter((each) => each === kind).length,
    ),
  ];
}

export function kindOf(requirement: Requirement | undefined): 'shown' | 'refused' | 'later' {
  if (requirement?.shown) return 'shown';
  return requirement?.refused === undefined ? 'later' : 'refused';
}

function state(requirement: Requirement | undefined): string {
  const { shown = [], refused, later = [] } = requirement ?? {};
  const files = [...new Set(shown.map(({ file }) => file))];
  return [
    ...files.map((file) => {
      const titles = shown.filter((each) => each.file === file).map(({ test }) => `“${test}”`);
      const name = file.slice(file.lastIndexOf('/') + 1);
      return `**shown** in [${name}](../${file}): ${titles.join(', ')}`;
    }),
    ...(refused === undefined ? [] : [`**refused** ${refused}`]),
    ...(later.length === 0 ? [] : [`**later** ${later.join(', ')}`]),
  ].join('<br>');
}
