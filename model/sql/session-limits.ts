import type { RoleLimits } from '../deployment/facts';
import type { Decision } from '../decision';
import type { Problem } from '../problem';

/** Limits of sessions that a service states beyond what the whole instance has. */
export function tooManySessions(
  services: readonly {
    readonly limits: Decision<Readonly<Record<string, RoleLimits | undefined>>>;
  }[],
  maxConnections: number,
): Problem[] {
  return services.flatMap(({ limits: { value, place } }) =>
    Object.entries(value).flatMap(([role, limits]): Problem[] => {
      const connections = limits?.connections ?? 0;
      if (connections <= maxConnections || !place.includes(':')) return [];
      return [
        {
          place,
          required: `limits.${role}.connections must be ${String(maxConnections)} at most, which is all that the instance has`,
          got: String(connections),
          cure: 'Lower it, or raise maxConnections.',
        },
      ];
    }),
  );
}
