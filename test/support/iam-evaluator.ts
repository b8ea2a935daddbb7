import type { Statement } from '../../cli/bootstrap/policy-document';
import type { Request } from './aws-request';

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);

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
        case 'ArnLike':
          return values.length > 0 && values.every(matching);
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

/** Whether statements allow a request: one allows it and none denies it. */
export function isAllowed(statements: readonly Statement[], request: Request): boolean {
  const effects = statements.filter((each) => matches(each, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}
