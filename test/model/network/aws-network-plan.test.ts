import { planAwsNetwork } from '../../../model/network/aws-network-plan';
import { parseCidr, type Cidr } from '../../../model/values/cidr';

function range(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed.ok) throw new Error(parsed.required);
  return parsed.value;
}

describe('an existing network', () => {
  const existing = {
    cidr: range('10.50.0.0/20'),
    vpc: 'vpc-0a1b2c3d4e5f60718',
    subnets: ['subnet-0a1b2c3d4e5f60718', 'subnet-0a1b2c3d4e5f60719'],
  };
  const apisOf = (...apis: readonly string[]): unknown =>
    planAwsNetwork(
      { ...existing, ...(apis.length > 0 ? { apis: apis.map(range) } : {}) },
      'ap-northeast-1',
      2,
      'estate.yaml:1:1',
    );

  it('has AWS’s APIs in its own range', () => {
    expect(apisOf()).toMatchObject({ value: { kind: 'existing', apis: ['10.50.0.0/20'] } });
  });

  it('has them where it says, each range once', () => {
    expect(apisOf('10.62.0.0/24', '0.0.0.0/0', '10.62.0.0/24')).toMatchObject({
      value: { apis: ['10.62.0.0/24', '0.0.0.0/0'] },
    });
  });
});
