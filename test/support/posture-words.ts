/** A resource’s arguments as Terraform reads them. */
export type Body = Readonly<Record<string, unknown>>;
export interface Configuration {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly ephemeral?: Readonly<Record<string, unknown>>;
}

/** The resources of a type, with their names. */
export const named = ({ resource }: Configuration, type: string): [string, Body][] =>
  Object.entries(resource[type] ?? {});

export function protectedBy({ lifecycle }: Body): string {
  const destroyable = (lifecycle as Body | undefined)?.prevent_destroy !== true;
  return destroyable ? 'Terraform may destroy' : 'Terraform may not destroy';
}

export function text(value: unknown): string {
  if (value === undefined) return 'not set';
  if (Array.isArray(value)) return value.map(text).join(', ') || 'none';
  const plain = typeof value === 'string' ? value : JSON.stringify(value);
  return plain.replace(/\$\{([^}]*)\}/g, '$1');
}

export const not = (value: unknown): string =>
  value === undefined ? 'not set' : text(value !== true);

/** A reader is as safe as its primary where each fact of a database reads the same. */
export function readerFact(
  reader: string,
  source: unknown,
  facts: readonly string[],
  ofPrimary: readonly string[],
): string {
  const differing = facts.filter((fact, i) => fact !== ofPrimary[i]);
  return `reader ${reader} of ${text(source)}: ${differing.length === 0 ? 'every fact above as its primary' : differing.join('; ')}`;
}
