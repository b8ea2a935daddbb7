import { decide, type Decision } from '../decision';
import type { ServiceFile } from '../language/load-estate';
import type { Compliance } from '../language/service-language';
import { quote, type Problem } from '../problem';

/** What a service’s database holds, from what concerns nobody to what regimes protect most. */
export const DATA_CLASSES = ['internal', 'personal', 'payment'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** What a class demands of the trail. */
export interface DataClassFacts {
  readonly meaning: string;
  /** Classes of pgAudit of the database beyond the instance’s own, `ddl,role`; null for none. MySQL’s are in mysql-audit.ts. */
  readonly audited: string | null;
}

/**
 * Reads are recorded where somebody will ask who read what; elsewhere they would fill the disk (seed 002 §8.2 全てのデータアクセス操作の記録).
 * Of cardholder data PCI DSS 4.0.1 also asks for each start, stop and pause of the trail (10.2.1.6): `misc_set` has what a session sets,
 * all but an end of the trail itself, which pgAudit never records (README and pgaudit.c, pgaudit/pgaudit, read 2026-11).
 */
export const DATA_CLASS_FACTS: Readonly<Record<DataClass, DataClassFacts>> = {
  internal: { meaning: 'nothing about people, and nothing that a regime protects', audited: null },
  personal: {
    meaning: 'what is known about people: names, addresses, health, behaviour',
    audited: 'ddl,role,write,read',
  },
  payment: {
    meaning: 'cardholder data, and what moves money',
    audited: 'ddl,role,write,read,misc_set',
  },
};

/** All that the databases of some class have of their own. */
export const AUDITED_VALUES: readonly string[] = DATA_CLASSES.flatMap(
  (each) => DATA_CLASS_FACTS[each].audited ?? [],
);

/** What a regime is about: its services hold no less. */
export const REGIME_CLASS: Readonly<Record<Compliance, DataClass>> = {
  'pci-dss': 'payment',
  fisc: 'payment',
  gdpr: 'personal',
  hipaa: 'personal',
};

const rank = (data: DataClass): number => DATA_CLASSES.indexOf(data);

/** The class that protects most: of what holds for several services at once. */
export function strictestClass(classes: readonly DataClass[]): DataClass {
  return classes.reduce<DataClass>(
    (most, each) => (rank(each) > rank(most) ? each : most),
    'internal',
  );
}

/** The class of a service’s data: its own word, or what its regimes are about. */
export function resolveDataClass(
  { statement: { data, compliance = [] }, at, file }: ServiceFile,
  problems: Problem[],
): Decision<DataClass> {
  const [regime] = compliance.toSorted((a, b) => rank(REGIME_CLASS[b]) - rank(REGIME_CLASS[a]));
  const least = regime ? REGIME_CLASS[regime] : 'internal';
  if (data === undefined) {
    return regime
      ? decide(least, `what ${regime} is about`, at('compliance') ?? file)
      : decide(least, 'the service names no other', 'data classes');
  }
  if (regime && rank(data) < rank(least)) {
    problems.push({
      place: at('data') ?? file,
      required: `data must be ${least} where compliance names ${regime}`,
      got: quote(data),
      cure: `Write \`data: ${least}\`, or leave it out.`,
    });
  }
  return decide(data, 'the service says so', at('data') ?? file);
}
