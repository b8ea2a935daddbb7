import { Option } from 'commander';
import type { Deployment } from '../model/deployment/deployment';
import { loadEstate, type Estate } from '../model/language/load-estate';
import { resolve } from '../model/resolver/resolve';
import { refuse } from './refuse';

export interface OpenedEstate {
  readonly estate: Estate;
  readonly deployment: Deployment;
}

/** Where an estate is that nobody names another folder of. */
export const USUAL_FOLDER = 'estate';

/** `--estate DIR`, else KURA_ESTATE, else the folder `estate`. */
export function estateOption(): Option {
  return new Option('--estate <dir>', 'folder with estate.yaml and services/')
    .env('KURA_ESTATE')
    .default(USUAL_FOLDER);
}

/**
 * Loads and resolves the estate of a folder. Where it cannot be used, says every problem, sets the exit code and returns
 * undefined.
 */
export function openEstate(
  folder: string,
  options: { readonly bootstrapping?: boolean } = {},
): OpenedEstate | undefined {
  const estate = loadEstate(folder);
  const deployment = estate.ok ? resolve(estate.value, options) : estate;
  if (estate.ok && deployment.ok) return { estate: estate.value, deployment: deployment.value };
  if (!deployment.ok) refuse(deployment.problems);
  return undefined;
}
