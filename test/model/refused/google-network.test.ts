import {
  awsWith,
  GOOGLE_ESTATE,
  googleAs,
  googleEstate,
  googleWith,
  orderWith,
  resolveFiles,
  webWith,
  type EstateFiles,
} from '../../support/estate-folder';
import { expectRefusal, type Refusal } from '../../support/refusals';

/** The environment's network in other words, and one that somebody else runs. */
const network = (words: string, files: EstateFiles = GOOGLE_ESTATE): EstateFiles =>
  googleAs('estate', '{ cidr: 10.31.0.0/16 }', words, files);
const existing = (services: string): string =>
  `{ cidr: 10.31.0.0/16, vpc: main, range: services-main, services: ${services}, subnet: jobs, recoverySubnet: jobs-osaka }`;
const EXISTING = existing('10.99.192.0/20');

/** A service that is isolated, with its entry below `google:`. */
const isolated = (entry: string): EstateFiles => ({
  ...webWith('compliance: [pci-dss]'),
  ...pick(googleWith(`isolated: { web: ${entry} }`)),
});
const pick = (files: EstateFiles): EstateFiles => ({ 'estate.yaml': files['estate.yaml'] });
const OWN = 'network: { cidr: 10.40.0.0/20 }';
const OWN_EXISTING =
  'network: { cidr: 10.40.0.0/20, vpc: main, range: services-main, services: 10.50.0.0/23, subnet: jobs, recoverySubnet: jobs-osaka }';
