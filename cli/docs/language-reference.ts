import { isDeepStrictEqual } from 'node:util';
import { schemaWithForms, type JsonSchema } from '../../model/language/json-schema';
import { code, markdownTable, page } from './markdown';

interface Node extends JsonSchema {
  form?: string;
  properties?: Record<string, Node>;
  additionalProperties?: Node | false;
  items?: Node;
  anyOf?: Node[];
}

/** One mapping of a file: the path to it, and what stands there. */
interface Section {
  readonly path: string;
  readonly node: Node;
}

/** Every key of estate.yaml and of a service’s file: whether it is needed, its form, its meaning. */
export function languageReference(): string {
  return page('The estate language', [
    'An estate is a folder: one `estate.yaml`, and one file for each service in `services/`. An unknown key is an error. The forms below are the words of the error messages.',
    'What must never be weakened is not in the language: encryption, TLS, private addresses, deletion protection.',
    ...file('estate.yaml', schemaWithForms('estate') as Node),
    ...file('services/<service>.yaml', schemaWithForms('service') as Node),
  ]);
}

function file(name: string, root: Node): string[] {
  const described: Section[] = [];
  collect({ path: '', node: root }, described);
  const [, ...inner] = described;
  return [
    `## ${code(name)}`,
    root.description ?? '',
    keysOf(root),
    ...inner.flatMap(({ path, node }) => {
      const repeated = keysRepeated(node, root);
      return [
        `### ${code(path)}`,
        ...(node.description === undefined ? [] : [node.description]),
        repeated ?? keysOf(node),
      ];
    }),
  ];
}

/** A mapping and every mapping below it, each only where it first stands. */
function collect(section: Section, found: Section[]): void {
  const { path, node } = section;
  if (node.properties) {
    if (found.some((other) => isDeepStrictEqual(other.node, node))) return;
    found.push(section);
  }
  const inside = path === '' ? '' : `${path}.`;
  for (const [key, value] of Object.entries(node.properties ?? {}))
    collect({ path: `${inside}${key}`, node: value }, found);
  if (node.additionalProperties)
    collect({ path: `${inside}<name>`, node: node.additionalProperties }, found);
  if (node.items) collect({ path: `${path}[]`, node: node.items }, found);
  for (const choice of node.anyOf ?? []) collect({ path, node: choice }, found);
}

function keysOf({ properties = {}, required = [] }: Node): string {
  return markdownTable(
    ['Key', 'Needed', 'Form', 'Meaning'],
    Object.entries(properties).map(([key, value]) => [
      code(key),
      required.includes(key) ? 'yes' : '',
      value.form ?? '',
      value.description ?? '',
    ]),
  );
}

/** A sentence in place of a table that would repeat the root’s keys. */
function keysRepeated({ properties = {} }: Node, root: Node): string | undefined {
  const keys = Object.keys(properties);
  return keys.every((key) => isDeepStrictEqual(properties[key], root.properties?.[key]))
    ? `These keys, as above: ${keys.map(code).join(', ')}. None is needed.`
    : undefined;
}
