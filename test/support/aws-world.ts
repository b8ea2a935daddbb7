import { isAllowed } from './iam-evaluator';
import type { Statement } from '../../cli/bootstrap/aws/policy-document';
import type { Request } from './aws-request';
import type { Config, Json } from './synth';

/** A resource of some stack, as AWS would have it: each reference to another of its stack is what that will be called. */
export interface Thing {
  readonly stack: string;
  /** `aws_kms_key.audit`. */
  readonly address: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly args: Json;
}

type Configs = ReadonlyMap<string, Config>;

/** All that a deployment’s stacks would make on AWS. */
export function worldOf(configs: Configs): readonly Thing[] {
  return [...configs].flatMap(([stack, config]) =>
    config.provider.aws ? thingsOf(stack, config) : [],
  );
}

function thingsOf(stack: string, config: Config): readonly Thing[] {
  const placed = Object.entries(config.resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, args]) => {
      const { account, region } = placeOf(config, args);
      const address = `${type}.${name}`;
      const arn = arnOf(type, args, { account, region, known: `${stack}/${name}` });
      return { stack, address, type, account, region, arn, args };
    }),
  );
  const byAddress = new Map(placed.map((thing) => [thing.address, thing]));
  const value = (whole: string, address: string, attribute: string): string => {
    const found = byAddress.get(address);
    if (!found) return whole;
    if (attribute === 'arn') return found.arn;
    const own = found.args[attribute === 'id' ? 'name' : attribute];
    return typeof own === 'string' ? own : whole;
  };
  const resolved = (text: string): string => {
    const once = text.replace(/\$\{(aws_\w+\.[\w-]+)\.(\w+)\}/g, value);
    return once === text ? text : resolved(once);
  };
  return placed.map((thing) => ({
    ...thing,
    args: JSON.parse(
      JSON.stringify(thing.args, (_, each: unknown) =>
        typeof each === 'string' ? resolved(each) : each,
      ),
    ) as Json,
  }));
}

function placeOf(config: Config, args: Json) {
  const named = typeof args.provider === 'string' ? args.provider : '';
  const [, alias] = named.split('.');
  const provider = config.provider.aws?.find((each) => each.alias === alias);
  const [account = ''] = (provider?.allowed_account_ids ?? []) as readonly string[];
  return { account, region: String(provider?.region) };
}

/** ARNs by what the estate fixes; a key’s by its stack and address. */
function arnOf(
  type: string,
  args: Json,
  {
    account,
    region,
    known,
  }: { readonly account: string; readonly region: string; readonly known: string },
): string {
  const name = String(args.name);
  switch (type) {
    case 'aws_iam_role':
      return `arn:aws:iam::${account}:role/${name}`;
    case 'aws_kms_key':
      return `arn:aws:kms:${region}:${account}:key/${known}`;
    case 'aws_s3_bucket':
      return `arn:aws:s3:::${String(args.bucket)}`;
    case 'aws_cloudwatch_log_group':
      return `arn:aws:logs:${region}:${account}:log-group:${name}`;
    case 'aws_cloudwatch_log_destination':
      return `arn:aws:logs:${region}:${account}:destination:${name}`;
    case 'aws_kinesis_firehose_delivery_stream':
      return `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
    case 'aws_cloudtrail':
      return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
    default:
      return known;
  }
}

/** Statements of a policy that is written as text. */
export function statementsIn(args: Json | undefined, key = 'policy'): readonly Statement[] {
  const listed = (value: unknown) => (typeof value === 'string' ? [value] : value);
  const text = args?.[key];
  if (typeof text !== 'string') return [];
  const { Statement: all } = JSON.parse(text) as { readonly Statement: readonly Json[] };
  return all.map(
    (each) =>
      ({
        ...each,
        Action: listed(each.Action),
        ...(each.Resource === undefined ? {} : { Resource: listed(each.Resource) }),
      }) as unknown as Statement,
  );
}

/** What a role may do by its own policies. */
export function policiesOf(world: readonly Thing[], role: Thing | undefined): readonly Statement[] {
  if (!role) return [];
  const { account, stack } = role;
  const here = world.filter((each) => each.account === account && each.stack === stack);
  return here
    .filter(({ type, args }) => type === 'aws_iam_role_policy' && args.role === role.args.name)
    .flatMap(({ args }) => statementsIn(args));
}

/** Who asks: a role or user by ARN, or a service of AWS. */
export type Caller = { readonly arn: string } | { readonly service: string };

/** Statements of a resource’s policy that are about a caller. In a key’s policy or a trust, what they are about is the thing itself. */
export function about(statements: readonly Statement[], caller: Caller): readonly Statement[] {
  return statements
    .filter(({ Principal }) => Principal === '*' || names(Principal, caller))
    .map((each) => ({ ...each, Resource: each.Resource ?? ['*'] }));
}

function names(principal: Statement['Principal'], caller: Caller): boolean {
  if (principal === undefined || principal === '*') return principal === '*';
  const listed = (key: string): readonly string[] => {
    const value = principal[key];
    return value === undefined ? [] : typeof value === 'string' ? [value] : value;
  };
  if ('service' in caller) return listed('Service').includes(caller.service);
  const account = caller.arn.split(':')[4] ?? '';
  return listed('AWS').some(
    (each) => each === caller.arn || each === account || each === `arn:aws:iam::${account}:root`,
  );
}

/** What a request says of its caller, beside what else it says. */
export function saidBy(caller: Caller, says: Request['says'] = {}): Request['says'] {
  return {
    'aws:SecureTransport': 'true',
    ...('arn' in caller
      ? { 'aws:PrincipalArn': caller.arn, 'aws:PrincipalIsAWSService': 'false' }
      : { 'aws:PrincipalIsAWSService': 'true' }),
    ...says,
  };
}

/** Whether a resource’s policy lets a caller do something, whatever the caller’s own policies say. */
export function letsIn(
  statements: readonly Statement[],
  caller: Caller,
  { action, arn, says }: Request,
): boolean {
  return isAllowed(about(statements, caller), { action, arn, says: saidBy(caller, says) });
}

const EVERYTHING: Statement = {
  Sid: 'Everything',
  Effect: 'Allow',
  Action: ['*'],
  Resource: ['*'],
};

/** Whether a resource’s policy stops a caller who may do everything. */
export function stops(
  statements: readonly Statement[],
  caller: Caller,
  { action, arn, says }: Request,
): boolean {
  const all = [EVERYTHING, ...about(statements, caller)];
  return !isAllowed(all, { action, arn, says: saidBy(caller, says) });
}
