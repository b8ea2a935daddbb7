import type { CloudRunV2ServiceTemplateContainers as Container } from '@cdktf/provider-google/lib/cloud-run-v2-service';
import type { Endpoint } from '../../model/deployment/facts';
import type { GoogleConnection } from '../connection';
import { passwordVariable, variablesOf, type Addresses } from '../variables';

const PROXY = 'cloud-sql-proxy';
const PROXY_HEALTH = 9090;

/** Where the password is mounted, and the file it is. */
export const PASSWORD = { volume: 'password', folder: '/secrets/database', file: 'password' };

export interface ContainersFacts {
  readonly name: string;
  readonly image: string;
  readonly proxyImage: string;
  readonly port: number;
  /** Answers 200 while the service is well. */
  readonly healthPath: string;
  readonly connection: GoogleConnection;
}

/** The application, which takes the requests, and beside it the Auth Proxy, which is there before it. */
export function containersOf(facts: ContainersFacts): Container[] {
  return [application(facts), proxy(facts)];
}

function application({ name, image, port, healthPath, connection }: ContainersFacts): Container {
  const variables = variablesOf(connection, portsOf(connection));
  const password = `${passwordVariable(connection.engine)}_FILE`;
  const all = {
    ...variables,
    ...(connection.secret === null ? {} : { [password]: `${PASSWORD.folder}/${PASSWORD.file}` }),
  };
  return {
    name,
    image,
    dependsOn: [PROXY],
    ports: { containerPort: port },
    env: Object.entries(all)
      .map(([key, value]) => ({ name: key, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(connection.secret === null
      ? {}
      : { volumeMounts: [{ name: PASSWORD.volume, mountPath: PASSWORD.folder }] }),
    resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: true, startupCpuBoost: true },
    // A first connection through Direct VPC egress may take more than a minute: four, Cloud Run's most.
    startupProbe: {
      httpGet: { path: healthPath, port },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 24,
    },
    livenessProbe: {
      httpGet: { path: healthPath, port },
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}

/**
 * The Cloud SQL connector as a process of its own, which any language and any tool can use. By IAM it logs in as the
 * service's identity; with a password it still proves who connects, and encrypts. Flags: `cloud-sql-proxy --help`, 2.14.
 */
function proxy({ proxyImage, connection }: ContainersFacts): Container {
  const { writer, readers } = portsOf(connection);
  const instances = [connection.writer, ...connection.readers];
  const ports = [writer, ...readers].map(({ port }) => port);
  return {
    name: PROXY,
    image: proxyImage,
    args: [
      '--private-ip',
      ...(connection.secret === null ? ['--auto-iam-authn'] : []),
      // Cloud Run throttles a container between requests, when nothing could be refreshed.
      '--lazy-refresh',
      '--structured-logs',
      '--health-check',
      // Probes come from outside the container; the databases' own listeners stay on the loopback.
      '--http-address=0.0.0.0',
      `--http-port=${String(PROXY_HEALTH)}`,
      // Open statements finish within the ten seconds that Cloud Run gives.
      '--max-sigterm-delay=9s',
      '--exit-zero-on-sigterm',
      ...instances.map(({ instance }, i) => `${instance}?port=${String(ports[i])}`),
    ],
    resources: { limits: { cpu: '1', memory: '512Mi' }, cpuIdle: true, startupCpuBoost: true },
    startupProbe: {
      httpGet: { path: '/startup', port: PROXY_HEALTH },
      periodSeconds: 2,
      timeoutSeconds: 1,
      failureThreshold: 30,
    },
    livenessProbe: {
      httpGet: { path: '/liveness', port: PROXY_HEALTH },
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}

/** The proxy's ports: the contract's for the writer, and those above it for the readers. */
function portsOf({ writer, readers }: GoogleConnection): Addresses {
  const at = ({ port }: Endpoint, i: number) => ({ host: '127.0.0.1', port: port + i });
  return { writer: at(writer, 0), readers: readers.map((reader, i) => at(reader, i + 1)) };
}
