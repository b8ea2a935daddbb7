import type { AwsFoundation } from '../../../model/deployment/aws-deployment';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { storeBucket } from '../../../model/audit/store-name';
import {
  deploymentOf,
  GOOGLE_ESTATE,
  resolveFiles,
  SMALL_ESTATE,
  type EstateFiles,
} from '../../support/estate-folder';

const NETWORK = '      network: {';
const estateWith = (base: EstateFiles, lines: string): EstateFiles => ({
  ...base,
  'estate.yaml': String(base['estate.yaml']).replace(NETWORK, `${lines}\n${NETWORK}`),
});
const awsWith = (lines: string): EstateFiles => estateWith(SMALL_ESTATE, lines);
const googleWith = (lines: string): EstateFiles => estateWith(GOOGLE_ESTATE, lines);
const awsAudit = (files: EstateFiles) =>
  (deploymentOf(files).foundations[0] as AwsFoundation).audit;
const googleAudit = (files: EstateFiles) =>
  (deploymentOf(files).foundations[0] as GoogleFoundation).audit;

const key = (account: string, region = 'ap-northeast-1') =>
  `arn:aws:kms:${region}:${account}:key/0a1b2c3d-0000-0000-0000-000000000000`;
const googleKey = (region = 'asia-northeast1') =>
  `projects/acme-audit/locations/${region}/keyRings/kura/cryptoKeys/state`;

test('on AWS the environment’s own account keeps the trail where none is named, by other hands', () => {
  expect(awsAudit(SMALL_ESTATE)).toMatchObject({
    trail: { value: 'made' },
    sources: [
      {
        account: '333333333333',
        deployRoleArn: 'arn:aws:iam::333333333333:role/kura-audit-prod',
      },
    ],
    primary: {
      stack: 'prod-aws-audit',
      target: {
        account: '333333333333',
        region: 'ap-northeast-1',
        deployRoleArn: 'arn:aws:iam::333333333333:role/kura-audit-prod',
      },
      state: { kind: 'local' },
      name: 'audit-acme-prod',
      bucket: 'audit-acme-prod-333333333333-ap-northeast-1',
    },
  });
});

test('on AWS an account of its own keeps it where the estate names one, with a trail that exists', () => {
  const { primary, recovery, trail, sources } = awsAudit(
    awsWith(
      `      audit: { account: '555555555555', deployRole: ops/keepers, trail: 'arn:aws:cloudtrail:ap-northeast-1:999999999999:trail/all' }`,
    ),
  );
  expect(primary.target).toEqual({
    account: '555555555555',
    region: 'ap-northeast-1',
    deployRoleArn: 'arn:aws:iam::555555555555:role/ops/keepers',
  });
  // Production has copies in the recovery region.
  expect(recovery).toEqual({
    stack: 'prod-aws-audit-recovery',
    target: { ...primary.target, region: 'ap-northeast-3' },
    state: { kind: 'local' },
    name: 'audit-acme-prod-recovery',
    bucket: 'audit-acme-prod-recovery-555555555555-ap-northeast-3',
  });
  expect(trail).toMatchObject({
    value: 'arn:aws:cloudtrail:ap-northeast-1:999999999999:trail/all',
    place: 'estate.yaml:10:66',
  });
  expect(sources.map(({ account }) => account)).toEqual(['333333333333']);
});

