export interface FunctionPolicyWiring {
  readonly logGroup: { readonly arn: string };
  /** What the function is there for. */
  readonly statements: readonly object[];
}

/** What Lambda does in the network as the function's role ("AWSLambdaVPCAccessExecutionRole", read 2026-11). */
const ATTACH = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** What a function in a private network may do: what it is there for, and to write its own log. */
export function functionPolicy(
  functionArn: string,
  { logGroup, statements }: FunctionPolicyWiring,
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...statements,
      {
        Sid: 'WriteLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`${logGroup.arn}:*`],
      },
      { Sid: 'LambdaAttaches', Effect: 'Allow', Action: ATTACH, Resource: ['*'] },
      {
        // Calls of the code carry its ARN, Lambda's own do not ("Using source function ARN", Lambda developer guide, read 2026-11).
        Sid: 'CodeDoesNot',
        Effect: 'Deny',
        Action: ATTACH,
        Resource: ['*'],
        Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      },
    ],
  });
}
