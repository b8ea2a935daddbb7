import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { estateSchema, type EstateStatement } from './estate-language';
import {
  EMPTY_LOCK,
  LOCK_FILE,
  readInstanceLock,
  type InstanceLock,
} from '../placement/instance-lock';
import { inOrder, quote, type Problem } from '../problem';
import { mayHoldKeys } from './notify-language';
import { serviceSchema, type ServiceStatement } from './service-language';
import { readYamlFile, reasonOf, type Read, type YamlFile } from './yaml-file';

export type ServiceFile = YamlFile<ServiceStatement>;

/** Everything one organisation states: plain data, and for each value the place it was written. */
export interface Estate {
  readonly estate: YamlFile<EstateStatement>;
  /** By service name. */
  readonly services: readonly ServiceFile[];
  /** The instance ids an earlier synth relied on; see instance-lock.ts. */
  readonly lock: InstanceLock;
}

/**
 * Reads `estate.yaml`, `services/*.yaml` and the instance lock of a folder. Returns every problem of every file at once;
 * messages name files relative to the folder, so that they are the same wherever it stands.
 */
export function loadEstate(folder: string): Read<Estate> {
  const problems: Problem[] = [];
  const keep = <Value>(read: Read<Value>): Value | undefined => {
    if (read.ok) return read.value;
    problems.push(...read.problems);
    return undefined;
  };

  const names = listFolder(folder);
  if (!names.ok) return { ok: false, problems: [folderProblem(folder, names.reason)] };
  const estate = keep(
    readYamlFile(join(folder, 'estate.yaml'), 'estate.yaml', estateSchema, mayHoldKeys),
  );
  const lock = keep(
    names.value.includes(LOCK_FILE) ? readInstanceLock(folder) : { ok: true, value: EMPTY_LOCK },
  );

  const files = listFolder(join(folder, 'services'));
  if (!files.ok) {
    problems.push({
      place: 'services/',
      required: 'a folder with one YAML file a service is required',
      got: files.reason,
      cure: 'Write the first with `npx kura new service order`.',
    });
  }
  const services: ServiceFile[] = [];
  for (const name of files.ok ? files.value : []) {
    if (name.startsWith('.')) continue;
    const file = `services/${name}`;
    if (!name.endsWith('.yaml')) {
      problems.push({
        place: file,
        required: 'only .yaml files are allowed here',
        got: quote(name),
        cure: 'Rename it to <service>.yaml, or move it away.',
      });
      continue;
    }
    const service = keep(readYamlFile(join(folder, file), file, serviceSchema));
    if (!service) continue;
    const stated = service.statement.service;
    if (`${stated}.yaml` !== name) {
      problems.push({
        place: service.at('service') ?? file,
        required: `service must be ${quote(name.slice(0, -'.yaml'.length))}, the name of its file`,
        got: quote(stated),
        cure: `Rename the file to services/${stated}.yaml, or the service.`,
      });
    }
    services.push(service);
  }
  if (files.ok && services.length === 0 && problems.length === 0) {
    problems.push({
      place: 'services/',
      required: 'at least one service is required',
      got: 'none',
      cure: 'Write the first with `npx kura new service order`.',
    });
  }
  problems.push(...duplicates(services));
  if (problems.length > 0 || !estate || !lock) return { ok: false, problems: inOrder(problems) };
  return { ok: true, value: { estate, services, lock } };
}

function listFolder(
  path: string,
): { ok: true; value: readonly string[] } | { ok: false; reason: string } {
  try {
    return { ok: true, value: readdirSync(path).sort() };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

function folderProblem(folder: string, got: string): Problem {
  return {
    place: folder,
    required: 'a folder with estate.yaml and services/ is required',
    got,
    cure: 'Name the estate’s folder with --estate DIR or KURA_ESTATE.',
  };
}

function duplicates(services: readonly ServiceFile[]): Problem[] {
  const first = new Map<string, string>();
  return services.flatMap(({ statement: { service }, file, at }) => {
    const earlier = first.get(service);
    if (earlier === undefined) {
      first.set(service, file);
      return [];
    }
    return [
      {
        place: at('service') ?? file,
        required: 'each service is described once',
        got: `${quote(service)}, already in ${earlier}`,
        cure: 'Rename one of the two.',
      },
    ];
  });
}
