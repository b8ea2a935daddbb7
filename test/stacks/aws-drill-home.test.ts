import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { AWS_RECOVERED, PROD, PROD_RECOVERED, replicated } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { addressesOf, policyOf, resource, synthAll, type Config } from '../support/synth';

/** The isolated instance of the fixtures, which is rehearsed as `replicated` is. */
const isolated = (choice: Partial<AwsInstance> = {}): AwsInstance => {
  const found = AWS_RECOVERED.find(({ ownNetwork }) => ownNetwork);
  if (!found) throw new Error('none is isolated');
  return { ...found, recovery: replicated().recovery, ...choice };
};

const synth = (...instances: readonly AwsInstance[]): ReadonlyMap<string, Config> =>
  synthAll({ ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances });

const stacks = synth(replicated(), isolated());

const DRILLING = [
  ['prod-aws-foundation', 'shared', 'acme-prod', 'acme-prod-*'],
  ['prod-aws-recovery', 'shared', 'acme-prod-recovery', 'acme-prod-*'],
  ['prod-aws-vault', 'vault', 'acme-prod-vault', 'acme-prod-vault'],
  ['prod-aws-vault-recovery', 'vault', 'acme-prod-vault-recovery', 'acme-prod-vault'],
] as const;

describe.each(DRILLING)('what rehearses in the network of %s', (stack, address, prefix, copied) => {
  const config = stacks.get(stack);
  const lambda = resource(config, 'aws_lambda_function', `${address}_drill`);

  test('is one function, which takes the orders of its stack', () => {
    expect(lambda.function_name).toBe(`${prefix}-drill`);
    expect(lambda.environment).toMatchObject({ variables: { KURA_STACK: stack } });
  });

  test('goes to AWS’s APIs and to copies, and nowhere else', () => {
    const group = `\${aws_security_group.${address}_drill.id}`;
    expect(lambda.vpc_config).toMatchObject({ security_group_ids: [group] });
    const rules = Object.entries(config?.resource.aws_vpc_security_group_egress_rule ?? {});
    const outOf = rules.filter(([, rule]) => rule.security_group_id === group);
    const copies = `\${aws_security_group.${address}_drill_databases.id}`;
    for (const [name, rule] of outOf) {
      expect(name.includes('_apis') ? rule.from_port : rule.referenced_security_group_id).toBe(
        name.includes('_apis') ? 443 : copies,
      );
    }
    expect(outOf.length).toBeGreaterThan(2);
  });

  test('copies databases of its own network, under their keys', () => {
    const { Statement } = policyOf(resource(config, 'aws_iam_role_policy', `${address}_drill`));
    const see = Statement.find(({ Sid }) => Sid === 'See')?.Resource as readonly string[];
    expect(see[0]?.endsWith(`:db:${copied}`)).toBe(true);
  });

  test('writes a log that its key may encrypt', () => {
    const key = policyOf(resource(config, 'aws_kms_key', address)).Statement;
    const text = (sid: string): string => JSON.stringify(key.find(({ Sid }) => Sid === sid));
    expect(text('EncryptLogs')).toContain(`:log-group:/aws/lambda/${prefix}-drill"`);
    expect(text('UseThroughServices')).toContain('"lambda.');
  });

  test('is heard of', () => {
    expect(Object.keys(config?.resource.aws_cloudwatch_metric_alarm ?? {})).toEqual(
      expect.arrayContaining([`${address}_drill_broken`, `${address}_not_started`]),
    );
  });
});

test('nothing that Terraform makes is in the group of copies', () => {
  const databases = [...stacks.values()].flatMap((config) =>
    Object.values(config.resource.aws_db_instance ?? {}),
  );
  expect(databases.length).toBeGreaterThan(3);
  for (const each of databases) {
    expect(JSON.stringify(each.vpc_security_group_ids)).not.toContain('drill');
  }
});

test('no runner and no login may log in to any database but its own', () => {
  const wild = [...stacks].flatMap(([stack, config]) =>
    ['aws_iam_policy', 'aws_iam_role_policy'].flatMap((type) =>
      Object.entries(config.resource[type] ?? {})
        .filter(([, { policy }]) => String(policy).includes('dbuser:*'))
        .map(([name]) => `${stack} ${name}`),
    ),
  );
  expect(wild).toEqual([
    'prod-aws-foundation shared_drill',
    'prod-aws-recovery shared_drill',
    'prod-aws-vault vault_drill',
    'prod-aws-vault-recovery vault_drill',
  ]);
});

test('an isolated instance orders its drills of its own stacks', () => {
  for (const stack of ['prod-aws-vault', 'prod-aws-vault-recovery']) {
    const [schedule] = Object.entries(stacks.get(stack)?.resource.aws_scheduler_schedule ?? {})
      .filter(([name]) => name.endsWith('_start'))
      .map(([, { target }]) => target as { readonly arn: string; readonly input: string });
    expect(schedule?.arn).toBe('${aws_lambda_function.vault_drill.arn}');
    expect(JSON.parse(schedule?.input ?? '{}')).toMatchObject({
      drill: {
        stack,
        copy: { securityGroups: ['${aws_security_group.vault_drill_databases.id}'] },
      },
    });
  }
});

test('where the recovery region serves, what rehearses stays on both sides, with its logs', () => {
  const away = synth(replicated(), isolated({ active: given('recovery') }));
  for (const stack of ['prod-aws-vault', 'prod-aws-vault-recovery']) {
    expect(addressesOf(away.get(stack))).toEqual(
      expect.arrayContaining([
        'aws_cloudwatch_log_group.vault_drill',
        'aws_cloudwatch_log_group.vault_runner',
        'aws_lambda_function.vault_drill',
      ]),
    );
  }
});

test('of an isolated instance that is gone, its log stays', () => {
  const gone = synth(isolated({ lifecycle: given('retired') }));
  for (const stack of ['prod-aws-vault', 'prod-aws-vault-recovery']) {
    const addresses = addressesOf(gone.get(stack));
    expect(addresses).toContain('aws_cloudwatch_log_group.vault_drill');
    expect(addresses.join(' ')).not.toContain('aws_lambda');
  }
});

test('where nothing is rehearsed there is neither what rehearses nor way to copies', () => {
  const foundation = synthAll({ ...DEPLOYMENT, foundations: [PROD], instances: [] }).get(
    'prod-aws-foundation',
  );
  const addresses = addressesOf(foundation);
  expect(addresses.join(' ')).not.toContain('drill');
  expect(addresses.filter((address) => address.startsWith('aws_lambda'))).toEqual([
    'aws_lambda_function.shared_watch',
    'aws_lambda_function_event_invoke_config.shared_watch',
  ]);
});