test('an isolated service’s own account writes to it too', () => {
  const files = {
    ...awsWith(
      `      isolated: { order: { account: '444444444444', network: { cidr: 10.40.0.0/20 } } }`,
    ),
    'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml'])}placement: isolated\n`,
  };
  expect(awsAudit(files).sources).toEqual(
    ['333333333333', '444444444444'].map((account) => ({
      account,
      deployRoleArn: `arn:aws:iam::${account}:role/kura-audit-prod`,
    })),
  );
});

test('on Google Cloud likewise', () => {
  expect(googleAudit(GOOGLE_ESTATE).primary).toEqual({
    stack: 'prod-google-audit',
    target: {
      project: 'acme-prod',
      region: 'asia-northeast1',
      deployServiceAccount: 'kura-audit-prod@acme-prod.iam.gserviceaccount.com',
    },
    state: { kind: 'local' },
    name: 'audit-acme-prod',
  });
  const named = googleAudit(googleWith('      audit: { project: acme-audit }'));
  expect(named.primary.target.deployServiceAccount).toBe(
    'kura-audit-prod@acme-audit.iam.gserviceaccount.com',
  );
  expect(named.sources).toEqual([
    {
      project: 'acme-prod',
      deployServiceAccount: 'kura-audit-prod@acme-prod.iam.gserviceaccount.com',
    },
  ]);
});

test('a bucket’s name fits S3, and keeps what tells it from others', () => {
  const long = storeBucket(
    `audit-${'o'.repeat(20)}-${'e'.repeat(20)}`,
    '333333333333',
    'me-south-1',
  );
  expect(long.length).toBeLessThanOrEqual(63);
  expect(long).toMatch(/^audit-o+-e*-?[0-9a-f]+-333333333333-me-south-1$/);
});

const STATE = `      state: { bucket: acme-state, kmsKey: '${key('333333333333')}' }`;
const RECOVERY_STATE = `      recoveryState: { bucket: acme-osaka, kmsKey: '${key('333333333333', 'ap-northeast-3')}' }`;
const AUDIT_STATE = `state: { bucket: acme-trail, kmsKey: '${key('555555555555')}' }`;
const AUDIT_OSAKA = `recoveryState: { bucket: acme-trail-osaka, kmsKey: '${key('555555555555', 'ap-northeast-3')}' }`;

test('its state is in buckets of its own', () => {
  const { primary, recovery } = awsAudit(
    awsWith(
      `${STATE}\n${RECOVERY_STATE}\n      audit: { account: '555555555555', ${AUDIT_STATE}, ${AUDIT_OSAKA} }`,
    ),
  );
  expect(primary.state).toEqual({
    kind: 's3',
    bucket: 'acme-trail',
    region: 'ap-northeast-1',
    kmsKey: key('555555555555'),
  });
  expect(recovery?.state).toMatchObject({ bucket: 'acme-trail-osaka', region: 'ap-northeast-3' });
});

test.each([
  [
    'no state of its own',
    `${STATE}\n${RECOVERY_STATE}\n      audit: { account: '555555555555' }`,
    [
      'estate.yaml:12:7: the audit trail must keep its state in ap-northeast-1 of account 555555555555, in a bucket of its own, got no audit.state. Write `audit: { state: { bucket: …, kmsKey: … } }`, with its bucket and the ARN that `kura bootstrap` printed.',
      'estate.yaml:12:7: the audit trail must keep its state in ap-northeast-3 of account 555555555555, in a bucket of its own, got no audit.recoveryState. Write `audit: { recoveryState: { bucket: …, kmsKey: … } }`, with its bucket and the ARN that `kura bootstrap` printed.',
    ],
  ],
  [
    'the environment’s bucket, and a key of another account',
    `${STATE}\n${RECOVERY_STATE}\n      audit: { state: { bucket: acme-state, kmsKey: '${key('999999999999')}' }, recoveryState: { bucket: acme-trail-osaka, kmsKey: '${key('333333333333', 'ap-northeast-3')}' } }`,
    [
      'estate.yaml:12:25: the state of the audit trail must have a bucket of its own, got "acme-state". Name another: who writes to that one must not write to this.',
      'estate.yaml:12:45: kmsKey must be a key in ap-northeast-1 of account 333333333333, where this state is, got "arn:aws:kms:ap-northeast-1:999999999999:key/0a1b2c3d-0000-00…". Write the ARN that `kura bootstrap` printed for it.',
    ],
  ],
  [
    'a state beside none',
    `      audit: { account: '555555555555', ${AUDIT_STATE} }`,
    [
      'estate.yaml:10:41: audit.state must stand where `state` does, too, got no state. Write `state` too, or leave both out.',
    ],
  ],
  [
    'the deploy role itself',
    '      audit: { deployRole: kura-deploy }',
    [
      'estate.yaml:10:16: the role of the audit trail must not be the deploy role, got "kura-deploy". Write another: who changes databases must not change what is recorded of it.',
    ],
  ],
])('on AWS refuses %s', (_, lines, problems) => {
  expect(resolveFiles(awsWith(lines)).problems).toEqual(problems);
});

test.each([
  [
    'the deploy account itself',
    '      audit: { deployServiceAccount: kura-deploy }',
    [
      'estate.yaml:10:16: the service account of the audit trail must not be the deploy account, got "kura-deploy". Write another: who changes databases must not change what is recorded of it.',
    ],
  ],
  [
    'a state’s key in another region',
    `      state: { bucket: acme-state, kmsKey: ${googleKey()} }
      recoveryState: { bucket: acme-osaka, kmsKey: ${googleKey('asia-northeast2')} }
      audit: { state: { bucket: acme-trail, kmsKey: ${googleKey('asia-northeast2')} }, recoveryState: { bucket: acme-trail-osaka, kmsKey: ${googleKey('asia-northeast2')} } }`,
    [
      'estate.yaml:12:45: kmsKey must be a key in asia-northeast1, where this state is, got "projects/acme-audit/locations/asia-northeast2/keyRings/kura/…". Write the name that `kura bootstrap --google` printed for it.',
    ],
  ],
])('on Google Cloud refuses %s', (_, lines, problems) => {
  expect(resolveFiles(googleWith(lines)).problems).toEqual(problems);
});

test.each([
  [
    'account',
    {
      ...awsWith(
        `      audit: { account: '444444444444' }\n      isolated: { order: { account: '444444444444', network: { cidr: 10.40.0.0/20 } } }`,
      ),
      'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml'])}placement: isolated\n`,
    },
    'estate.yaml:10:16: the account of the audit trail must be one that no database is in, or the environment’s own, got "444444444444", which prod deploys to. Name an account that keeps trails alone.',
  ],
  [
    'project',
    {
      ...googleWith('      audit: { project: acme-staging }'),
      'estate.yaml': `${String(googleWith('      audit: { project: acme-staging }')['estate.yaml'])}  staging:
    preset: staging
    google:
      project: acme-staging
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.32.0.0/16 }
    notify: [oncall@acme.example]
`,
    },
    'estate.yaml:10:16: the project of the audit trail must be one that no database is in, or the environment’s own, got "acme-staging", which staging deploys to. Name a project that keeps trails alone.',
  ],
])('refuses a store in a subject’s own %s', (_, files, problem) => {
  expect(resolveFiles(files).problems).toEqual([problem]);
});
