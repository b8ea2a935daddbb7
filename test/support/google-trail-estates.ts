import type { Deployment } from '../../model/deployment/deployment';
import { SHIPPED } from './bootstrap-plan';
import { belowCloud, deploymentOf, GOOGLE_ESTATE, type EstateFiles } from './estate-folder';

const service = (name: string, lines: string): string => `service: ${name}
owner: team
cloud: google
${lines}access:
  - { identity: 'serviceAccount:${name}-api', role: writer }
`;

/** What of a deployment is on Google Cloud. */
export function googleOf({ foundations, instances, ...rest }: Deployment): Deployment {
  return {
    ...rest,
    foundations: foundations.filter(({ cloud }) => cloud === 'google'),
    instances: instances.filter(({ cloud }) => cloud === 'google'),
  };
}

/** Production with a payment service of its own, beside MySQL; what is said of the environment and of each service beside. */
function estateOf(google: string, lines = ''): EstateFiles {
  return {
    'estate.yaml': belowCloud(String(GOOGLE_ESTATE['estate.yaml']), google),
    'services/pay.yaml': service('pay', `engine: postgres\ncompliance: [pci-dss]\n${lines}`),
    'services/shop.yaml': service('shop', `engine: mysql\ntraffic: high\n${lines}`),
  };
}

const ISOLATED = 'isolated: { pay: { network: { cidr: 10.40.0.0/20 } } }';
const APART = 'isolated: { pay: { network: { cidr: 10.40.0.0/20 }, project: acme-pci } }';
const AWAY = 'audit: { project: acme-audit }';
const RESTORED = "restoreFrom: { noon: { time: '2026-11-20 12:00' } }\nactive: noon\n";

/** A payment service and the trail’s store have each a project of their own. */
export const EACH_APART = (): Deployment => deploymentOf(estateOf(`${APART}\n${AWAY}`));

/** Estates by what they have of a trail; of the shipped one, Google’s part. */
export const ON_GOOGLE: readonly (readonly [what: string, make: () => Deployment])[] = [
  ['the shipped estate', () => googleOf(SHIPPED)],
  ['the store is in the environment’s own project', () => deploymentOf(estateOf(ISOLATED))],
  ['the store is in another project', () => deploymentOf(estateOf(`${ISOLATED}\n${AWAY}`))],
  ['an isolated service has a project of its own', () => deploymentOf(estateOf(APART))],
  ['it and the store have each one', EACH_APART],
  [
    'the recovery region serves',
    () => deploymentOf(estateOf(`${APART}\n${AWAY}`, 'active: recovery\n')),
  ],
  ['a restored instance serves', () => deploymentOf(estateOf(`${APART}\n${AWAY}`, RESTORED))],
];
