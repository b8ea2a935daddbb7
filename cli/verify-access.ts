import { Argument, Command } from 'commander';
import type { Cloud } from '../model/access/identity';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { cloudOption } from './sql/cloud-option';
import { compared } from './sql/compared';
import { points } from './sql/points';
import { withReachOptions, type ReachOptions } from './sql/reach';
import { counted, print, printAside, printJson } from './terminal';
import { findingsTable } from './verify-access/findings-table';

interface VerifyOptions extends ReachOptions {
  readonly estate: string;
  readonly cloud?: Cloud;
  readonly format: 'text' | 'json';
}

/** `kura verify-access`: who may do more, or less, in a database than the estate says. */
export function verifyAccessCommand(): Command {
  const command = new Command('verify-access')
    .description(
      'Say who may do more, or less, in a database than is declared; exit 1 where anybody may. It only reads, and any login of the instance will do.',
    )
    .addArgument(new Argument('<env/instance>', 'such as prod/order'))
    .addOption(estateOption())
    .addOption(cloudOption())
    .addOption(formatOption());
  return withReachOptions(command).addHelpText('after', EXAMPLE).action(verifyAccess);
}

/** What `kura local` prints has the address and PGPASSFILE. */
const EXAMPLE = `
On the server of \`kura local order\`:
  PGPASSFILE=… npx kura verify-access dev/shared-postgres --local \\
    --service order --host 127.0.0.1 --port PORT --user kura_admin --no-tls`;

async function verifyAccess(
  name: string,
  { estate, cloud, format, ...options }: VerifyOptions,
): Promise<void> {
  const opened = openEstate(estate);
  if (!opened) return;
  const found = await compared(opened.deployment, { name, cloud }, options, 'kura verify-access');
  if ('problems' in found) {
    refuse(found.problems);
    return;
  }
  const { stack, findings, waiting, kept, withheld, unseen } = found;
  if (findings.length > 0) process.exitCode = EXIT.findings;
  if (format === 'json') {
    printJson({ stack, findings, waiting, kept, withheld, unseen });
    return;
  }
  if (findings.length > 0) print(...findingsTable(findings), '');
  print(
    findings.length > 0
      ? `${stack}: ${counted(findings.length, 'finding')}.`
      : `${stack}: nobody may do more or less than is declared.`,
  );
  printAside(
    ...points('Waits for a migration', waiting),
    ...points('Stays, though no longer declared', kept),
    ...points('Withheld by the platform', withheld),
    ...points('Not seen', unseen),
  );
}
