import type { DataClass } from '../../model/audit/data-class';
import type { Deployment } from '../../model/deployment/deployment';
import { FAILURES } from '../../model/recovery/objectives';
import { boundsText, demandText } from '../../model/recovery/say-recovery';
import { ENGINES } from '../../model/tables/engines';
import { PRESET_NAMES, type PresetName } from '../../model/tables/presets';
import { deploymentOf, type EstateFiles } from '../support/estate-folder';
import { postureOf } from '../support/posture';
import { synthesized } from '../support/synthesized';

const CLOUDS = {
  aws: {
    environment: `aws:
      account: '333333333333'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3`,
    identity: 'role/',
    client: 'securityGroup: sg-0a1b2c3d4e5f60718',
    operator: `
  - { identity: 'role/dba', role: operator, until: '2026-12-01' }`,
  },
  google: {
    environment: `google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      denyMaintenance: { from: '12-28', to: '01-04' }`,
    identity: 'serviceAccount:',
    client: 'networkTag: web',
    operator: `
  - { identity: 'user:mika@acme.example', role: operator, until: '2026-12-01' }`,
  },
} as const;

/** So that each class is in a baseline of each engine. */
const HOLDS: Readonly<Record<PresetName, DataClass>> = {
  development: 'internal',
  staging: 'personal',
  production: 'payment',
};

/** One service with every way in, so that each fact has something to show. */
function estateOf(cloud: keyof typeof CLOUDS, engine: string, preset: PresetName): EstateFiles {
  const { environment, identity, client, operator } = CLOUDS[cloud];
  return {
    'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: ${preset}
    notify: [oncall@acme.example]
    ${environment}
      network: { cidr: 10.30.0.0/16 }
`,
    'services/order.yaml': `service: order
owner: team-order
cloud: ${cloud}
engine: ${engine}
access:
  - { identity: '${identity}order-api', role: writer }
  - { identity: '${identity}order-import', role: reader, via: secret }${operator}
placement: dedicated
data: ${HOLDS[preset]}
readers: 1
clients: [{ ${client} }, { cidr: 10.30.0.0/20 }]
`,
  };
}

/** What is demanded after each failure and what meets it: the claim beside Terraform's facts. */
function recoveredBy({ instances: [order] }: Deployment): readonly string[] {
  if (!order) return [];
  const { objectives, evidence, drills } = order.recovery;
  return [
    ...FAILURES.map((failure) => {
      const met = evidence[failure];
      const by = met ? `${met.mechanism}: ${boundsText(met)}` : 'nothing';
      return `after a ${failure}: ${demandText(objectives[failure].value)}; met by ${by}`;
    }),
    `drilled every month: ${drills.map(({ mechanism }) => mechanism).join(', ') || 'nothing'}`,
  ];
}

/** What the trail is told to record of its database, beside what Terraform says. */
function recordedOf({ instances: [order] }: Deployment): readonly string[] {
  return (order?.services ?? []).map(
    ({ service, data, contents }) =>
      `recorded of ${service}: ${data.value} data, ${contents.value.audit ?? 'as the instance says'}`,
  );
}

describe.each(['aws', 'google'] as const)('%s', (cloud) => {
  describe.each(ENGINES)('%s', (engine) => {
    test.each(PRESET_NAMES)('in %s has the posture of its baseline', (preset) => {
      const deployment = deploymentOf(estateOf(cloud, engine, preset));
      const stacks = synthesized(deployment);
      const instance = stacks.get(`prod-${cloud}-order`);
      const foundation = stacks.get(`prod-${cloud}-foundation`);
      const recovery = {
        instance: stacks.get(`prod-${cloud}-order-recovery`),
        foundation: stacks.get(`prod-${cloud}-recovery`),
      };
      const stores = ['', '-recovery'].flatMap((end) => stacks.get(`prod-${cloud}-audit${end}`) ?? []);
      const facts =
        instance && foundation && postureOf(cloud, instance, foundation, recovery, stores);
      expect([...recoveredBy(deployment), ...recordedOf(deployment), facts].join('\n')).toMatchSnapshot();
    });
  });
});
