import { Argument, Command } from 'commander';
import type { Instance } from '../model/deployment/deployment';
import { holesOf } from './alerts/holes';
import { matrixLines } from './alerts/matrix';
import { serviceLines } from './alerts/of-service';
import { EXIT } from './exit-code';
import { formatOption } from './explain';
import { findService } from './find-service';
import { estateOption, openEstate } from './open-estate';
import { refuse } from './refuse';
import { print, printJson } from './terminal';

interface AlertsOptions {
  readonly estate: string;
  readonly format: 'text' | 'json';
}

/** `kura alerts`: who hears of what, of which instance; exit code 1 where an alert that is to be told reaches nobody. */
export function alertsCommand(): Command {
  return new Command('alerts')
    .description(
      'Say of every instance which alerts it has, which not and why, and who hears of them; or of one service every alert with its threshold. Exit 1 where an alert reaches nobody, or one of the catalogue is neither there nor said why not.',
    )
    .addArgument(new Argument('[env/service]', 'such as prod/order; every instance without it'))
    .addOption(estateOption())
    .addOption(formatOption())
    .action(alerts);
}

function alerts(name: string | undefined, { estate, format }: AlertsOptions): void {
  const opened = openEstate(estate);
  if (!opened) return;
  const { deployment } = opened;
  if (name === undefined) {
    settle(deployment.instances);
    if (format === 'json') printJson(deployment.instances.map(jsonOf));
    else print(...matrixLines(deployment.instances));
    return;
  }
  const found = findService(deployment, name, 'kura alerts');
  if ('required' in found) {
    refuse([found]);
    return;
  }
  settle([found.instance]);
  if (format === 'json') printJson({ service: found.service.service, ...jsonOf(found.instance) });
  else print(...serviceLines(found));
}

function settle(instances: readonly Instance[]): void {
  if (instances.some(({ alerts: declared }) => holesOf(declared).length > 0))
    process.exitCode = EXIT.findings;
}

function jsonOf({ environment, cloud, id, stack, services, alerts: declared }: Instance) {
  return {
    environment,
    cloud,
    instance: id,
    stack,
    services: services.map(({ service }) => service),
    ...declared,
    holes: holesOf(declared),
  };
}
