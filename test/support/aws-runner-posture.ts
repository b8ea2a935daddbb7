import { alarmFacts } from './aws-alarm-posture';
import { named, text, type Body, type Configuration } from './posture-words';

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export const statementsOf = (policy: unknown): readonly Statement[] =>
  (JSON.parse(String(policy)) as { readonly Statement: readonly Statement[] }).Statement;

/** `Allow a on b where c`. */
export const say = ({ Effect, Action, Resource, Condition }: Statement): string =>
  `${Effect} ${text(Action)} on ${text(Resource)}${Condition === undefined ? '' : ` where ${text(Condition)}`}`;

interface Input {
  readonly admin: { readonly login: string; readonly role: string };
  readonly databases: readonly { readonly name: string }[];
  readonly logins: readonly {
    readonly name: string;
    readonly via: string;
    readonly access: readonly Readonly<Record<'database' | 'role' | 'until', string | undefined>>[];
  }[];
}

/** What works inside an instance, as whom, and what it brings about there. */
export function runnerFacts(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  return [
    ...all('aws_lambda_function').map(
      ([name, body]) =>
        `runner ${name}: ${text(body.function_name)} on ${text(body.runtime)} as ${text(body.role)}; in ${text(body.vpc_config)}; environment ${text(body.environment)} under ${text(body.kms_key_arn)}`,
    ),
    ...all('aws_iam_role').map(
      ([name, body]) => `role ${name} is for: ${trusted(body.assume_role_policy)}`,
    ),
    ...all('aws_iam_role_policy').flatMap(([name, { policy }]) =>
      statementsOf(policy).map((statement) => `role ${name} may: ${say(statement)}`),
    ),
    ...all('aws_scheduler_schedule').map(
      ([name, body]) =>
        `runner ${name} starts: ${text(body.schedule_expression)} ${text(body.schedule_expression_timezone)}, input under ${text(body.kms_key_arn)}${drilled(body)}`,
    ),
    ...alarmFacts(configuration),
    ...all('aws_lambda_invocation').flatMap(([, { input }]) =>
      inside(JSON.parse(String(input)) as Input),
    ),
  ];
}

interface Called {
  readonly phase: string;
  readonly drill: Readonly<Record<string, unknown>>;
}

/** What a schedule rehearses, of one that does. */
function drilled({ target }: Body): string {
  const { phase, drill } = JSON.parse(String((target as Body).input)) as Partial<Called>;
  if (drill === undefined) return '';
  const { mechanism, source, copy, rpo, rto } = drill;
  const { securityGroups, subnetGroup } = copy as Body;
  return `: ${text(phase)} of ${text(mechanism)} from ${text(source)} as ${text(drill.target)} in ${text(subnetGroup)}, ${text(securityGroups)}; limits in ms: rpo ${text(rpo)}, rto ${text(rto)}`;
}

const trusted = (policy: unknown): string =>
  statementsOf(policy)
    .map(
      ({ Principal, Condition }) =>
        `${text(Principal)}${Condition === undefined ? '' : ` where ${text(Condition)}`}`,
    )
    .join('; ');

function inside({ admin, databases, logins }: Input): readonly string[] {
  return [
    `inside: ${admin.login} makes ${databases.map(({ name }) => name).join(', ')}, as ${admin.role}`,
    ...logins.flatMap(({ name, via, access }) =>
      access.map(
        ({ database, role, until }) =>
          `inside: ${name} by ${via} is ${text(role)} of ${text(database)}${until === undefined ? '' : ` until ${until}`}`,
      ),
    ),
  ];
}

/** The ways that runners, drills and operators come and go, and what rehearses recoveries. */
export function waysIn(configuration: Configuration): readonly string[] {
  const all = (type: string): [string, Body][] => named(configuration, type);
  const rules = (type: string, verb: string): string[] =>
    all(type).map(
      ([, rule]) =>
        `${verb}: ${text(rule.security_group_id)}, ${text(rule.referenced_security_group_id ?? rule.cidr_ipv4)} on ${text(rule.ip_protocol)} ${text(rule.from_port)}-${text(rule.to_port)}`,
    );
  return [
    ...rules('aws_vpc_security_group_ingress_rule', 'into'),
    ...rules('aws_vpc_security_group_egress_rule', 'out of'),
    ...all('aws_vpc_endpoint').map(
      ([, body]) =>
        `endpoint ${text(body.service_name)}: ${statementsOf(body.policy).map(say).join('; ')}`,
    ),
    ...all('aws_lambda_function').map(
      ([name, body]) =>
        `function ${name}: ${text(body.function_name)} on ${text(body.runtime)} as ${text(body.role)}; in ${text(body.vpc_config)}; environment ${text(body.environment)} under ${text(body.kms_key_arn)}`,
    ),
    ...alarmFacts(configuration),
    ...all('aws_instance').map(
      ([name, body]) =>
        `host ${name}: public address ${text(body.associate_public_ip_address)}, key pair ${text(body.key_name)}, metadata ${text(body.metadata_options)}, disk ${text(body.root_block_device)}, in ${text(body.vpc_security_group_ids)}`,
    ),
    ...all('aws_iam_role_policy').flatMap(([name, { policy }]) =>
      statementsOf(policy).map((statement) => `role ${name} may: ${say(statement)}`),
    ),
  ];
}
