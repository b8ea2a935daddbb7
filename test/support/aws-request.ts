/** A request to AWS, and what it says of itself. */
export interface Request {
  readonly action: string;
  readonly arn: string;
  readonly says?: Readonly<Record<string, string | readonly string[]>>;
}

export const HERE = { 'aws:RequestedRegion': 'ap-northeast-1' };

export type ArnOf = (service: string, rest: string) => string;

export const arnIn =
  (account: string): ArnOf =>
  (service, rest) =>
    `arn:aws:${service}:${service === 'iam' ? '' : 'ap-northeast-1'}:${account}:${rest}`;

/** The tags that prod’s stacks give, as a request says them. */
export const LABELS = { organisation: 'suzumina', environment: 'prod', 'managed-by': 'kura' };
export const labels = (
  key: 'RequestTag' | 'ResourceTag',
  values = LABELS,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`aws:${key}/${name}`, value]));

/** What Terraform’s provider calls, by what it is given: nothing, new tags, or something that has our tags. */
export const reads = (...actions: string[]): Request[] =>
  actions.map((action) => ({ action, arn: '*', says: HERE }));
export const on = (arn: string, says: Request['says'], ...actions: string[]): Request[] =>
  actions.map((action) => ({ action, arn, says: { ...HERE, ...says } }));
export const named = (arn: string, ...actions: string[]): Request[] => on(arn, {}, ...actions);
export const makes = (arn: string, ...actions: string[]): Request[] =>
  on(arn, labels('RequestTag'), ...actions);
export const changes = (arn: string, ...actions: string[]): Request[] =>
  on(arn, labels('ResourceTag'), ...actions);
