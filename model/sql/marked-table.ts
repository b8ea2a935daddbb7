/** A table by its schema and name. */
export interface MarkedTable {
  readonly schema: string;
  readonly table: string;
}
