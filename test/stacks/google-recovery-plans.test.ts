import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { DEPLOYMENT } from '../support/deployment';
import {
  GOOGLE_PROD_RECOVERING,
  googleAccess,
  googleInstance,
  googleRecovery,
  googleRecoveryHome,
} from '../support/google-deployment';
import { given, service } from '../support/service';
import { rowsOf, scratch } from '../support/synth';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const applying = process.env.KURA_TERRAFORM === 'emulated' ? test : test.skip;
const LONG = 120_000;

const STACK = 'prod-google-order-recovery';
const REPLICA = 'google_sql_database_instance.order';

type Choice = NonNullable<Parameters<typeof googleInstance>[1]>;

const orderOf = (choice: Choice): GoogleInstance =>
  googleInstance('order', {
    recoveryHome: googleRecoveryHome('order', { state: { kind: 'local' } }),
    recovery: googleRecovery(['point-in-time-recovery', 'standby', 'recovery-replica'], {
      drills: [
        { mechanism: 'point-in-time-recovery', region: 'primary', rpo: 1, rto: 1 },
        { mechanism: 'recovery-replica', region: 'recovery', rpo: 1, rto: 1 },
      ],
    }),
    services: [
      service('order', [
        googleAccess('order-api', choice.engine === 'mysql' ? { login: 'order-api' } : {}),
        googleAccess('order-batch', {
          ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
          attach: false,
        }),
      ]),
    ],
    ...choice,
  });

/** Losing or replacing one of these loses data, or the key to data, or evidence. */
const STATEFUL = /google_(?:sql_|kms_|secret_manager_secret\.|logging_|storage_bucket\.)/;

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** `create google_sql_user.x`, of what is not left as it is, by its address. */
const changesOf = (changes: readonly Change[]): readonly string[] =>
  changes
    .map(({ address, change }) => `${change.actions.join(' and ')} ${address}`)
    .filter((each) => !/^(?:no-op|read) /.test(each))
    .sort();

/** One working folder and state. */
function workspace(engine: GoogleInstance['engine']) {
  const out = path.join(scratch(), 'cdktf.out');
  const cwd = path.join(out, 'stacks', STACK);
  const terraform = (...argv: string[]): string => {
    const { status, stdout, stderr } = spawnSync('terraform', [...argv, '-no-color'], {
      ...{ cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      env: { ...process.env, TF_INPUT: '0' },
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return stdout;
  };
  const synth = (choice: Choice): void => {
    const instances = [orderOf({ engine, ...choice })];
    const deployment = { ...DEPLOYMENT, foundations: [GOOGLE_PROD_RECOVERING], instances };
    rowsOf(deployment, { out, only: (stack) => stack === STACK });
  };
  return {
    deploy: (choice: Choice): void => {
      synth(choice);
      terraform('init');
      terraform('apply', '-auto-approve');
    },
    plan: (choice: Choice): readonly string[] => {
      synth(choice);
      terraform('plan', '-out=plan');
      const { resource_changes: changes = [] } = JSON.parse(terraform('show', '-json', 'plan')) as {
        readonly resource_changes?: readonly Change[];
      };
      return changesOf(changes);
    },
    /** As `gcloud sql instances promote-replica` leaves it: an instance of its own, that follows nobody. */
    failOver: (): void => {
      const file = path.join(cwd, '..', '..', '..', 'state', `${STACK}.tfstate`);
      const state = JSON.parse(readFileSync(file, 'utf8')) as {
        serial: number;
        readonly resources: readonly {
          readonly type: string;
          readonly mode: string;
          readonly instances: readonly { attributes: Record<string, unknown> }[];
        }[];
      };
      const replica = state.resources.find(
        ({ type, mode }) => mode === 'managed' && type === 'google_sql_database_instance',
      );
      for (const { attributes } of replica?.instances ?? []) {
        attributes.instance_type = 'CLOUD_SQL_INSTANCE';
        attributes.master_instance_name = '';
      }
      state.serial += 1;
      writeFileSync(file, JSON.stringify(state));
    },
  };
}

const WAITS: Choice = {};
const SERVES: Choice = { active: given('recovery') };

applying.each(['postgres', 'mysql'] as const)(
  'a failover of %s is undone by no plan, neither before the estate says so nor after, nor when it says otherwise again',
  (engine) => {
    const { deploy, plan, failOver } = workspace(engine);
    deploy(WAITS);
    expect(plan(WAITS)).toEqual([]);
    failOver();
    expect(plan(WAITS)).toEqual([]);
    const taking = plan(SERVES);
    expect(taking.filter((each) => STATEFUL.test(each))).toEqual([`update ${REPLICA}`]);
    expect(taking.filter((each) => each.startsWith('delete'))).toEqual([
      // Copies are made of the instance that is written to.
      'delete google_project_iam_member.order_drill_source',
    ]);
    deploy(SERVES);
    expect(plan(SERVES)).toEqual([]);
    const back = plan(WAITS);
    expect(back.filter((each) => STATEFUL.test(each))).toEqual([]);
    expect(back.filter((each) => each.includes(' and '))).toEqual([]);
  },
  LONG,
);
