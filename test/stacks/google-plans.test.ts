import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { DEPLOYMENT } from '../support/deployment';
import {
  GOOGLE_PROD,
  googleAccess,
  googleInstance,
  googleRecoveryHome,
  googleRestore,
} from '../support/google-deployment';
import { given, service } from '../support/service';
import { rowsOf, scratch } from '../support/synth';

/** Real Terraform applies here, so its providers must reach no cloud: `.ci/run` says so where it lays such providers out. */
const applying = process.env.KURA_TERRAFORM === 'emulated' ? test : test.skip;
const LONG = 120_000;

type Choice = NonNullable<Parameters<typeof googleInstance>[1]>;

const SERVICES = [
  service('order', [
    googleAccess('order-api'),
    googleAccess('order-batch', {
      ...{ via: 'secret', secret: 'acme-prod-order-order_batch', login: 'order_batch' },
      attach: false,
    }),
    googleAccess('', {
      ...{ identity: 'user:mika@acme.example', role: 'operator', login: 'mika@acme.example' },
      until: '2026-12-01T15:00:00Z',
    }),
  ]),
];

const orderOf = (choice: Choice = {}): GoogleInstance =>
  googleInstance('order', {
    state: { kind: 'local' },
    services: SERVICES,
    ...choice,
    settings: { readers: 1, ...choice.settings },
  });

const BEFORE = googleRestore('order', 'before');
const BACKUP = googleRestore(
  'order',
  'backup',
  { from: 'snapshot', snapshot: '1763600000000' },
  { readers: 1 },
);
const HOME = { recoveryHome: googleRecoveryHome('order', { drReplica: given('planned') }) };

/** Losing or replacing one of these loses data, or the key to data, or who somebody is in it. */
const STATEFUL =
  / google_(?:sql_|kms_|secret_manager_secret\.|logging_|storage_bucket\.|service_account\.)/;

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}
interface Plan {
  readonly resource_changes?: readonly Change[];
  readonly output_changes?: Readonly<Record<string, Change['change']>>;
}

/** One working folder and state: `deploy` applies, `plan` only looks. */
function workspace() {
  const out = path.join(scratch(), 'cdktf.out');
  const folder = path.join(out, 'stacks', 'prod-google-order');
  const terraform = (...argv: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync('terraform', [...argv, '-no-color'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, TF_INPUT: '0' },
    });
    return { status, text: stdout + stderr };
  };
  const synth = (instance: GoogleInstance): void => {
    const deployment = { ...DEPLOYMENT, foundations: [GOOGLE_PROD], instances: [instance] };
    rowsOf(deployment, { out, only: (stack) => stack === instance.stack });
  };
  const must = (...argv: string[]): string => {
    const { status, text } = terraform(...argv);
    if (status !== 0) throw new Error(text);
    return text;
  };
  return {
    folder,
    terraform,
    synth,
    deploy: (choice: Choice = {}): void => {
      synth(orderOf(choice));
      must('init');
      must('apply', '-auto-approve');
    },
    plan: (choice: Choice = {}): Plan => {
      synth(orderOf(choice));
      must('plan', '-out=plan');
      return JSON.parse(must('show', '-json', 'plan')) as Plan;
    },
  };
}

/** `create google_sql_user.x`, of what is not left as it is, by its address. */
function changesOf({ resource_changes: changes = [] }: Plan): readonly string[] {
  return changes
    .map(({ address, change }) => `${change.actions.join(' and ')} ${address}`)
    .filter((each) => !/^(?:no-op|read) /.test(each))
    .sort();
}

/** The roles of some logins: by password one less. */
const BINDINGS = (part: string, ...logins: readonly string[]) =>
  logins.flatMap((login) => [
    `google_project_iam_member.order${part}_${login}_client`,
    ...(login === 'order_batch'
      ? []
      : [`google_project_iam_member.order${part}_${login}_instanceUser`]),
  ]);
const API = ['order_api', 'order_batch'];
const OPERATOR = ['mikaATacmeDOTexample'];
/** What makes a database hold what was declared: none where another region’s does. */
const RUNNER = [
  'google_cloud_run_v2_job.order_runner',
  'google_cloud_run_v2_job_iam_member.order_runner',
  'google_cloud_scheduler_job.order_runner',
  'google_storage_bucket_iam_member.order_runner',
];

applying(
  'a second plan is empty, and so it is with a designated replica and with what is restored',
  () => {
    const { deploy, plan } = workspace();
    const designated = { recoveryHome: googleRecoveryHome('order') };
    for (const choice of [{}, HOME, designated, { ...designated, restores: [BEFORE, BACKUP] }]) {
      deploy(choice);
      expect(changesOf(plan(choice))).toEqual([]);
    }
  },
  LONG,
);

applying(
  'designating the replica is one change in place, after a first deploy without it',
  () => {
    const { deploy, plan } = workspace();
    deploy(HOME);
    expect(changesOf(plan({ recoveryHome: googleRecoveryHome('order') }))).toEqual([
      'update google_sql_database_instance.order',
    ]);
  },
  LONG,
);

