import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { CLOUDS, type Cloud } from '../model/access/identity';
import { estateSchema } from '../model/language/estate-language';
import { loadEstate } from '../model/language/load-estate';
import { quote, type Problem } from '../model/problem';
import { resolve } from '../model/resolver/resolve';
import { serviceSchema } from '../model/language/service-language';
import { readMust } from '../model/language/words';
import { readYamlFile } from '../model/language/yaml-file';
import { estateOption } from './open-estate';
import { refuse, systemRefusal } from './refuse';
import { serviceFile } from './service-file';
import { print, printAside } from './terminal';

interface NewOptions {
  readonly estate: string;
  readonly cloud?: Cloud;
}

/** `kura new service`: a first file of a service, which passes as it is. */
export function newCommand(): Command {
  const service = new Command('service')
    .description('Write services/<name>.yaml: it passes as it is, and shows every other key.')
    .addArgument(new Argument('<name>', 'lower-case letters, digits and single hyphens'))
    .addOption(estateOption())
    .addOption(
      new Option('--cloud <cloud>', 'where its database is; AWS where the estate has it').choices(
        CLOUDS,
      ),
    )
    .action(newService);
  return new Command('new').description('Begin a file of the estate.').addCommand(service);
}

function newService(name: string, { estate: folder, cloud: chosen }: NewOptions): void {
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
  const lastOn = (on: Cloud): string | undefined =>
    environments.findLast(([, environment]) => environment[on] !== undefined)?.[0];
  const cloud = chosen ?? CLOUDS.find((each) => lastOn(each) !== undefined) ?? 'aws';
  const last = lastOn(cloud) ?? 'prod';
  const written = writeNew(join(folder, file), file, serviceFile(name, last, cloud));
  if (!written) return;
  const problems = trying(written, () => problemsOf(folder));
  if (problems.length > 0) {
    refuseFile(file, problems, problemsOf(folder));
    return;
  }
  print(`Wrote ${file}. Change its owner, then look at \`npx kura explain ${last}/${name}\`.`);
}

/** A file that was written, which can be undone. */
interface Written {
  readonly takeBack: () => void;
}

/** Writes a file that does not exist yet, or says why it cannot. */
function writeNew(path: string, file: string, text: string): Written | undefined {
  const folder = dirname(path);
  const madeFolder = !existsSync(folder);
  const takeBack = (): void => {
    rmSync(path, { force: true });
    if (madeFolder && existsSync(folder)) rmdirSync(folder);
  };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    return { takeBack };
  } catch (error) {
    const refused = systemRefusal(error);
    if (refused === undefined) throw error;
    const exists = refused === 'EEXIST';
    // A full disk may have taken half of it.
    if (!exists) takeBack();
    const required = exists ? 'a new name is required' : 'a file that can be written is required';
    const got = exists ? 'a file that is there already' : refused;
    const cure = exists ? 'Edit that file, or choose another name.' : 'Allow writing there.';
    refuse([{ place: file, required, got, cure }]);
    return undefined;
  }
}

/** Looks for problems with a file in place, and takes it back unless there are none. */
function trying({ takeBack }: Written, look: () => readonly Problem[]): readonly Problem[] {
  let holds = false;
  try {
    const problems = look();
    holds = problems.length === 0;
    return problems;
  } finally {
    if (!holds) takeBack();
  }
}

/** What is wrong with the estate of a folder. */
function problemsOf(folder: string): readonly Problem[] {
  const estate = loadEstate(folder);
  const deployment = estate.ok ? resolve(estate.value) : estate;
  return deployment.ok ? [] : deployment.problems;
}

/** A right file can still not fit what is there, such as a shared instance with no connection left. */
function refuseFile(file: string, problems: readonly Problem[], before: readonly Problem[]): void {
  const broken = before.length > 0 && !isFirstService(before);
  printAside(
    broken
      ? `The estate does not hold without ${file} either, so it was not written:`
      : `The estate does not hold with ${file}, so it was not written:`,
  );
  refuse(broken ? before : problems);
}

/** Whether an estate lacks nothing but its first service. */
function isFirstService(problems: readonly Problem[]): boolean {
  return problems.every(({ place }) => place === 'services/');
}
