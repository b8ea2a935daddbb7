import { SMALL_ESTATE, type EstateFiles } from './estate-folder';

/** As long as a name may be. */
export const LONG_SERVICE = 'averyveryveryverylongservicename-forty12';

const service = (name: string, owner: string, lines = ''): string =>
  String(SMALL_ESTATE['services/order.yaml'])
    .replace('service: order', `service: ${name}`)
    .replace('owner: team-order', `owner: ${owner}`) + lines;

/** An estate of development with names, an owner and an access that are as long as they may be, and one of usual length. */
export const LONG_ESTATE: EstateFiles = {
  'estate.yaml': String(SMALL_ESTATE['estate.yaml'])
    .replace('organisation: acme', 'organisation: ac')
    .replace('prod:', 'dev:')
    .replace('preset: production', 'preset: development'),
  [`services/${LONG_SERVICE}.yaml`]: service(
    LONG_SERVICE,
    'the team that answers for all of the very long names of this company by day and by night',
    `  - { identity: role/a-path/of-a-role/with-a-name-that-goes-on, role: reader }
placement: dedicated
alerts: { cpu: { warning: 80%, critical: 90% } }
`,
  ),
  'services/order.yaml': service('order', 'team-order', 'placement: dedicated\n'),
};
