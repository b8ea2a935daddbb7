import type { DatabaseContents } from '../deployment/facts';
import { oneOf, quote, type Problem } from '../problem';

/** Schema and table of a name as a service writes it: the first schema of the search path where it has none. */
export function tableOf(
  name: string,
  { schemas, searchPath }: Pick<DatabaseContents, 'schemas' | 'searchPath'>,
  place: string,
  problems: Problem[],
): { readonly schema: string; readonly table: string } | undefined {
  const [table = '', stated] = name.split('.').reverse();
  const schema = stated ?? searchPath[0] ?? '';
  if (schemas.some((each) => each.name === schema)) return { schema, table };
  problems.push({
    place,
    required: `a table must be in a schema of the service (${oneOf(schemas.map((each) => each.name))})`,
    got: quote(name),
    cure: 'Write the schema below `schemas:` too, or another table.',
  });
  return undefined;
}
