import { Argument, Command, Option } from 'commander';
import type { Instance } from '../model/deployment/deployment';
import type { Access } from '../model/deployment/facts';
import { ROLE_FACTS } from '../model/sql/role-limits';
import { ENGINE_FACTS } from '../model/tables/engines';
import { awsLines } from './connect/aws';
import { prose } from './connect/block';
import { googleLines } from './connect/google';
import { choosePassage, type Passage } from './connect/passage';
import { findService } from './find-service';
import { estateOption, openEstate } from './open-estate';
import { portOf } from './port-option';
import { refuse } from './refuse';
import { retired } from './serving-home';
import { print } from './terminal';

interface ConnectOptions {
  readonly estate: string;
  readonly as?: string;
  readonly reader: boolean;
  readonly localPort?: string;
}

/** `kura connect`: the commands by which a person gets in to a database that has no way in from outside. */
export function connectCommand(): Command {
  return new Command('connect')
    .description(
      'Print the commands by which an operator gets in to a service’s database: through the jump host, by IAM, until a day.',
    )
    .addArgument(new Argument('<env/service>', 'such as prod/order'))
    .addOption(
      new Option(
        '--as <identity>',
        'who logs in, as the service’s access has it; the operator where there is one alone',
      ),
    )
    .option('--reader', 'a reader of the instance in place of its primary', false)
    .option(
      '--local-port <number>',
      'where the tunnel ends on this machine; 10000 and the engine’s port where absent',
    )
    .addOption(estateOption())
    .action(connect);
}

function connect(name: string, { estate, as, reader, localPort }: ConnectOptions): void {
  const port = portOf('--local-port', localPort);
  const opened = openEstate(estate);
  if (!opened) return;
  const found = findService(opened.deployment, name, 'kura connect');
  const gone = 'required' in found ? undefined : retired(found.instance, 'kura connect');
  if ('required' in found || gone || 'problem' in port) {
    const wrong = [found, gone, port.problem];
    refuse(wrong.flatMap((each) => (each && 'required' in each ? [each] : [])));
    return;
  }
  const choice = {
    ...(as === undefined ? {} : { as }),
    ...(port.value === undefined ? {} : { localPort: port.value }),
    reader,
  };
  const passage = choosePassage(found, choice, new Date());
  if ('problems' in passage) {
    refuse(passage.problems);
    return;
  }
  const { instance } = found;
  print(
    ...about(instance, passage, opened.estate.estate.statement.timeZone),
    '',
    ...(instance.cloud === 'aws' ? awsLines(instance, passage) : googleLines(instance, passage)),
  );
}

function about(
  instance: Instance,
  { service, access, endpoint }: Passage,
  timeZone: string,
): string[] {
  const { environment, engine } = instance;
  const { audited } = ROLE_FACTS[access.role];
  const which = endpoint === service.contract.writer ? servingWords(instance) : 'a reader';
  return prose(
    `${environment}/${service.service}: ${service.database.value} on ${which}, ${endpoint.instance}`,
    `Who: ${access.identity}, as database user ${access.login}`,
    `What: ${access.role}: ${meaningOf(instance, access)}${access.tables ? `; only ${tablesText(access.tables)}` : ''}`,
    `Until: ${access.until === undefined ? 'no day' : instantText(access.until, timeZone)}`,
    // Cloud SQL lets nobody alter a login that IAM made: its statements are audited as everybody's are.
    audited && engine === 'postgres' && instance.cloud === 'aws'
      ? 'Audited: every statement, in the instance’s own log, and the way in, in the cloud’s'
      : `Audited: the way in, in the cloud’s log; statements as ${ENGINE_FACTS[engine].name} audits them for everybody`,
  );
}

/** Who serves is not always whom people expect. */
function servingWords({ active }: Instance): string {
  if (active.value === 'primary') return 'the primary';
  return active.value === 'recovery'
    ? 'the instance in the recovery region, which serves'
    : `the restored instance ${active.value}, which serves`;
}

const tablesText = (tables: NonNullable<Passage['access']['tables']>): string =>
  tables.map(({ schema, table }) => `${schema}.${table}`).join(', ');

/** What an operator of this instance may: PostgreSQL’s right to see and end sessions is for all databases at once, and Cloud SQL gives it to nobody. */
function meaningOf({ cloud, engine, services }: Instance, { role }: Access): string {
  if (role !== 'operator') return ROLE_FACTS[role].meaning;
  if (engine === 'mysql') return 'reads rows and sees what runs, until a day';
  return services.length === 1 && cloud === 'aws'
    ? 'reads rows, and sees and ends what runs, until a day'
    : 'reads rows, until a day';
}

/** `2026-12-01T15:00:00Z` as the estate’s clocks show it, and as the clouds do. */
function instantText(instant: string, timeZone: string): string {
  const utc = `${minuteIn(instant, 'UTC')} UTC`;
  return timeZone === 'UTC' ? utc : `${minuteIn(instant, timeZone)} ${timeZone} (${utc})`;
}

/** Sweden writes dates as ISO 8601 does. */
const minuteIn = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  );
