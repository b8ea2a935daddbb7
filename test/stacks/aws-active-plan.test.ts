import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { PROD_RECOVERED, replicated, restored } from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { rowsOf, scratch } from '../support/synth';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const planning = process.env.KURA_TERRAFORM === 'emulated' ? describe : describe.skip;

/** Losing or replacing one of these loses data, a key to data, or evidence. */
const STATEFUL =
  /^aws_(?:backup_\w+|cloudwatch_log_group|db_\w+|kms_\w+|secretsmanager_\w+|security_group)$/;

const NOON = restored('order', 'noon', undefined, { readers: 1 });

interface Change {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly change: { readonly actions: readonly string[] };
}

planning('a plan of real Terraform', () => {
  const stack = 'prod-aws-order';
  const out = path.join(scratch(), 'cdktf.out');

  const terraform = (...argv: string[]): string => {
    const { status, stdout, stderr } = spawnSync('terraform', [...argv, '-no-color'], {
      cwd: path.join(out, 'stacks', stack),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...process.env,
        TF_INPUT: '0',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
      },
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return stdout;
  };

  const write = (choice: Partial<AwsInstance>): void => {
    const state = { kind: 'local' } as const;
    const instances = [replicated({ ...choice, state })];
    const deployment = { ...DEPLOYMENT, foundations: [PROD_RECOVERED], instances };
    rowsOf(deployment, { out, only: (name) => name === stack });
  };

  const apply = (choice: Partial<AwsInstance>): void => {
    write(choice);
    terraform('apply', '-auto-approve');
  };

  /** What a plan would do, as `update aws_iam_policy.order_order_api`. */
  const plan = (choice: Partial<AwsInstance>): readonly string[] => {
    write(choice);
    terraform('plan', '-out', 'plan');
    const { resource_changes: changes } = JSON.parse(terraform('show', '-json', 'plan')) as {
      readonly resource_changes: readonly Change[];
    };
    return changes
      .filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op')
      .map(({ address, change }) => `${change.actions.join('+')} ${address}`);
  };

  const losses = (changes: readonly string[]): readonly string[] =>
    changes.filter((change) => {
      const [actions = '', address = ''] = change.split(' ');
      return actions.includes('delete') && STATEFUL.test(address.split('.')[0] ?? '');
    });

  beforeAll(() => {
    write({});
    terraform('init');
    terraform('apply', '-auto-approve');
  }, 300_000);

  // What is restored is seen on the dashboard of the service.
  test('makes a restored instance and changes nothing that is there; takes it away and changes nothing else', () => {
    const added = plan({ restores: [NOON] });
    expect(added).toContain('create aws_db_instance.order_at_noon');
    for (const change of added)
      expect(change).toMatch(/^create aws_\w+\.order_at_noon|^update aws_cloudwatch_dashboard\./);
    apply({ restores: [NOON] });
    const removed = plan({});
    expect(removed).toHaveLength(added.length);
    for (const change of removed) {
      expect(change).toMatch(/^delete aws_\w+\.order_at_noon|^update aws_cloudwatch_dashboard\./);
    }
  });

  test.each(['noon', 'recovery'])(
    'loses nothing where %s serves, and nothing on the way back',
    (name) => {
      apply({ restores: [NOON] });
      const gone = plan({ restores: [NOON], active: given(name) });
      expect(gone).toContain('update aws_iam_policy.order_order_api');
      expect(losses(gone)).toEqual([]);
      apply({ restores: [NOON], active: given(name) });
      expect(plan({ restores: [NOON], active: given(name) })).toEqual([]);
      const back = plan({ restores: [NOON] });
      expect(losses(back)).toEqual([]);
      expect(back).toContain('update aws_iam_policy.order_order_api');
    },
  );

  test('of an instance that is retired keeps its key and its logs', () => {
    const decisions = (instance: AwsInstance) => ({
      ...instance.decisions,
      deletionProtection: given(false),
      preventDestroy: given(false),
    });
    const leaving = (lifecycle: 'retiring' | 'retired') => ({
      lifecycle: given(lifecycle),
      decisions: decisions(replicated()),
    });
    apply({});
    apply(leaving('retiring'));
    const changes = plan(leaving('retired'));
    expect(changes).toContain('delete aws_db_instance.order');
    expect(changes.filter((change) => /aws_(?:kms|cloudwatch_log_group)/.test(change))).toEqual([
      'update aws_kms_key.order',
    ]);
    for (const change of changes) {
      expect(change).toMatch(/^(?:delete aws_\w+\.\w+|update aws_kms_key\.order)$/);
    }
  });
});
