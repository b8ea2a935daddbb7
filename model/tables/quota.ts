/** Where a quota holds: in each region of an account or project, in the whole of it, or for each one that others are of. */
type Scope = 'region' | 'account' | 'source';

/** A default quota of a cloud: what an account or project has until it asks for more. */
export interface Quota {
  readonly what: string;
  readonly scope: Scope;
  /** Null where the cloud has none: what is counted costs all the same. */
  readonly quota: number | null;
  /** Regions that begin with less. */
  readonly smaller?: Readonly<Record<string, number>>;
  /** The Terraform types that use it up; none where it is not counted in resources. */
  readonly types: readonly string[];
}

export type Usage<Name extends string> = Readonly<Partial<Record<Name, number>>>;
