import {
  account,
  awsState,
  deployRole,
  deployServiceAccount,
  googleState,
  project,
} from './home-language';
import { AUDIT_LOCKS } from '../audit/audit-lock';
import { duration, mapping, must, text } from './words';
import { z } from 'zod';

/** How an environment’s trail is kept, on whatever cloud. */
export const audit = mapping(
  {
    lock: z
      .enum(AUDIT_LOCKS, {
        error: must(
          'be off or governance',
          'Choose one of these words: a lock that nobody can ever lift is not offered.',
        ),
      })
      .describe(
        'What keeps the trail before its time is over: `governance` by default but in development, which nobody of the environment lifts; `off`.',
      )
      .optional(),
    keep: duration(
      'How long the trail is kept; by default what the data of its services demands.',
      '400d',
    ).optional(),
  },
  'How the audit trail is kept.',
);

/** Where an environment’s trail is kept on AWS. */
export const awsAudit = mapping(
  {
    account: account
      .describe('The account that keeps the trail; the environment’s own by default.')
      .optional(),
    deployRole: deployRole(
      'The role that Terraform assumes for the trail, in each account; kura-audit-ENVIRONMENT by default. No deploy role takes it.',
    ).optional(),
    state: awsState
      .describe(
        'Where the stack of the trail keeps its state: a bucket that no deploy role writes to. Required beside `state`.',
      )
      .optional(),
    recoveryState: awsState
      .describe('The same in the recovery region. Required beside it, once something is there.')
      .optional(),
    trail: text(
      /^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/,
      'be the ARN of a CloudTrail trail',
      'Write it as arn:aws:cloudtrail:ap-northeast-1:555555555555:trail/organisation.',
      'A trail that records the accounts already, such as the organisation’s: Kura then makes none of their own.',
    ).optional(),
  },
  'Where the audit trail is kept on AWS.',
);

/** Where an environment’s trail is kept on Google Cloud. */
export const googleAudit = mapping(
  {
    project: project
      .describe('The project that keeps the trail; the environment’s own by default.')
      .optional(),
    deployServiceAccount: deployServiceAccount(
      'The service account that Terraform acts as for the trail, in each project; kura-audit-ENVIRONMENT by default. No deploy account acts as it.',
    ).optional(),
    state: googleState
      .describe(
        'Where the stack of the trail keeps its state: a bucket that no deploy account writes to. Required beside `state`.',
      )
      .optional(),
    recoveryState: googleState
      .describe('The same in the recovery region. Required beside it, once something is there.')
      .optional(),
  },
  'Where the audit trail is kept on Google Cloud.',
);
