import { awsWith, belowCloud, orderWith, smallEstate } from '../../support/estate-folder';
import { ESTATE, estateAs, expectRefusal, type Refusal } from '../../support/refusals';

const stateKey = (region: string): string =>
  `arn:aws:kms:${region}:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000`;

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a tier the region does not have',
      estateAs('region: ap-northeast-1', 'region: eu-west-3'),
      'services/order.yaml:1:1: tier must be one that eu-west-3 has (balanced-2, balanced-4 or balanced-8), got "2xlarge", which is db.r7g.4xlarge. Write another `tier:`, or take another region.',
    ],
    [
      'a public range as client',
      orderWith('clients: [{ cidr: 8.8.8.0/24 }]'),
      'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16 of prod, got "8.8.8.0/24". Name a range of the network, or a securityGroup; for one environment, below `overrides`.',
    ],
    [
      'the whole internet as client',
      orderWith('clients: [{ cidr: 0.0.0.0/0 }]'),
      'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16 of prod, got "0.0.0.0/0". Name a range of the network, or a securityGroup; for one environment, below `overrides`.',
    ],
    [
      'a private range outside the network as client',
      orderWith('clients: [{ cidr: 10.99.0.0/24 }]'),
      'services/order.yaml:7:1: a client’s cidr must lie inside the network 10.30.0.0/16 of prod, got "10.99.0.0/24". Name a range of the network, or a securityGroup; for one environment, below `overrides`.',
    ],
    [
      'a range with host bits',
      orderWith('clients: [{ cidr: 10.30.0.1/24 }]'),
      'services/order.yaml:7:13: clients[0].cidr must be the first address of its range, got "10.30.0.1/24". Use 10.30.0.0/24.',
    ],
    [
      'networks of one environment that overlap',
      {
        ...orderWith('compliance: [pci-dss]'),
        'estate.yaml': belowCloud(
          ESTATE,
          'isolated: { order: { network: { cidr: 10.30.64.0/20 } } }',
        ),
      },
      'estate.yaml:11:39: the networks of an environment must not overlap, got 10.30.64.0/20 and 10.30.0.0/16. Take a range outside the environment’s.',
    ],
    [
      'an environment without account and project',
      smallEstate({ 'estate.yaml': `${ESTATE}  empty: { preset: staging }\n` }),
      'estate.yaml:12:3: environment empty must have an account or a project, got neither. Write `aws:` or `google:` below it.',
    ],
    [
      'too few zones',
      estateAs('10.30.0.0/16 }', '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c] }'),
      'estate.yaml:10:38: zones must name 3 or more different zones for this preset, got ap-northeast-1a, ap-northeast-1c. Add a zone.',
    ],
    [
      'a zone of another region',
      estateAs(
        '10.30.0.0/16 }',
        '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c, us-east-1a] }',
      ),
      'estate.yaml:10:38: zones must be zones of ap-northeast-1, got "us-east-1a". Write them as ap-northeast-1a.',
    ],
    [
      'a local zone',
      estateAs(
        '10.30.0.0/16 }',
        '10.30.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c, ap-northeast-1-tpe-1a] }',
      ),
      'estate.yaml:10:38: zones must be availability zones lettered a to h, got ap-northeast-1a, ap-northeast-1c, ap-northeast-1-tpe-1a. Remove ap-northeast-1-tpe-1a.',
    ],
    [
      'an existing network with too few subnets',
      estateAs(
        '10.30.0.0/16 }',
        '10.30.0.0/16, vpc: vpc-0a1b2c3d, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d] }',
      ),
      'estate.yaml:10:57: subnets must name 3 or more different subnets, one in each zone, got 2. Name a private subnet of each zone.',
    ],
    [
      'a way to AWS’s APIs in a network of Kura’s own',
      estateAs('10.30.0.0/16 }', '10.30.0.0/16, apis: [10.31.0.0/24] }'),
      'estate.yaml:10:7: environments.prod.aws.network must name `apis` only of an existing VPC, got a mapping. Leave `apis` out: Kura’s own network has its endpoints in it.',
    ],
    [
      'a network of AWS that is too narrow',
      estateAs('10.30.0.0/16', '10.30.0.0/24'),
      'estate.yaml:10:18: cidr must be a range from /16 to /23, got "10.30.0.0/24". AWS takes no subnet narrower than /28; use a /23 or wider.',
    ],
    [
      'a state key of another region',
      awsWith(`state: { bucket: acme-state, kmsKey: '${stateKey('us-east-1')}' }
recoveryState: { bucket: acme-osaka, kmsKey: '${stateKey('ap-northeast-3')}' }
audit:
  state: { bucket: acme-trail, kmsKey: '${stateKey('ap-northeast-1')}' }
  recoveryState: { bucket: acme-trail-osaka, kmsKey: '${stateKey('ap-northeast-3')}' }`),
      'estate.yaml:11:36: kmsKey must be a key of account 333333333333 in ap-northeast-1, where the state is, got "arn:aws:kms:us-east-1:333333333333:key/0a1b2c3d-0000-0000-00…". Write the ARN that `kura bootstrap` printed for this environment.',
    ],
    [
      'a recovery region of the other cloud',
      estateAs('ap-northeast-3', 'asia-northeast2'),
      'estate.yaml:9:7: environments.prod.aws.recoveryRegion must be a region of its cloud, got "asia-northeast2". Write it as ap-northeast-3.',
    ],
    [
      'an isolated service without a network',
      orderWith('compliance: [pci-dss]'),
      'estate.yaml:6:5: environment prod must give the isolated service order a network of its own, got none. Write `isolated: { order: { network: { cidr: … } } }` below `aws:`, with a range outside the environment’s.',
    ],
    [
      'a public network',
      estateAs('10.30.0.0/16', '8.0.0.0/16'),
      'estate.yaml:10:18: cidr must be a private range (RFC 1918 or 100.64.0.0/10), got "8.0.0.0/16". Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    ],
    [
      'a network wider than AWS takes',
      estateAs('10.30.0.0/16', '10.0.0.0/8'),
      'estate.yaml:10:18: cidr must be the network’s own range, /16 at the widest, got "10.0.0.0/8". AWS takes no network wider than /16: write the VPC’s range.',
    ],
    [
      'a recovery region that is the primary one',
      estateAs('northeast-3', 'northeast-1'),
      'estate.yaml:9:7: recoveryRegion must differ from region, got "ap-northeast-1". Name another region.',
    ],
    [
      'a region whose zones are unknown',
      estateAs('region: ap-northeast-1', 'region: xx-east-9'),
      'estate.yaml:10:7: zones must be named for a region whose zones are not in the table (ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2 or us-west-2), got "xx-east-9". Write `zones:` with zones your account can use.',
    ],
  ])('%s', expectRefusal);
});
