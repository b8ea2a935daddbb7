/** One step of a section: what to do, what to write into the estate, and then the commands that do it. */
export interface Step {
  readonly text: string;
  /** Lines of YAML. */
  readonly estate?: readonly string[];
  /** Lines of a shell. */
  readonly commands?: readonly string[];
}

/** What is said of one thing; steps are done one after the other. */
export interface Section {
  readonly title: string;
  readonly text?: readonly string[];
  readonly table?: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  /** What is said below the table. */
  readonly after?: readonly string[];
  readonly steps?: readonly Step[];
  /** To be ticked off by people. */
  readonly boxes?: readonly string[];
}

/** A page for people who are in a hurry. */
export interface Document {
  readonly title: string;
  readonly text: readonly string[];
  readonly sections: readonly Section[];
}