describe('what is restored beside an instance', () => {
  const at = (name: string) => [
    `google_compute_firewall.order_at_${name}_clients`,
    `google_sql_database_instance.order_at_${name}`,
    ...BINDINGS(`_AT_${name}`, ...OPERATOR),
  ];
  const all = [
    ...at('before'),
    ...at('backup'),
    'google_sql_database_instance.order_at_backup_reader_1',
  ];

  applying(
    'comes and goes without a change of anything else, and its source is not changed after',
    () => {
      const { deploy, plan, synth, terraform } = workspace();
      deploy();
      const restores = [BACKUP, BEFORE];
      expect(changesOf(plan({ restores }))).toEqual(all.map((each) => `create ${each}`).sort());
      deploy({ restores });
      expect(changesOf(plan())).toEqual(all.map((each) => `delete ${each}`).sort());
      for (const [restore, source] of [
        [BEFORE, { from: 'time', time: '2026-11-20T04:00:00Z', of: 'primary' }],
        [BACKUP, { from: 'snapshot', snapshot: '1763700000000' }],
      ] as const) {
        const others = restores.filter((each) => each !== restore);
        synth(orderOf({ restores: [...others, { ...restore, source: given(source) }] }));
        const { status, text } = terraform('plan');
        expect(status).toBe(1);
        expect(text.replace(/\s+/g, ' ')).toContain(
          `${restore.identifier} must be restored from what it was made from`,
        );
      }
    },
    LONG,
  );
});

describe('another instance that serves', () => {
  const restores = [BEFORE];

  applying(
    'beside it takes the clients’ bindings and the contract, and destroys nothing that holds anything',
    () => {
      const { deploy, plan } = workspace();
      deploy({ restores });
      const moved = plan({ restores, active: given('before') });
      const taken = BINDINGS('', ...API).map((each) => `delete ${each}`);
      const gained = BINDINGS('_AT_before', ...API, 'acme_prod_order_runner');
      expect(changesOf(moved)).toEqual(
        [
          ...taken,
          ...gained.map((each) => `create ${each}`),
          'update google_cloud_run_v2_job.order_runner',
        ].sort(),
      );
      expect(moved.output_changes?.contract_order?.actions).toEqual(['update']);
      deploy({ restores, active: given('before') });
      expect(changesOf(plan({ restores })).filter((each) => STATEFUL.test(each))).toEqual([]);
    },
    LONG,
  );

  applying(
    'in the recovery region leaves this one as it is, without clients, a runner and a contract',
    () => {
      const { deploy, plan } = workspace();
      deploy(HOME);
      const fenced = plan({ ...HOME, active: given('recovery') });
      const away = [...BINDINGS('', ...API), ...RUNNER];
      expect(changesOf(fenced)).toEqual(away.map((each) => `delete ${each}`).sort());
      expect(changesOf(fenced).filter((each) => STATEFUL.test(each))).toEqual([]);
      expect(fenced.output_changes?.contract_order?.actions).toEqual(['delete']);
      deploy({ ...HOME, active: given('recovery') });
      expect(changesOf(plan(HOME))).toEqual(away.map((each) => `create ${each}`).sort());
    },
    LONG,
  );
});

applying(
  'an instance retires in two steps: its protections first, then all but its key',
  () => {
    const { deploy, plan } = workspace();
    deploy();
    const approved = {
      lifecycle: given('retiring' as const),
      breakGlass: [
        {
          ...({ protection: 'deletion', reason: 'moved', approver: 'cto', place: 'test' } as const),
          expires: '2026-12-01T15:00:00Z',
        },
      ],
      settings: { deletionProtection: false, preventDestroy: false },
    };
    const off = plan(approved);
    expect(changesOf(off)).toEqual([
      'update google_cloud_run_v2_job.order_runner',
      'update google_secret_manager_secret.order_order_batch',
      'update google_sql_database_instance.order',
      'update google_sql_database_instance.order_reader_1',
    ]);
    deploy(approved);
    const gone = plan({ ...approved, lifecycle: given('retired' as const) });
    const kept = (gone.resource_changes ?? [])
      .filter(({ change }) => change.actions.join() !== 'delete')
      .map(({ address, change }) => `${change.actions.join()} ${address}`);
    expect(kept.sort()).toEqual([
      'no-op google_kms_crypto_key.order',
      'no-op google_kms_key_ring.order',
      'update google_kms_crypto_key_iam_binding.order',
    ]);
    expect(gone.output_changes?.restore_coordinates?.actions).toEqual(['update']);
  },
  LONG,
);

/** What Cloud SQL shows in the place of the data source; in a configuration with no backend of its own. */
const grown = (name: string, gib: number, expected: number) => `
mock_provider "google" {}
run "plan" {
  command = plan
  override_data {
    target = data.google_sql_database_instances.order
    values = { instances = [
      { name = "acme-prod-other", settings = [{ disk_size = 900 }] },
      { name = "${name}", settings = [{ disk_size = ${String(gib)} }] },
    ] }
  }
  assert {
    condition     = google_sql_database_instance.order.settings[0].disk_size == ${String(expected)}
    error_message = "got \${google_sql_database_instance.order.settings[0].disk_size}"
  }
}
`;

applying.each([
  ['has grown is kept', 'acme-prod-order', 150, 150],
  ['is smaller than the estate’s is raised', 'acme-prod-order', 50, 100],
  ['is not there yet is as the estate says', 'acme-prod-order-at-before', 150, 100],
])(
  'a disk that %s',
  (_, name, gib, expected) => {
    const { folder, synth, terraform } = workspace();
    synth(orderOf());
    writeFileSync(path.join(folder, 'disk.tftest.hcl'), grown(name, gib, expected));
    expect(terraform('init')).toMatchObject({ status: 0 });
    expect(terraform('test')).toMatchObject({ status: 0 });
  },
  LONG,
);
