import type { AwsInstance } from '../../model/deployment/aws-deployment';
import { shellWord } from '../bootstrap/shell';
import { servingHome } from '../serving-home';
import { assign, command, prose } from './block';
import { hostName } from './host-name';
import type { Passage } from './passage';

/** Session Manager forwards a port to the database, through the jump host; a token of IAM is the password. */
export function awsLines(instance: AwsInstance, passage: Passage): string[] {
  return [
    ...prose(
      '1. In a terminal of its own, as that role, with the session-manager-plugin: the tunnel.',
    ),
    ...tunnel(instance, passage),
    '',
    ...prose('2. In another: the database. The password is a token, good for 15 minutes.'),
    ...address(instance, passage),
    ...certificates(passage),
    ...client(instance, passage),
  ];
}

/** Of the one database: its name is the cloud’s to give. */
function address(instance: AwsInstance, { endpoint }: Passage): string[] {
  const { target } = servingHome(instance);
  return assign(
    'host',
    `aws rds describe-db-instances --region ${target.region}`,
    `--db-instance-identifier ${shellWord(endpoint.instance)}`,
    `--query 'DBInstances[0].Endpoint.Address' --output text`,
  );
}

function tunnel(instance: AwsInstance, passage: Passage): string[] {
  const { region } = servingHome(instance).target;
  const { network, endpoint, localPort } = passage;
  return [
    ...address(instance, passage),
    ...assign(
      'jump',
      `aws ec2 describe-instances --region ${region}`,
      `--filters ${shellWord(`Name=tag:Name,Values=${hostName(network)}`)}`,
      'Name=instance-state-name,Values=running',
      `--query 'Reservations[].Instances[].InstanceId | [0]' --output text`,
    ),
    ...command(
      `aws ssm start-session --region ${region} --target "$jump"`,
      '--document-name AWS-StartPortForwardingSessionToRemoteHost',
      `--parameters "host=$host,portNumber=${endpoint.port},localPortNumber=${localPort}"`,
    ),
  ];
}

/** In the home folder, where nobody else can put another file in its place. */
const BUNDLE = '$HOME/.kura-rds-ca.pem';

function certificates({ service }: Passage): string[] {
  const { bundle } = service.contract.tls;
  if (bundle === null) return [];
  return command(
    `curl --fail --silent --show-error --proto '=https'`,
    `--output "${BUNDLE}"`,
    shellWord(bundle),
  );
}

function client(instance: AwsInstance, passage: Passage): string[] {
  const { engine } = instance;
  const { target } = servingHome(instance);
  const { service, access, endpoint, localPort } = passage;
  const database = service.database.value;
  const token = (variable: string): string[] => [
    `${variable}=$(aws rds generate-db-auth-token --region ${target.region}`,
    `--hostname "$host" --port ${endpoint.port} --username ${shellWord(access.login)})`,
  ];
  if (engine === 'mysql') {
    return [
      ...prose(
        'The client checks who signed the certificate; through a tunnel it cannot check the name too.',
      ),
      ...command(
        ...token('MYSQL_PWD'),
        `mysql --host=127.0.0.1 --port=${localPort} --protocol=TCP`,
        `--user=${shellWord(access.login)} --enable-cleartext-plugin`,
        `--ssl-mode=VERIFY_CA --ssl-ca="${BUNDLE}" ${shellWord(database)}`,
      ),
    ];
  }
  return command(
    ...token('PGPASSWORD'),
    'PGHOSTADDR=127.0.0.1 PGSSLMODE=verify-full',
    `PGSSLROOTCERT="${BUNDLE}"`,
    `psql --host="$host" --port=${localPort}`,
    `--username=${shellWord(access.login)} --dbname=${shellWord(database)}`,
  );
}
