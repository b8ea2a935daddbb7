/** One statement of an IAM, bucket or key policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface ManagedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Characters without white space: "IAM and AWS STS quotas" (IAM user guide, read 2026-08). */
export const POLICY_LIMIT = 6144;
export const TRUST_LIMIT = 2048;
/** Managed policies of one role: same page. */
export const POLICIES_PER_ROLE = 10;

export function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** How IAM counts a document. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

/** Statements as managed policies within IAM's limit: `name`, and where one is not enough `name-2` and so on. */
export function packPolicies(name: string, statements: readonly Statement[]): ManagedPolicy[] {
  const parts: Statement[][] = [];
  for (const statement of statements) {
    const last = parts.at(-1);
    if (last && sizeOf(documentOf([...last, statement])) <= POLICY_LIMIT) last.push(statement);
    else parts.push([statement]);
  }
  return parts.map((part, i) => ({
    name: i === 0 ? name : `${name}-${i + 1}`,
    document: documentOf(part),
  }));
}
