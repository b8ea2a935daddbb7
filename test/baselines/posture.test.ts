import { ENGINES } from '../../model/tables/engines';
import { PRESET_NAMES } from '../../model/tables/presets';
import { deploymentOf, SMALL_ESTATE, smallEstate } from '../support/estate-folder';
import { postureOf } from '../support/posture';
import { synthesized } from '../support/synthesized';

/** One service with every way in, so that each fact has something to show. */
const SERVICE = `${String(SMALL_ESTATE['services/order.yaml'])}  - { identity: role/order-import, role: reader, via: secret }
placement: dedicated
readers: 1
clients: [{ securityGroup: sg-0a1b2c3d4e5f60718 }, { cidr: 10.30.0.0/20 }]
`;

describe.each(ENGINES)('%s', (engine) => {
  test.each(PRESET_NAMES)('in %s has the posture of its baseline', (preset) => {
    const deployment = deploymentOf(
      smallEstate({
        'estate.yaml': String(SMALL_ESTATE['estate.yaml']).replace('production', preset),
        'services/order.yaml': SERVICE.replace('postgres', engine),
      }),
    );
    const stack = synthesized(deployment).get('prod-aws-order');
    expect(stack && postureOf(stack)).toMatchSnapshot();
  });
});
