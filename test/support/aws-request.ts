/** A request to AWS, and what it says of itself. */
export interface Request {
  readonly action: string;
  readonly arn: string;
  readonly says?: Readonly<Record<string, string | readonly string[]>>;
}

/** Where a stack’s requests go. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Of the roles of the stack: a policy is written to one that has it. */
  readonly boundary?: string;
}

const PRIMARY = 'ap-northeast-1';
export const HERE = { 'aws:RequestedRegion': PRIMARY };

export type ArnOf = (service: string, rest: string) => string;

export const arnIn =
  (account: string, region = PRIMARY): ArnOf =>
  (service, rest) =>
    `arn:aws:${service}:${service === 'iam' ? '' : region}:${account}:${rest}`;

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

/** A key through a service, as the caller. */
export const through = (
  arn: ArnOf,
  { account, region }: Place,
  service: string,
  ...actions: string[]
): Request[] =>
  on(
    arn('kms', 'key/1'),
    {
      'kms:ViaService': `${service}.${region}.amazonaws.com`,
      'kms:CallerAccount': account,
      'kms:GrantIsForAWSResource': 'true',
    },
    ...actions,
  );

export const passes = (arn: ArnOf, role: string, service: string): Request[] =>
  on(arn('iam', `role/${role}`), { 'iam:PassedToService': service }, 'iam:PassRole');
