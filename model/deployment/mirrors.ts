import type { z } from 'zod';

type Frozen<Value> = { readonly [Key in keyof Value]: Frozen<Value[Key]> };
type Same<A, B> =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- TypeScript compares two generic functions exactly.
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/**
 * Whether a schema and a type say the same, key by key: `true satisfies Mirrors<…>` does not compile where one alone was changed.
 * It is asked part by part, since TypeScript stops comparing types that nest deeply.
 */
export type Mirrors<Schema extends z.ZodType, Type> = Same<Frozen<z.output<Schema>>, Frozen<Type>>;
