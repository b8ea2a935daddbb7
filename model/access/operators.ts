import type { Instance } from '../deployment/deployment';

/** Whether an operator has a way in to an instance: then a host to go through is admitted. */
export function hasOperator({ services }: Pick<Instance, 'services'>): boolean {
  return services.some(({ access }) => access.some(({ role }) => role === 'operator'));
}
