import type { ProjectPlan } from '../../cli/bootstrap/google/plan';
import type { Statement } from '../../cli/bootstrap/aws/policy-document';
import type { Request } from './aws-request';

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Patterns that were asked for already: a test asks for each of them a thousand times. */
const known = new Map<string, RegExp>();

function like(pattern: string, text: string): boolean {
  const made =
    known.get(pattern) ??
    new RegExp(
      `^${pattern
        .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
      's',
    );
  known.set(pattern, made);
  return made.test(text);
}

/** The part of IAM’s evaluation that these policies use. An operator it does not know fails the test. */
function holds(statement: Statement, says: Request['says'] = {}): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = listed(says[key]);
      const exact = (value: string): boolean => listed(wanted).includes(value);
      const matching = (value: string): boolean => listed(wanted).some((each) => like(each, value));
      switch (operator) {
        case 'StringEquals':
        case 'ArnEquals':
        case 'Bool':
          return values.length > 0 && values.every(exact);
        case 'StringEqualsIfExists':
          return values.every(exact);
        case 'Null':
          return String(values.length === 0) === wanted;
        case 'ForAllValues:ArnLike':
          return values.every(matching);
        case 'ArnLike':
        case 'StringLike':
          return values.length > 0 && values.every(matching);
        // Of what a request does not say, IAM takes it that it is not so.
        case 'ArnNotEquals':
        case 'StringNotEquals':
          return !values.some(exact);
        case 'ForAnyValue:StringLike':
          return values.some(matching);
        default:
          throw new Error(`the test does not know the operator ${operator}`);
      }
    }),
  );
}

function matches(statement: Statement, { action, arn, says }: Request): boolean {
  const { Action, Resource, NotResource } = statement;
  const covers = (patterns: readonly string[]): boolean => patterns.some((each) => like(each, arn));
  return (
    Action.some((each) => like(each, action)) &&
    (Resource ? covers(Resource) : !covers(NotResource ?? [])) &&
    holds(statement, says)
  );
}

/** Whether statements allow a request: one allows it and none denies it. So it is with those of a boundary, where there is one. */
export function isAllowed(
  statements: readonly Statement[],
  request: Request,
  boundary?: readonly Statement[],
): boolean {
  if (boundary && !isAllowed(boundary, request)) return false;
  const effects = statements.filter((each) => matches(each, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** A request to Google: what it is about, and the roles whose members it changes. */
export interface GoogleRequest {
  readonly resource: string;
  readonly granted: readonly string[];
  /** Tags on the resource, `<project>/<key>/<value>`; none where absent. */
  readonly tags?: readonly string[];
}

/** Whether an account may do something in a project, by its custom roles and their conditions. */
export function mayDo(
  { accounts, grants, roles }: ProjectPlan,
  account: string,
  permission: string,
  request: GoogleRequest,
): boolean {
  const email = accounts.find(({ name }) => name === account)?.email ?? '';
  return grants.some(
    ({ member, role, condition }) =>
      member === `serviceAccount:${email}` &&
      roles.some(({ name, permissions }) => name === role && permissions.includes(permission)) &&
      (condition === undefined || passes(condition.expression, request)),
  );
}

/**
 * The part of CEL that these conditions use: alternatives of one thing in brackets, joined by &&. A term it does not know
 * fails the test.
 */
export function passes(expression: string, request: GoogleRequest): boolean {
  return expression.split(' && ').every((term) =>
    term
      .replace(/^\((.*)\)$/, '$1')
      .split(' || ')
      .some((each) => holdsOn(each, request)),
  );
}

function holdsOn(term: string, { resource, granted, tags = [] }: GoogleRequest): boolean {
  const [, key, value] = /^!resource\.matchTag\('([^']+)', '([^']+)'\)$/.exec(term) ?? [];
  if (key !== undefined && value !== undefined) return !tags.includes(`${key}/${value}`);
  const [, exact] = /^resource\.name == '([^']*)'$/.exec(term) ?? [];
  if (exact !== undefined) return resource === exact;
  const [, start] = /^resource\.name\.startsWith\('([^']*)'\)$/.exec(term) ?? [];
  if (start !== undefined) return resource.startsWith(start);
  const [, end] = /^resource\.name\.endsWith\('([^']*)'\)$/.exec(term) ?? [];
  if (end !== undefined) return resource.endsWith(end);
  const [, before, from] =
    /^resource\.name\.extract\('([^'{]*)\{\w+\}'\)\.startsWith\('([^']*)'\)$/.exec(term) ?? [];
  if (before !== undefined && from !== undefined) {
    const at = resource.indexOf(before);
    return at >= 0 && resource.slice(at + before.length).startsWith(from);
  }
  const [, list] =
    /^api\.getAttribute\('iam\.googleapis\.com\/modifiedGrantsByRole', \[\]\)\.hasOnly\(\[(.*)\]\)$/.exec(
      term,
    ) ?? [];
  if (list !== undefined) return granted.every((role) => list.split(', ').includes(`'${role}'`));
  throw new Error(`the test does not know the term ${term}`);
}
