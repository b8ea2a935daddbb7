import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { shellWord } from '../bootstrap/shell';
import { servingHome } from '../serving-home';
import { assign, command, prose } from './block';
import { hostName, hostZone } from './host-name';
import type { Passage } from './passage';

/** Where the tunnel’s near end speaks SOCKS. */
const SOCKS = 1080;

/** Identity-Aware Proxy carries a SOCKS tunnel to the jump host, and through it Cloud SQL’s own proxy speaks TLS and IAM. */
export function googleLines(instance: GoogleInstance, passage: Passage): string[] {
  return [
    ...prose('1. In a terminal of its own: the tunnel.'),
    ...tunnel(instance, passage),
    '',
    ...prose(
      "2. In another: the proxy, which logs in as the machine's application credentials. It takes them from:",
    ),
    ...credentials(passage),
    ...proxy(passage),
    '',
    ...prose('3. In a third: the database. No password; the proxy does TLS, up to this machine.'),
    ...client(instance, passage),
  ];
}

function tunnel(instance: GoogleInstance, { network }: Passage): string[] {
  const { project, region } = servingHome(instance).target;
  return command(
    `gcloud compute ssh ${shellWord(hostName(network))}`,
    `--zone=${hostZone(region)} --project=${shellWord(project)}`,
    `--tunnel-through-iap -- -N -D ${SOCKS}`,
  );
}

/** Who starts the proxy must be who logs in. */
function credentials({ access }: Passage): string[] {
  const [kind, address = ''] = access.identity.split(/:(.*)/s);
  return command(
    'gcloud auth application-default login',
    ...(kind === 'serviceAccount' ? [`--impersonate-service-account=${shellWord(address)}`] : []),
  );
}

function proxy({ endpoint, localPort }: Passage): string[] {
  return command(
    `ALL_PROXY=socks5://localhost:${SOCKS}`,
    `cloud-sql-proxy --private-ip --auto-iam-authn --port=${localPort}`,
    shellWord(endpoint.instance),
  );
}

function client({ engine }: GoogleInstance, { service, access, localPort }: Passage): string[] {
  const database = shellWord(service.database.value);
  const [before, user] = access.identity.startsWith('group:')
    ? [member(engine === 'mysql'), '"$user"']
    : [[], shellWord(access.login)];
  if (engine === 'mysql') {
    return [
      ...before,
      ...command(
        `mysql --host=127.0.0.1 --port=${localPort} --protocol=TCP`,
        `--user=${user} --ssl-mode=DISABLED ${database}`,
      ),
    ];
  }
  return [
    ...before,
    ...command(
      `PGSSLMODE=disable psql --host=127.0.0.1 --port=${localPort}`,
      `--username=${user} --dbname=${database}`,
    ),
  ];
}

/** A group’s members log in as themselves; MySQL’s users are what stands before the @. */
function member(short: boolean): string[] {
  return assign('user', 'gcloud config get-value account').concat(
    short ? ['user=${user%%@*}'] : [],
  );
}
