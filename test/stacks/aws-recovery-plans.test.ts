import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment } from '../../model/deployment/deployment';
import {
  AWS_RECOVERED,
  home,
  PROD_RECOVERED,
  replicated,
  restored,
} from '../support/aws-deployment';
import { DEPLOYMENT } from '../support/deployment';
import { given } from '../support/service';
import { plansOf } from '../support/terraform-plans';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const planning = process.env.KURA_TERRAFORM === 'emulated' ? describe : describe.skip;
const LONG = 300_000;

/** Losing or replacing one of these loses data, a key to data, or evidence. */
const LOSS =
  /delete.* aws_(?:backup_vault\w*|cloudwatch_log_group|db_\w+|kms_\w+|secretsmanager_\w+)\./;

const losses = (changes: readonly string[]): readonly string[] =>
  changes.filter((change) => LOSS.test(change));

const deployed = (id: string, instance: AwsInstance): Deployment => ({
  ...DEPLOYMENT,
  foundations: [PROD_RECOVERED],
  instances: [
    {
      ...instance,
      recoveryHome: home(id, {
        state: { kind: 'local' },
        promoted: instance.active.value === 'recovery',
      }),
    },
  ],
});

planning('of a recovery replica, a plan of real Terraform', () => {
  const order = (choice: Partial<AwsInstance> = {}): Deployment =>
    deployed('order', replicated(choice));
  const { apply, plan, find } = plansOf('prod-aws-order-recovery');
  const REPLICA = 'aws_db_instance.order';

  beforeAll(() => {
    apply(order());
  }, LONG);

  test(
    'is empty after somebody has promoted it: it is neither turned back nor made anew',
    () => {
      find(REPLICA, { replicate_source_db: '' });
      expect(plan(order())).toEqual([]);
    },
    LONG,
  );

  test(
    'loses nothing where it serves, and nothing on the way back',
    () => {
      const gone = plan(order({ active: given('recovery') }));
      expect(gone).toEqual(
        expect.arrayContaining([`update ${REPLICA}`, 'create aws_iam_policy.order_order_api']),
      );
      expect(losses(gone)).toEqual([]);
      apply(order({ active: given('recovery') }));
      expect(plan(order({ active: given('recovery') }))).toEqual([]);
      const back = plan(order());
      expect(back).toContain('delete aws_iam_policy.order_order_api');
      expect(losses(back)).toEqual([]);
      apply(order());
    },
    LONG,
  );

  test(
    'that retires keeps keys and logs',
    () => {
      apply(order({ lifecycle: given('retiring') }));
      const changes = plan(order({ lifecycle: given('retired') }));
      expect(changes).toContain(`delete ${REPLICA}`);
      expect(
        changes.filter((each) => /delete aws_(?:kms|cloudwatch_log_group)/.test(each)),
      ).toEqual([]);
    },
    LONG,
  );
});

planning('of replicated backups, a plan of real Terraform', () => {
  const shop = (choice: Partial<AwsInstance> = {}): Deployment => {
    const found = AWS_RECOVERED.find(({ id }) => id === 'shop');
    if (!found) throw new Error('no shop');
    return deployed('shop', { ...found, ...choice });
  };
  const lost = restored(
    'shop',
    'lost',
    { from: 'replicated-backup', time: null, of: 'primary', backups: null },
    { readers: 1 },
  );
  const { apply, plan } = plansOf('prod-aws-shop-recovery');

  beforeAll(() => {
    apply(shop());
  }, LONG);

  test(
    'makes a restored instance and changes nothing that is there; takes it away and changes nothing else',
    () => {
      const added = plan(shop({ restores: [lost] }));
      expect(added).toContain('create aws_db_instance.shop_at_lost');
      for (const change of added) expect(change).toMatch(/^create aws_\w+\.shop_at_lost/);
      apply(shop({ restores: [lost] }));
      const removed = plan(shop());
      expect(removed).toHaveLength(added.length);
      for (const change of removed) expect(change).toMatch(/^delete aws_\w+\.shop_at_lost/);
    },
    LONG,
  );

  test(
    'restored from another time it is refused: another restore has another name',
    () => {
      const source = {
        from: 'replicated-backup',
        time: '2026-11-20T01:30:00Z',
        of: 'primary',
        backups: null,
      } as const;
      const another = shop({ restores: [restored('shop', 'lost', source, { readers: 1 })] });
      expect(() => plan(another)).toThrow(/Resource postcondition failed[\s\S]*restored\s+once/);
    },
    LONG,
  );

  test(
    'loses nothing where the restored one serves, and nothing on the way back',
    () => {
      const active = shop({ restores: [lost], active: given('lost') });
      expect(losses(plan(active))).toEqual([]);
      apply(active);
      expect(plan(active)).toEqual([]);
      expect(losses(plan(shop({ restores: [lost] })))).toEqual([]);
    },
    LONG,
  );
});
