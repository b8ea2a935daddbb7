/** What a run has done so far. */
export interface Progress {
  readonly statements: string[];
  applied: number;
  /** What any of its rounds found that the platform does not let it do. */
  readonly withheld: Set<string>;
  /** Users whose connections the platform does not let it end: it asks once. */
  readonly unended: Set<string>;
}

export function newProgress(): Progress {
  return { statements: [], applied: 0, withheld: new Set(), unended: new Set() };
}
