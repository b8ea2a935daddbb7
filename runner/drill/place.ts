import type { Environment } from '../hosts/environment';

/** Where a drill's function is, and whose it is. */
export interface DrillPlace {
  readonly region: string;
  readonly stack: string;
}

/** @throws {Error} where a variable is not as Terraform sets it */
export function drillPlace(environment: Environment): DrillPlace {
  const { KURA_REGION: region, KURA_STACK: stack } = environment;
  if (!region || !stack)
    throw new Error(
      'The runner’s environment is not as Terraform sets it: KURA_REGION and KURA_STACK must be set.',
    );
  return { region, stack };
}
