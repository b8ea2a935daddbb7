import { EventsRole } from '../../../constructs/aws/events-role';
import { policyOf, resource, synthOf } from '../../support/synth';

const PAGER = 'arn:aws:sns:ap-northeast-1:999999999999:pager';
const config = synthOf((stack) => {
  const settings = { address: 'pay', prefix: 'acme-prod-pay', region: 'ap-northeast-1' };
  new EventsRole(stack, 'role', { ...settings, topics: [PAGER] });
});

test('EventBridge tells exactly the topics of other accounts as it', () => {
  const role = resource(config, 'aws_iam_role', 'pay_events');
  expect(role.name).toBe('acme-prod-pay-events');
  expect(JSON.parse(String(role.assume_role_policy))).toMatchObject({
    Statement: [{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', 'pay_events'));
  expect(Statement).toEqual([
    { Sid: 'Tell', Effect: 'Allow', Action: ['sns:Publish'], Resource: [PAGER] },
    {
      Sid: 'EncryptWhatIsTold',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: ['arn:aws:kms:ap-northeast-1:999999999999:key/*'],
      Condition: {
        StringEquals: {
          'kms:EncryptionContext:aws:sns:topicArn': [PAGER],
          'kms:ViaService': 'sns.ap-northeast-1.amazonaws.com',
        },
      },
    },
  ]);
});
