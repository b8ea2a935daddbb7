import { CLOUDS, type Cloud } from '../../../model/access/identity';
import { boundsText, demandText } from '../../../model/recovery/say-recovery';
import { FAILURES } from '../../../model/recovery/objectives';
import { ENGINES, type Engine } from '../../../model/tables/engines';
import { PRESET_NAMES, type PresetName } from '../../../model/tables/presets';
import {
  awsInstanceOf,
  deploymentOf,
  googleInstanceOf,
  instanceOf,
  resolveFiles,
  type EstateFiles,
} from '../../support/estate-folder';

const HOMES: Readonly<Record<Cloud, string>> = {
  aws: `aws:
      account: '333333333333'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3`,
  google: `google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2`,
};

interface Choice {
  readonly cloud?: Cloud;
  readonly engine?: Engine;
  readonly preset?: PresetName;
  readonly lines?: string;
  readonly more?: EstateFiles;
  readonly estate?: string;
}

function estateOf({
  cloud = 'aws',
  engine = 'postgres',
  preset = 'production',
  lines = '',
  more = {},
  estate = '',
}: Choice): EstateFiles {
  const identity = cloud === 'aws' ? 'role/order-api' : 'serviceAccount:order-api';
  return {
    'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: ${preset}
    notify: [oncall@acme.example]
    ${HOMES[cloud]}
      network: { cidr: 10.30.0.0/16 }
${estate}`,
    'services/order.yaml': `service: order
owner: team-order
cloud: ${cloud}
engine: ${engine}
placement: dedicated
access: [{ identity: '${identity}', role: writer }]
${lines}
`,
    ...more,
  };
}

const instance = (choice: Choice) =>
  instanceOf(estateOf(choice), `prod-${choice.cloud ?? 'aws'}-order`);

const mechanismsOf = (choice: Choice): readonly string[] =>
  instance(choice).recovery.mechanisms.map(({ value }) => value);

describe.each(CLOUDS)('%s', (cloud) => {
  describe.each(ENGINES)('%s', (engine) => {
    test.each(PRESET_NAMES)(
      'in %s has the mechanisms, bounds and drills of the table',
      (preset) => {
        const { recovery } = instance({ cloud, engine, preset });
        expect({
          mechanisms: recovery.mechanisms.map(({ value }) => value),
          met: FAILURES.map((failure) => {
            const met = recovery.evidence[failure];
            const demanded = demandText(recovery.objectives[failure].value);
            return `${failure}: ${demanded}; ${met ? `${met.mechanism}: ${boundsText(met)}` : 'nothing'}`;
          }),
          drills: recovery.drills.map(({ mechanism, region }) => `${mechanism} in the ${region}`),
        }).toMatchSnapshot();
      },
    );
  });
});

test.each([
  [
    'aws',
    '{ rpo: 15m, rto: 2h }',
    ['point-in-time-recovery', 'vault-copy', 'standby', 'recovery-replica'],
  ],
  [
    'aws',
    '{ region: { rpo: 1h, rto: 4h } }',
    ['point-in-time-recovery', 'vault-copy', 'replicated-backups', 'standby'],
  ],

  [
    'google',
    '{ region: { rpo: 2d, rto: 1d } }',
    ['point-in-time-recovery', 'standby', 'recovery-replica'],
  ],
] as const)('in production on %s, %s takes %j', (cloud, objectives, mechanisms) => {
  expect(mechanismsOf({ cloud, lines: `objectives: ${objectives}` })).toEqual(mechanisms);
});

test.each(CLOUDS)('on %s a short form counts only on what the preset counts on', (cloud) => {
  const development = instance({
    cloud,
    preset: 'development',
    lines: 'objectives: { rpo: 10m, rto: 2h }',
  });
  expect(development.recovery.objectives.mistake.value).toEqual({ rpo: 600_000, rto: null });
  expect(development.recovery.objectives.region.value).toEqual({ rpo: null, rto: null });
  expect(development.recovery.drills).toEqual([]);
  const stated = instance({
    cloud,
    preset: 'development',
    lines: 'objectives: { zone: { rpo: 5m, rto: 10m } }',
  });
  expect(stated.recovery.mechanisms.map(({ value }) => value)).toContain('standby');
  expect(stated.decisions.highAvailability.value).toBe(true);
});

test('what a drill has measured takes the place of the assumption, and the drill goes on', () => {
  const lines = `objectives: { region: { rpo: 15m, rto: 2h } }
measured: { replicated-backups: { rpo: 9m, rto: 51m, on: '2026-11-02' } }`;
  const { recovery } = instance({ lines });
  expect(recovery.mechanisms.map(({ value }) => value)).toEqual([
    ...['point-in-time-recovery', 'vault-copy', 'replicated-backups', 'standby'],
  ]);
  expect(recovery.evidence.region).toEqual({
    mechanism: 'replicated-backups',
    rpo: {
      milliseconds: 540_000,
      firmness: 'measured',
      source: 'a drill on 2026-11-02 (services/order.yaml:8:1)',
    },
    rto: expect.objectContaining({ milliseconds: 3_060_000, firmness: 'measured' }) as unknown,
  });
  expect(recovery.drills.map(({ mechanism }) => mechanism)).toContain('replicated-backups');
});

test('an assumed bound that an objective counts on has its drill, and a published one none', () => {
  for (const cloud of CLOUDS) {
    for (const preset of PRESET_NAMES) {
      const { recovery } = instance({ cloud, preset });
      for (const failure of FAILURES) {
        const met = recovery.evidence[failure];
        const { rpo, rto } = recovery.objectives[failure].value;
        if (!met) continue;
        const counted =
          (rpo !== null && met.rpo.firmness !== 'published') ||
          (rto !== null && met.rto.firmness !== 'published');
        const drilled = recovery.drills.some(({ mechanism }) => mechanism === met.mechanism);
        if (counted) expect(drilled).toBe(true);
        if (met.rpo.firmness === 'published' && met.rto.firmness === 'published') {
          expect(drilled).toBe(false);
        }
      }
    }
  }
});

const ANOTHER = (lines: string): EstateFiles => ({
  'services/cart.yaml': `service: cart
owner: team-cart
cloud: aws
engine: postgres
placement: group
access: [{ identity: role/cart-api, role: writer }]
${lines}
`,
  'services/order.yaml': `service: order
owner: team-order
cloud: aws
engine: postgres
placement: group
access: [{ identity: role/order-api, role: writer }]
objectives: { region: { rpo: 1h, rto: 8h } }
`,
});

test('outside production the strictest of a shared instance rules, and says whose it is', () => {
  const files = estateOf({
    preset: 'staging',
    estate: 'groups: { shop: [cart, order] }\n',
    more: ANOTHER('objectives: { region: { rpo: 2h, rto: 4h } }'),
  });
  const { recovery } = instanceOf(files, 'prod-aws-shop');
  expect(recovery.objectives.region).toEqual({
    value: { rpo: 3_600_000, rto: 14_400_000 },
    reason: 'the strictest that a service here demands',
    place: 'services/order.yaml:7:1',
  });
});

test('in production the services of an instance must demand the same', () => {
  const files = estateOf({
    estate: 'groups: { shop: [cart, order] }\n',
    more: ANOTHER('objectives: { region: { rpo: 2h, rto: 4h } }'),
  });
  expect(resolveFiles(files).problems[0]).toBe(
    'services/order.yaml:7:1: the services on prod/shop must have the same objectives in production (cart for a region: RPO 2h, RTO 4h), got RPO 1h, RTO 8h. Agree on one, or place the service on an instance of its own.',
  );
});

test('what lives in the recovery region has its stack, region and state there', () => {
  const { foundations, instances } = deploymentOf(estateOf({}));
  const [foundation] = foundations;
  const [order] = instances;
  expect(foundation?.recovery).toMatchObject({
    stack: 'prod-aws-recovery',
    target: { account: '333333333333', region: 'ap-northeast-3' },
    state: { kind: 'local' },
  });
  expect(order?.recoveryHome).toMatchObject({
    stack: 'prod-aws-order-recovery',
    identifier: 'acme-prod-order-recovery',
    target: { region: 'ap-northeast-3' },
  });
});

test('a restored instance stands beside the original and may serve in its place', () => {
  const lines = `restoreFrom: { before-import: { time: '2026-11-20 09:00:30' } }
active: before-import`;
  const { restores, active, services } = awsInstanceOf(estateOf({ lines }), 'prod-aws-order');
  expect(restores).toEqual([
    {
      name: 'before-import',
      identifier: 'acme-prod-order-at-before-import',
      region: 'primary',
      source: {
        value: { from: 'time', time: '2026-11-20T00:00:30Z', of: 'primary' },
        reason: 'the service says so',
        place: 'services/order.yaml:7:1',
      },
      readers: 0,
      deletionProtection: expect.objectContaining({ value: true }) as unknown,
    },
  ]);
  expect(active.value).toBe('before-import');
  expect(services[0]?.contract).toMatchObject({
    stack: 'prod-aws-order',
    writer: { instance: 'acme-prod-order-at-before-import' },
    readers: [],
    client: 'acme-prod-order-clients',
  });
});

test('after a failover the contract is the recovery stack’s, in its region', () => {
  const aws = awsInstanceOf(estateOf({ lines: 'active: recovery' }), 'prod-aws-order');
  expect(aws.services[0]?.contract).toMatchObject({
    stack: 'prod-aws-order-recovery',
    writer: { instance: 'acme-prod-order-recovery' },
    client: 'acme-prod-order-recovery-clients',
    tls: { bundle: expect.stringContaining('/ap-northeast-3/') as unknown },
  });
  const google = googleInstanceOf(
    estateOf({ cloud: 'google', lines: 'active: recovery' }),
    'prod-google-order',
  );
  expect(google.services[0]?.contract.writer.instance).toBe(
    'acme-prod:asia-northeast2:acme-prod-order-recovery',
  );
});

test('break-glass turns off what it names, and says who approved it', () => {
  const entry = `{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }`;
  const lines = `breakGlass: [${entry}]`;
  const { decisions, breakGlass } = instance({ lines });
  expect(decisions.deletionProtection.value).toBe(false);
  expect(decisions.preventDestroy).toEqual({
    value: false,
    reason: 'off by break-glass: its data has moved (cto@acme.example)',
    place: 'services/order.yaml:7:1',
  });
  expect(breakGlass[0]?.expires).toBe('2026-12-31T15:00:00Z');
  const readers = instance({ lines: lines.replace('deletion,', 'deletion, of: readers,') });
  expect(readers.decisions.deletionProtection.value).toBe(true);
});

test.each([
  [
    'a restored instance',
    "restoreFrom: { noon: { time: '2026-11-20 12:00' } }\nactive: noon",
    false,
  ],
  ['the recovery replica', 'active: recovery', true],
])('while %s serves, nothing is said to outlive the loss of its region', (_, lines, away) => {
  const { recovery } = instance({ lines });
  expect(recovery.evidence.region).toBeNull();
  // What is restored in the recovery region is restored by hand.
  expect(recovery.evidence.mistake === null).toBe(away);
  expect(recovery.evidence.zone?.mechanism).toBe('standby');
  expect(recovery.objectives.region.value).toEqual({ rpo: 900_000, rto: 7_200_000 });
});

test('a second mistake is restored from what serves, by its name', () => {
  const { restores } = instance({
    lines: `restoreFrom: { a: { time: '2026-11-20 12:00', of: primary }, b: { time: '2026-11-20 15:00', of: a } }
active: a`,
  });
  expect(restores.map(({ source }) => source.value)).toEqual([
    { from: 'time', time: '2026-11-20T03:00:00Z', of: 'primary' },
    { from: 'time', time: '2026-11-20T06:00:00Z', of: 'a' },
  ]);
});

test('replicated backups are named by their ARN where what they are of is gone', () => {
  const backups = 'arn:aws:rds:ap-northeast-3:333333333333:auto-backup:ab-0a1b2c';
  const { restores } = instance({
    lines: `objectives: { region: { rpo: 1h, rto: 4h } }
restoreFrom: { lost: { replicatedBackup: '${backups}' } }`,
  });
  expect(restores[0]?.source.value).toEqual({
    from: 'replicated-backup',
    time: null,
    of: 'primary',
    backups,
  });
});

test('while the recovery region serves, only its own restore is rehearsed', () => {
  const { recovery } = instance({ lines: 'active: recovery' });
  expect(recovery.drills.map(({ mechanism }) => mechanism)).toEqual(['point-in-time-recovery']);
});

test('the backups of a restored instance that serves are replicated, which meets the loss of its region', () => {
  const lines = `objectives: { region: { rpo: 1h, rto: 4h } }
restoreFrom: { noon: { time: '2026-11-20 12:00' } }
active: noon`;
  expect(instance({ lines }).recovery.evidence.region?.mechanism).toBe('replicated-backups');
});

test('a snapshot in the recovery region comes up there, as what the vault there has', () => {
  const snapshot = 'arn:aws:rds:ap-northeast-3:333333333333:snapshot:awsbackup:copyjob-1234';
  const { restores } = instance({ lines: `restoreFrom: { kept: { snapshot: '${snapshot}' } }` });
  expect(restores[0]).toMatchObject({ region: 'recovery', source: { value: { snapshot } } });
});
