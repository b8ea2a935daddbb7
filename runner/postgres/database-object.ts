/** What a privilege can be on. */
export type DatabaseObject =
  | { readonly kind: 'database'; readonly name: string }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'table' | 'type'; readonly schema: string; readonly name: string }
  | {
      readonly kind: 'sequence';
      readonly schema: string;
      readonly name: string;
      /** The table whose column it numbers. */
      readonly table: string | null;
    }
  | {
      readonly kind: 'routine';
      readonly schema: string;
      readonly name: string;
      readonly args: readonly TypeName[];
    }
  | {
      readonly kind: 'column';
      readonly schema: string;
      readonly table: string;
      readonly name: string;
    }
  | DefaultObject;

/** One privilege of one grantee, on the object that it stands by. */
export interface Grant {
  /** Null for PUBLIC. */
  readonly grantee: string | null;
  readonly grantor: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** A name of a type: its schema and its own. */
export type TypeName = readonly [schema: string, type: string];

/** What a role will make. */
export interface DefaultObject {
  readonly kind: 'default';
  readonly creator: string;
  /** Null for all schemas. */
  readonly schema: string | null;
  readonly of: 'table' | 'sequence' | 'routine' | 'type' | 'schema' | 'large object';
}
