import { jumpHostName } from './jump-host';

export interface OperatorAccessSettings {
  readonly account: string;
  readonly region: string;
  /** How the names of the host's network begin. */
  readonly prefix: string;
  /** Of the instance that serves; its readers’ begin with it. */
  readonly identifier: string;
}

/** One statement of a policy, before the day it ends is added. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Terraform would read `${…}` as its own: two dollars are one to it. Who took a role is known to IAM by this id alone. */
const OWN_SESSIONS = 'arn:aws:ssm:*:*:session/$${aws:userid}-*';

/**
 * The right to forward a port through the jump host, and nothing else on it: the check of the document refuses a shell
 * ("Start a session with a document by specifying the session documents in IAM policies" and "Sample IAM policies for Session
 * Manager", Systems Manager user guide, read 2026-11).
 */
export function operatorAccess({
  account,
  region,
  prefix,
  identifier,
}: OperatorAccessSettings): readonly Statement[] {
  return [
    {
      Sid: 'GoThroughHost',
      Effect: 'Allow',
      Action: 'ssm:StartSession',
      Resource: `arn:aws:ec2:${region}:${account}:instance/*`,
      Condition: {
        StringEquals: { 'ssm:resourceTag/Name': jumpHostName(prefix) },
        BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' },
      },
    },
    {
      Sid: 'ForwardPort',
      Effect: 'Allow',
      Action: 'ssm:StartSession',
      Resource: `arn:aws:ssm:${region}::document/AWS-StartPortForwardingSessionToRemoteHost`,
    },
    {
      Sid: 'HoldOwnSessions',
      Effect: 'Allow',
      Action: ['ssm:ResumeSession', 'ssm:TerminateSession', 'ssmmessages:OpenDataChannel'],
      Resource: OWN_SESSIONS,
    },
    { Sid: 'FindHost', Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' },
    {
      // `kura connect` asks for the database's name, which its certificate and the token carry.
      Sid: 'FindDatabase',
      Effect: 'Allow',
      Action: 'rds:DescribeDBInstances',
      Resource: [identifier, `${identifier}-reader-*`].map(
        (name) => `arn:aws:rds:${region}:${account}:db:${name}`,
      ),
    },
  ];
}
