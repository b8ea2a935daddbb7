import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, Command } from 'commander';
import { estateSchema } from '../model/language/estate-language';
import { loadEstate } from '../model/language/load-estate';
import { quote, sayProblem } from '../model/problem';
import { resolve } from '../model/resolve';
import { serviceSchema } from '../model/language/service-language';
import { readMust } from '../model/language/words';
import { readYamlFile } from '../model/language/yaml-file';
import { EXIT } from './exit-code';
import { estateOption } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { serviceFile } from './service-file';
import { counted, print, printAside } from './terminal';

interface NewOptions {
  readonly estate: string;
}

/** `kura new service`: a first file of a service, which passes as it is. */
export function newCommand(): Command {
  const service = new Command('service')
    .description('Write services/<name>.yaml: it passes as it is, and shows every other key.')
    .addArgument(new Argument('<name>', 'lower-case letters, digits and single hyphens'))
    .addOption(estateOption())
    .action(newService);
  return new Command('new').description('Begin a file of the estate.').addCommand(service);
}

function newService(name: string, { estate: folder }: NewOptions): void {
  const read = serviceSchema.shape.service.safeParse(name);
  if (!read.success) {
    const words = readMust(read.error.issues[0]?.message ?? '');
    const required = `name must ${words?.required ?? 'be a service name'}`;
    const cure = words?.cure ?? 'Write it as order.';
    refuse([{ place: 'kura new service', required, got: quote(name), cure }]);
    return;
  }
  const estate = readYamlFile(join(folder, 'estate.yaml'), 'estate.yaml', estateSchema);
  if (!estate.ok) {
    refuse(estate.problems);
    return;
  }
  const file = `services/${name}.yaml`;
  const environments = Object.entries(estate.value.statement.environments);
  const last = environments.findLast(([, { aws }]) => aws !== undefined)?.[0] ?? 'prod';
  if (!writeNew(join(folder, file), file, serviceFile(name, last))) return;
  print(`Wrote ${file}. Change its owner, then look at \`npx kura explain ${last}/${name}\`.`);
  sayWhatElse(folder);
}

/** Writes a file that does not exist yet, or says why it cannot. */
function writeNew(path: string, file: string, text: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    const refused = systemRefusal(error);
    if (refused === undefined) throw error;
    const exists = refused === 'EEXIST';
    const required = exists ? 'a new name is required' : 'a file that can be written is required';
    const got = exists ? 'a file that is there already' : refused;
    const cure = exists ? 'Edit that file, or choose another name.' : 'Allow writing there.';
    refuse([{ place: file, required, got, cure }]);
    return false;
  }
}

/** A right file can still not fit what is there, such as a shared instance with no connection left: better said now. */
function sayWhatElse(folder: string): void {
  const estate = loadEstate(folder);
  const deployment = estate.ok ? resolve(estate.value) : estate;
  if (deployment.ok) return;
  const { problems } = deployment;
  printAside('', 'The estate does not hold with it yet:', ...problems.map(sayProblem));
  printAside(counted(problems.length, 'problem'));
  process.exitCode = EXIT.findings;
}
