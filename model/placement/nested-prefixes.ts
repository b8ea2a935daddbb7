import type { Deployment, Foundation } from '../deployment/deployment';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';

/** What one cloud keeps names apart in, as the estate calls it. */
const HOMES = { aws: 'account', google: 'project' } as const;

const homeOf = (foundation: Foundation): string =>
  foundation.cloud === 'aws' ? foundation.target.account : foundation.target.project;

/**
 * Environments of one account or project of which one begins with the other’s name, as prod and prod-eu: rights, logs, events and the
 * watch go by how an instance’s name begins, so that one would have the other’s.
 */
export function nestedPrefixes(
  { at }: YamlFile<EstateStatement>,
  foundations: Deployment['foundations'],
): Problem[] {
  return foundations.flatMap((foundation) => {
    const { cloud, environment, prefix } = foundation;
    const home = homeOf(foundation);
    const outer = foundations.find(
      (other) =>
        other.cloud === cloud && homeOf(other) === home && prefix.startsWith(`${other.prefix}-`),
    );
    if (!outer) return [];
    const what = HOMES[cloud];
    return [
      {
        place: at('environments', environment, cloud, what) ?? 'estate.yaml',
        required: `environments of one ${what} must not begin with one another’s names (${outer.environment}, ${environment})`,
        got: quote(home),
        cure: `Give ${environment} ${cloud === 'aws' ? 'an account' : 'a project'} of its own, or another name.`,
      },
    ];
  });
}
