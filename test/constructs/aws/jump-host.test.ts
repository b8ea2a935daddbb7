import { JumpHost } from '../../../constructs/aws/jump-host';
import { policyOf, resource, synthOf } from '../../support/synth';

const config = synthOf(
  (stack) =>
    new JumpHost(
      stack,
      'jump-host',
      { address: 'shared', prefix: 'acme-prod' },
      { subnetId: 'subnet-a', securityGroupId: 'sg-jump', key: { arn: 'arn:key' }, after: [] },
    ),
);
const host = resource(config, 'aws_instance', 'shared_jump');

test('the host has no public address, no key pair, and the new kind of metadata only', () => {
  expect(host).toMatchObject({
    instance_type: 't4g.nano',
    subnet_id: 'subnet-a',
    vpc_security_group_ids: ['sg-jump'],
    associate_public_ip_address: false,
    metadata_options: {
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
    },
    tags: { Name: 'acme-prod-jump' },
  });
  expect(host).not.toHaveProperty('key_name');
  expect(host).not.toHaveProperty('user_data');
});

test('its disk is encrypted with the key', () => {
  expect(host.root_block_device).toMatchObject({ encrypted: true, kms_key_id: 'arn:key' });
});

test('it begins with the newest image that has the agent, and is not replaced by a newer one', () => {
  expect(host.ami).toBe('${data.aws_ssm_parameter.shared_jump.insecure_value}');
  expect(config.data?.aws_ssm_parameter?.shared_jump).toMatchObject({
    name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
  });
  expect(host.lifecycle).toEqual({ ignore_changes: ['ami'] });
});

test('its role holds sessions, and reads nothing', () => {
  const [hold, ...rest] = policyOf(
    resource(config, 'aws_iam_role_policy', 'shared_jump'),
  ).Statement;
  expect(rest).toEqual([]);
  expect(hold?.Action).toEqual([
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ]);
});
