import type { Deployment, Foundation, Instance } from '../model/deployment/deployment';

/** The shared part of an instance's environment, on its own cloud. */
export function foundationOf<Home extends Foundation>(
  { foundations }: Deployment,
  { cloud, environment, stack }: Pick<Instance, 'environment' | 'stack'> & { cloud: Home['cloud'] },
): Home {
  const foundation = foundations.find(
    (candidate): candidate is Home =>
      candidate.environment === environment && candidate.cloud === cloud,
  );
  if (!foundation) throw new Error(`${stack}: its environment ${environment} has no foundation`);
  return foundation;
}