const stateKey = (region: string): string =>
  `projects/acme-prod/locations/${region}/keyRings/kura/cryptoKeys/state`;

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'a public network',
      network('{ cidr: 8.0.0.0/16 }'),
      'estate.yaml:10:18: cidr must be a private range (RFC 1918 or 100.64.0.0/10), got "8.0.0.0/16". Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    ],
    [
      'a network that is too wide',
      network('{ cidr: 10.0.0.0/8 }'),
      'estate.yaml:10:18: cidr must be a range from /16 to /22, got "10.0.0.0/8". Use a part of it, such as 10.0.0.0/16.',
    ],
    [
      'a network that leaves no /24 for services',
      network('{ cidr: 10.31.0.0/23 }'),
      'estate.yaml:10:18: cidr must be a range from /16 to /22, got "10.31.0.0/23". Its top quarter becomes the private services range, of which Cloud SQL takes a /24 for each region and engine: use a /22 or wider.',
    ],
    [
      'the range of Docker’s bridge',
      network('{ cidr: 172.17.0.0/16 }'),
      'estate.yaml:10:18: cidr must lie outside 172.17.0.0/16, which Cloud SQL uses inside its machines, got "172.17.0.0/16". Take another range, as in 10.0.0.0/8.',
    ],
    [
      'a range around Docker’s bridge',
      network(existing('10.99.192.0/20').replace('10.31.0.0/16', '172.16.0.0/12')),
      'estate.yaml:10:18: cidr must lie outside 172.17.0.0/16, which Cloud SQL uses inside its machines, got "172.16.0.0/12". Take another range, as in 10.0.0.0/8.',
    ],
    [
      'a network whose services have no /24 for both regions',
      network('{ cidr: 10.31.0.0/22 }'),
      'estate.yaml:10:18: the range for private services must have a /24 for each region and engine (here 2: PostgreSQL in asia-northeast1, PostgreSQL in asia-northeast2), got "10.31.3.0/24", the top quarter of 10.31.0.0/22. Write a `cidr` of /21 or wider: a network that is deployed keeps its range, so take a new one before its first database.',
    ],
    [
      'an existing range that has no /24 for two engines in both regions',
      {
        ...network(existing('10.99.192.0/23')),
        'services/shop.yaml': String(GOOGLE_ESTATE['services/web.yaml'])
          .replace('service: web', 'service: shop')
          .replace('postgres', 'mysql'),
      },
      'estate.yaml:10:71: the range for private services must have a /24 for each region and engine (here 4: MySQL in asia-northeast1, MySQL in asia-northeast2, PostgreSQL in asia-northeast1, PostgreSQL in asia-northeast2), got "10.99.192.0/23". Allocate a /22 or wider to services-main, and write that.',
    ],
    [
      'an isolated range that has no /24 for both regions',
      isolated(`{ ${OWN_EXISTING.replace('10.50.0.0/23', '10.50.0.0/24')} }`),
      'estate.yaml:11:90: the range for private services must have a /24 for each region and engine (here 2: PostgreSQL in asia-northeast1, PostgreSQL in asia-northeast2), got "10.50.0.0/24". Allocate a /23 or wider to services-main, and write that.',
    ],
    [
      'an existing network without the addresses of its services',
      network('{ cidr: 10.31.0.0/16, vpc: main, range: services-main }'),
      'estate.yaml:10:7: environments.prod.google.network must name `vpc`, `range` and `services` together, got a mapping. Write all three for an existing network, or none.',
    ],
    [
      'addresses of services without a network',
      network('{ cidr: 10.31.0.0/16, services: 10.31.192.0/20 }'),
      'estate.yaml:10:7: environments.prod.google.network must name `vpc`, `range` and `services` together, got a mapping. Write all three for an existing network, or none.',
    ],
    [
      'an existing network without a subnet for runners',
      network(EXISTING.replace(', subnet: jobs', '')),
      'estate.yaml:10:7: environments.prod.google.network must name `subnet` for an existing network, and for no other, got a mapping. Runners have their addresses there: name a subnet of its region with Private Google Access and a /26 free. Kura makes one in its own networks.',
    ],
    [
      'a subnet for runners in a network of Kura’s',
      network('{ cidr: 10.31.0.0/16, subnet: jobs }'),
      'estate.yaml:10:7: environments.prod.google.network must name `subnet` for an existing network, and for no other, got a mapping. Runners have their addresses there: name a subnet of its region with Private Google Access and a /26 free. Kura makes one in its own networks.',
    ],
    [
      'a subnet of another region',
      network(
        EXISTING.replace('jobs', 'projects/acme-prod/regions/asia-northeast2/subnetworks/jobs'),
      ),
      'estate.yaml:10:97: subnet must be one of projects/acme-prod/global/networks/main in asia-northeast1, got "projects/acme-prod/regions/asia-northeast2/subnetworks/jobs". Write its name alone, or projects/acme-prod/regions/asia-northeast1/subnetworks/NAME.',
    ],
    [
      'a subnet of another project than the network’s',
      network(
        EXISTING.replace('jobs', 'projects/acme-host/regions/asia-northeast1/subnetworks/jobs'),
      ),
      'estate.yaml:10:97: subnet must be one of projects/acme-prod/global/networks/main in asia-northeast1, got "projects/acme-host/regions/asia-northeast1/subnetworks/jobs". Write its name alone, or projects/acme-prod/regions/asia-northeast1/subnetworks/NAME.',
    ],
    [
      'a subnet of the recovery region that is in the primary’s',
      network(
        EXISTING.replace(
          'jobs-osaka',
          'projects/acme-prod/regions/asia-northeast1/subnetworks/jobs',
        ),
      ),
      'estate.yaml:10:111: recoverySubnet must be one of projects/acme-prod/global/networks/main in asia-northeast2, got "projects/acme-prod/regions/asia-northeast1/subnetworks/jobs". Write its name alone, or projects/acme-prod/regions/asia-northeast2/subnetworks/NAME.',
    ],
    [
      'an isolated network that somebody else runs without a subnet in the recovery region',
      isolated(`{ ${OWN_EXISTING.replace(', recoverySubnet: jobs-osaka', '')} }`),
      'estate.yaml:11:26: an existing network must have a subnet for runners in asia-northeast2 too, got no recoverySubnet. Write `recoverySubnet` beside `subnet`: projects/acme-prod/regions/asia-northeast2/subnetworks/NAME, with Private Google Access and a /26 free.',
    ],
    [
      'a subnet of the recovery region in a network of Kura’s',
      network('{ cidr: 10.31.0.0/16, recoverySubnet: jobs }'),
      'estate.yaml:10:7: environments.prod.google.network must name `recoverySubnet` only of an existing network, got a mapping. Leave `recoverySubnet` out: Kura makes one in its own networks.',
    ],
    [
      'a subnet by its range',
      network(EXISTING.replace('jobs', '10.31.0.0/26')),
      'estate.yaml:10:97: environments.prod.google.network.subnet must be a subnet of the existing network, or projects/PROJECT/regions/REGION/subnetworks/NAME, got "10.31.0.0/26". Write it as projects/suzumina-host/regions/asia-northeast1/subnetworks/jobs.',
    ],
    [
      'an existing range for services that is too narrow',
      network(existing('10.31.192.0/25')),
      'estate.yaml:10:71: services must be a range of /24 or wider, got "10.31.192.0/25". Cloud SQL takes a /24 for each region and engine: allocate a wider range.',
    ],
    [
      'a public range for services',
      network(existing('8.8.8.0/24')),
      'estate.yaml:10:71: services must be a private range (RFC 1918 or 100.64.0.0/10), got "8.8.8.0/24". Take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    ],
    [
      'a range for services that Docker has',
      network(existing('172.17.0.0/24')),
      'estate.yaml:10:71: services must lie outside 172.17.0.0/16, which Cloud SQL uses inside its machines, got "172.17.0.0/24". Take another range, as in 10.0.0.0/8.',
    ],
    [
      'a network’s name that is none',
      network(EXISTING.replace('vpc: main', 'vpc: vpc-0A')),
      'estate.yaml:10:38: environments.prod.google.network.vpc must be a VPC network of the project, or projects/PROJECT/global/networks/NAME, got "vpc-0A". Write it as projects/suzumina-host/global/networks/main.',
    ],
    [
      'the subnets of AWS',
      network('{ cidr: 10.31.0.0/16, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d] }'),
      'estate.yaml:10:38: only known keys are allowed in environments.prod.google.network, got "subnets". Did you mean "subnet"? Known here: cidr, vpc, range, services, subnet, recoverySubnet.',
    ],
    [
      'the zones of AWS',
      network('{ cidr: 10.31.0.0/16, zones: [ap-northeast-1a, ap-northeast-1c] }'),
      'estate.yaml:10:38: only known keys are allowed in environments.prod.google.network, got "zones". Known here: cidr, vpc, range, services, subnet, recoverySubnet.',
    ],
    [
      'an existing network whose services have the addresses of its subnets',
      network(existing('10.31.192.0/20')),
      'estate.yaml:10:71: services must lie outside 10.31.0.0/16, where the network’s own subnets are, got "10.31.192.0/20". Write as `cidr` the range of the subnets alone: no address is both.',
    ],
    [
      'clients inside the private services range',
      webWith('clients: [{ cidr: 10.31.200.0/24 }]'),
      'services/web.yaml:7:1: a client’s cidr must lie outside the private services range 10.31.192.0/18, got "10.31.200.0/24". Name a range of the network’s own subnets: only Google’s services have addresses there.',
    ],
    [
      'clients around the private services range',
      webWith('clients: [{ cidr: 10.31.0.0/16 }]'),
      'services/web.yaml:7:1: a client’s cidr must lie outside the private services range 10.31.192.0/18, got "10.31.0.0/16". Name a range of the network’s own subnets: only Google’s services have addresses there.',
    ],
    [
      'clients outside the network',
      webWith('clients: [{ cidr: 10.99.0.0/24 }]'),
      'services/web.yaml:7:1: a client’s cidr must lie inside the network 10.31.0.0/16 of prod, got "10.99.0.0/24". Name a range of the network, or a networkTag; for one environment, below `overrides`.',
    ],
    [
      'the whole internet as client',
      webWith('clients: [{ cidr: 0.0.0.0/0 }]'),
      'services/web.yaml:7:1: a client’s cidr must lie inside the network 10.31.0.0/16 of prod, got "0.0.0.0/0". Name a range of the network, or a networkTag; for one environment, below `overrides`.',
    ],
    [
      'a security group as client on Google',
      webWith('clients: [{ securityGroup: sg-0a1b2c3d }]'),
      'services/web.yaml:7:1: a client of a service on google must be a networkTag or a cidr, got "sg-0a1b2c3d". Write `networkTag:` or `cidr:`.',
    ],
    [
      'a security group as client of an environment on Google',
      googleWith('clients: [{ securityGroup: sg-0a1b2c3d }]'),
      'estate.yaml:11:7: a client of a service on google must be a networkTag or a cidr, got "sg-0a1b2c3d". Write `networkTag:` or `cidr:`.',
    ],
    [
      'a default client of the environment that no instance uses',
      {
        ...webWith('clients: [{ networkTag: web }]'),
        ...pick(googleWith('clients: [{ cidr: 10.31.200.0/24 }]')),
      },
      'estate.yaml:11:7: a client’s cidr must lie outside the private services range 10.31.192.0/18, got "10.31.200.0/24". Name a range of the network’s own subnets: only Google’s services have addresses there.',
    ],
    [
      'a network tag as client on AWS',
      orderWith('clients: [{ networkTag: web }]'),
      'services/order.yaml:7:1: a client of a service on aws must be a securityGroup or a cidr, got "web". Write `securityGroup:` or `cidr:`.',
    ],
    [
      'a network tag as client of an environment on AWS',
      awsWith('clients: [{ networkTag: web }]'),
      'estate.yaml:11:7: a client of a service on aws must be a securityGroup or a cidr, got "web". Write `securityGroup:` or `cidr:`.',
    ],
    [
      'a client that is two things',
      webWith('clients: [{ networkTag: web, cidr: 10.31.0.0/24 }]'),
      'services/web.yaml:7:11: clients[0] must be a securityGroup, a networkTag or a cidr, got a mapping. Write one of `securityGroup: sg-…`, `networkTag: web` and `cidr: 10.30.0.0/20`.',
    ],
    [
      'a client that is nothing',
      webWith('clients: [{}]'),
      'services/web.yaml:7:11: clients[0] must be a securityGroup, a networkTag or a cidr, got a mapping. Write one of `securityGroup: sg-…`, `networkTag: web` and `cidr: 10.30.0.0/20`.',
    ],
    [
      'a network tag that is none',
      webWith('clients: [{ networkTag: Web }]'),
      'services/web.yaml:7:13: clients[0].networkTag must be a network tag, got "Web". Write it as web.',
    ],
    [
      'clients in a network that somebody else runs',
      network(EXISTING, webWith('clients: [{ networkTag: web }]')),
      'services/web.yaml:7:1: clients must be left out for an existing network on google, got "web". Take them out: the rules of that network are its owner’s, and decide who reaches its private services range.',
    ],
    [
      'clients of an environment in a network that somebody else runs',
      network(EXISTING, googleWith('clients: [{ cidr: 10.31.0.0/24 }]')),
      'estate.yaml:11:7: clients must be left out for an existing network on google, got "10.31.0.0/24". Take them out: the rules of that network are its owner’s, and decide who reaches its private services range.',
    ],
    [
      'a security group in a network that somebody else runs',
      network(EXISTING, webWith('clients: [{ securityGroup: sg-0a1b2c3d }]')),
      'services/web.yaml:7:1: a client of a service on google must be a networkTag or a cidr, got "sg-0a1b2c3d". Write `networkTag:` or `cidr:`.',
    ],
    [
      'an isolated service without a network',
      webWith('compliance: [pci-dss]'),
      'estate.yaml:6:5: environment prod must give the isolated service web a network of its own, got none. Write `isolated: { web: { network: { cidr: … } } }` below `google:`, with a range outside the environment’s.',
    ],
    [
      'an isolated network that overlaps the environment’s',
      isolated('{ network: { cidr: 10.31.64.0/20 } }'),
      'estate.yaml:11:37: the networks of an environment must not overlap, got 10.31.64.0/20 and 10.31.0.0/16. Take a range outside the environment’s.',
    ],
    [
      'an isolated network that is too narrow',
      isolated('{ network: { cidr: 10.40.0.0/24 } }'),
      'estate.yaml:11:37: cidr must be a range from /16 to /22, got "10.40.0.0/24". Its top quarter becomes the private services range, of which Cloud SQL takes a /24 for each region and engine: use a /22 or wider.',
    ],
    [
      'an isolated network where Docker is',
      isolated('{ network: { cidr: 172.17.0.0/20 } }'),
      'estate.yaml:11:37: cidr must lie outside 172.17.0.0/16, which Cloud SQL uses inside its machines, got "172.17.0.0/20". Take another range, as in 10.0.0.0/8.',
    ],
    [
      'an isolated service in an existing network whose range for services is too narrow',
      isolated(`{ ${OWN_EXISTING.replace('50.0.0/23', '50.0.0/28')} }`),
      'estate.yaml:11:90: services must be a range of /24 or wider, got "10.50.0.0/28". Cloud SQL takes a /24 for each region and engine: allocate a wider range.',
    ],
    [
      'an isolated service with an account of AWS',
      isolated(`{ ${OWN}, account: '444444444444' }`),
      'estate.yaml:11:59: only known keys are allowed in environments.prod.google.isolated.web, got "account". Known here: network, project, clients.',
    ],
    [
      'clients of the environment’s network in an isolated one',
      isolated(`{ ${OWN}, clients: [{ cidr: 10.31.0.0/24 }] }`),
      'estate.yaml:11:59: a client’s cidr must lie inside the network 10.40.0.0/20 of prod, got "10.31.0.0/24". Name a range of the network, or a networkTag; for one environment, below `overrides`.',
    ],
    [
      'clients in an isolated network that somebody else runs',
      isolated(`{ ${OWN_EXISTING}, clients: [{ networkTag: web }] }`),
      'estate.yaml:11:158: clients must be left out for an existing network on google, got "web". Take them out: the rules of that network are its owner’s, and decide who reaches its private services range.',
    ],
    [
      'an isolated entry for a service that is not',
      googleWith(`isolated: { web: { ${OWN} } }`),
      'estate.yaml:11:19: isolated must name services that are isolated in prod, got "web". Take it out, or write `placement: isolated` in the service.',
    ],
    [
      'a state key of another region',
      googleWith(
        `state: { bucket: acme-state, kmsKey: ${stateKey('us-central1')} }
recoveryState: { bucket: acme-osaka, kmsKey: ${stateKey('asia-northeast2')} }
audit:
  state: { bucket: acme-trail, kmsKey: ${stateKey('asia-northeast1')} }
  recoveryState: { bucket: acme-trail-osaka, kmsKey: ${stateKey('asia-northeast2')} }`,
      ),
      'estate.yaml:11:36: kmsKey must be a key in asia-northeast1, where the state is, got "projects/acme-prod/locations/us-central1/keyRings/kura/crypt…". Write the name that `kura bootstrap --google` printed for this environment.',
    ],
    [
      'a state key of AWS',
      googleWith(
        "state: { bucket: acme-state, kmsKey: 'arn:aws:kms:us-east-1:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000' }",
      ),
      'estate.yaml:11:36: environments.prod.google.state.kmsKey must be the resource name of a Cloud KMS key, got "arn:aws:kms:us-east-1:333333333333:key/0a1b2c3d-0000-0000-00…". Write the name that `kura bootstrap --google` printed: projects/…/cryptoKeys/….',
    ],
    [
      'a recovery region that is the primary one',
      googleAs('estate', 'northeast2', 'northeast1'),
      'estate.yaml:9:7: recoveryRegion must differ from region, got "asia-northeast1". Name another region.',
    ],
    [
      'a recovery region of AWS',
      googleAs('estate', 'asia-northeast2', 'ap-northeast-3'),
      'estate.yaml:9:7: environments.prod.google.recoveryRegion must be a region of its cloud, got "ap-northeast-3". Write it as asia-northeast2.',
    ],
    [
      'a zone as region',
      googleAs('estate', 'region: asia-northeast1', 'region: asia-northeast1-a'),
      'estate.yaml:8:7: environments.prod.google.region must be a region of its cloud, got "asia-northeast1-a". Write it as asia-northeast1.',
    ],
    [
      'a project by its number',
      googleAs('estate', 'project: acme-prod', 'project: 333333333333'),
      'estate.yaml:7:7: environments.prod.google.project must be a project id of 6 to 30 lower-case letters, digits and hyphens, with a letter first, got 333333333333. Write it as suzumina-prod.',
    ],
    [
      'an environment on Google without a project',
      googleAs('estate', '      project: acme-prod\n', ''),
      'estate.yaml:6:5: environments.prod.google.project must be a project id of 6 to 30 lower-case letters, digits and hyphens, with a letter first, got nothing. Write it as suzumina-prod.',
    ],
    [
      'a deploy service account by its address',
      googleWith('deployServiceAccount: kura-deploy@acme-prod.iam.gserviceaccount.com'),
      'estate.yaml:11:7: environments.prod.google.deployServiceAccount must be the name of a service account of the project, 6 to 30 lower-case letters, digits and hyphens, with a letter first, got "kura-deploy@acme-prod.iam.gserviceaccount.com". Write it as kura-deploy.',
    ],
    [
      'keys that Google has not',
      googleWith("account: '333333333333'"),
      'estate.yaml:11:7: only known keys are allowed in environments.prod.google, got "account". Known here: project, region, recoveryRegion, deployServiceAccount, network, clients, state, recoveryState, audit, denyMaintenance, isolated.',
    ],
    [
      'a deploy role on Google',
      googleWith('deployRole: kura-deploy'),
      'estate.yaml:11:7: only known keys are allowed in environments.prod.google, got "deployRole". Known here: project, region, recoveryRegion, deployServiceAccount, network, clients, state, recoveryState, audit, denyMaintenance, isolated.',
    ],
    [
      'a key of Google that is misspelt',
      googleWith('denyMaintainance: { from: 12-28, to: 01-04 }'),
      'estate.yaml:11:7: only known keys are allowed in environments.prod.google, got "denyMaintainance". Did you mean "denyMaintenance"? Known here: project, region, recoveryRegion, deployServiceAccount, network, clients, state, recoveryState, audit, denyMaintenance, isolated.',
    ],
    [
      'days without maintenance on AWS',
      awsWith('denyMaintenance: { from: 12-28, to: 01-04 }'),
      'estate.yaml:11:7: only known keys are allowed in environments.prod.aws, got "denyMaintenance". Known here: account, region, recoveryRegion, deployRole, network, clients, state, recoveryNetwork, recoveryState, audit, vaultLock, isolated.',
    ],
    [
      'a port on Cloud SQL',
      webWith('port: 5433'),
      'services/web.yaml:7:1: only known keys are allowed in this file, got "port". Take it out: Cloud SQL has no other port than the engine’s own, and both clouds keep to it. Known here: service, id, owner, cloud, engine, version, database, traffic, compliance, data, personalTables, schemas, searchPath, extensions, partitions, access, clients, tier, readers, placement, storage, retention, objectives, measured, growth, pool, maxConnections, workMem, latencyBudget, parameters, limits, alerts, restoreFrom, active, drReplica, state, breakGlass, environments, overrides.',
    ],
    [
      'a port on RDS',
      orderWith('port: 5433'),
      'services/order.yaml:7:1: only known keys are allowed in this file, got "port". Take it out: Cloud SQL has no other port than the engine’s own, and both clouds keep to it. Known here: service, id, owner, cloud, engine, version, database, traffic, compliance, data, personalTables, schemas, searchPath, extensions, partitions, access, clients, tier, readers, placement, storage, retention, objectives, measured, growth, pool, maxConnections, workMem, latencyBudget, parameters, limits, alerts, restoreFrom, active, drReplica, state, breakGlass, environments, overrides.',
    ],
    [
      'a port in an override',
      webWith('overrides: { prod: { port: 5433 } }'),
      'services/web.yaml:7:22: only known keys are allowed in overrides.prod, got "port". Take it out: Cloud SQL has no other port than the engine’s own, and both clouds keep to it. Known here: access, clients, tier, readers, placement, storage, retention, objectives, measured, growth, pool, maxConnections, workMem, latencyBudget, parameters, limits, alerts, restoreFrom, active, drReplica, state, breakGlass.',
    ],
    [
      'an empty project',
      googleEstate({
        'estate.yaml':
          'organisation: acme\ntimeZone: Asia/Tokyo\nenvironments:\n  prod:\n    preset: production\n    google:\n',
      }),
      'estate.yaml:6:5: environments.prod.google must be a mapping, got an empty value. Write keys below it: project, region, recoveryRegion, deployServiceAccount, network, clients, state, recoveryState, audit, denyMaintenance, isolated.',
    ],
  ])('%s', expectRefusal);
});

test('an existing network and an isolated one of one’s own resolve', () => {
  expect(resolveFiles(network(EXISTING)).problems).toEqual([]);
  expect(resolveFiles(isolated(`{ ${OWN} }`)).problems).toEqual([]);
  // One engine in one region: nothing of staging is in the recovery region.
  const narrow = googleAs(
    'estate',
    'preset: production',
    'preset: staging',
    network('{ cidr: 10.31.0.0/22 }'),
  );
  expect(resolveFiles(narrow).problems).toEqual([]);
  expect(resolveFiles(network('{ cidr: 10.31.0.0/21 }')).problems).toEqual([]);
  expect(resolveFiles(isolated(`{ ${OWN_EXISTING} }`)).problems).toEqual([]);
});

test('each unknown key below google is told at its own line, in one message', () => {
  const { problems } = resolveFiles(googleWith('edition: ENTERPRISE\nclient: []\nprojectId: x'));
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual([
    'estate.yaml:11:7',
    'estate.yaml:12:7',
    'estate.yaml:13:7',
  ]);
  expect(problems.map((problem) => /Did you mean "(\w+)"/.exec(problem)?.[1])).toEqual([
    undefined,
    'clients',
    'project',
  ]);
});
