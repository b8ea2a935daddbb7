import type { ZoneSubnets } from './aws/platform-stack';
import type { EcsServiceSettings } from './aws/service-stack';
import type { CloudRunServiceSettings } from './google/service-stack';

/** Whose connection a service takes: everything else about it is read from the deployment. */
interface Login {
  readonly service: string;
  readonly identity: string;
}

export interface EcsConsumer extends Login, Omit<EcsServiceSettings, 'zones'> {}
export interface CloudRunConsumer extends Login, CloudRunServiceSettings {}

/** What application teams decide in one environment. No address, login or secret of a database is among it. */
export interface Consumers {
  readonly environment: string;
  readonly ecs: { readonly subnets: ZoneSubnets; readonly services: readonly EcsConsumer[] };
  readonly cloudRun: { readonly services: readonly CloudRunConsumer[] };
}

const ECR = '333333333333.dkr.ecr.ap-northeast-1.amazonaws.com';
const ARTIFACTS = 'asia-northeast1-docker.pkg.dev/suzumina-prod';
/** The official image of release 2.14 or later, copied into a registry of one’s own. */
const PROXY = `${ARTIFACTS}/mirror/cloud-sql-proxy@sha256:${'c0'.repeat(32)}`;

/** One service on each cloud for each way in, in the estate that ships. Digests and versions are made up. */
export const CONSUMERS: Consumers = {
  environment: 'prod',
  ecs: {
    subnets: {
      'ap-northeast-1a': '10.30.0.0/26',
      'ap-northeast-1c': '10.30.0.64/26',
      'ap-northeast-1d': '10.30.0.128/26',
    },
    services: [
      {
        name: 'order-api',
        service: 'order',
        identity: 'role/order-api',
        instances: 4,
        image: `${ECR}/order-api@sha256:${'a1'.repeat(32)}`,
        healthCommand: ['node', 'health.js'],
        cpu: 512,
        memory: 1024,
      },
      {
        name: 'catalog-import',
        service: 'catalog',
        identity: 'role/catalog-import',
        instances: 1,
        image: `${ECR}/catalog-import@sha256:${'b2'.repeat(32)}`,
        secretVersion: '7c1f6a52-3d0e-4b8e-9a41-5f2c8d7e6b90',
        healthCommand: ['/app/health'],
        cpu: 256,
        memory: 512,
      },
    ],
  },
  cloudRun: {
    services: [
      {
        name: 'web',
        service: 'suzumina-web',
        identity: 'serviceAccount:suzumina-web',
        instances: 3,
        image: `${ARTIFACTS}/apps/web@sha256:${'d3'.repeat(32)}`,
        proxyImage: PROXY,
        subnet: '10.31.0.0/26',
        port: 8080,
        healthPath: '/health',
      },
      {
        name: 'export',
        service: 'suzumina-web',
        identity: 'serviceAccount:suzumina-export',
        instances: 1,
        image: `${ARTIFACTS}/apps/export@sha256:${'e4'.repeat(32)}`,
        proxyImage: PROXY,
        secretVersion: '3',
        subnet: '10.31.0.64/26',
        port: 8080,
        healthPath: '/health',
      },
    ],
  },
};
