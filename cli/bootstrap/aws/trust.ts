import { quote, type Problem } from '../../../model/problem';
import { GITHUB_HOST, type Trust } from '../trust';
import { documentOf, type PolicyDocument, type Statement } from './policy-document';

const PRINCIPAL = /^arn:aws:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]{1,512}$/;

/** What is wrong with the principals of an option. */
export function trustProblems(
  { principals }: Trust,
  place: '--trust' | '--audit-trust',
): Problem[] {
  return principals
    .filter((principal) => !PRINCIPAL.test(principal))
    .map((principal) => ({
      place,
      required: 'the ARN of one IAM role or user is required',
      got: quote(principal),
      cure: principal.includes(':assumed-role/')
        ? 'Name the role itself: arn:aws:iam::ACCOUNT:role/NAME.'
        : 'Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    }));
}

export const GITHUB_AUDIENCE = 'sts.amazonaws.com';

export interface TrustedBy extends Trust {
  readonly account: string;
  /** The role itself and, in an isolated account, its like in the environment’s. */
  readonly roles: readonly string[];
  /** The end of the token’s subject, such as `environment:prod`. */
  readonly subject: string;
}

/** A role’s trust: the named principals, workflows of one repository in one situation, and the role itself. */
export function trustPolicy({
  account,
  principals,
  github,
  roles,
  subject,
}: TrustedBy): PolicyDocument {
  const statements: Statement[] = [];
  if (principals.length > 0) {
    statements.push({
      Sid: 'TakenByName',
      Effect: 'Allow',
      Principal: { AWS: principals },
      Action: ['sts:AssumeRole'],
    });
  }
  if (github !== undefined) {
    statements.push({
      Sid: 'TakenByWorkflows',
      Effect: 'Allow',
      Principal: { Federated: [`arn:aws:iam::${account}:oidc-provider/${GITHUB_HOST}`] },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: {
        StringEquals: {
          [`${GITHUB_HOST}:aud`]: GITHUB_AUDIENCE,
          [`${GITHUB_HOST}:sub`]: `repo:${github}:${subject}`,
        },
      },
    });
  }
  // By account and condition, because a role that does not exist yet cannot be a principal.
  statements.push({
    Sid: 'TakenByItsLike',
    Effect: 'Allow',
    Principal: { AWS: [...new Set(roles.map(rootOf))] },
    Action: ['sts:AssumeRole'],
    Condition: { ArnEquals: { 'aws:PrincipalArn': roles } },
  });
  return documentOf(statements);
}

const rootOf = (roleArn: string): string => roleArn.replace(/:role\/.*$/, ':root');
