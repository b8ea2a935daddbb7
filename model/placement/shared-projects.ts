import type { Deployment } from '../deployment/deployment';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';

/**
 * Environments of one Google project of which one begins with the other's name, as prod and prod-eu: logs and rights go by the
 * beginning of an instance's name, so that one would have the other's.
 */
export function nestedPrefixes(
  { at }: YamlFile<EstateStatement>,
  foundations: Deployment['foundations'],
): Problem[] {
  const google = foundations.flatMap((each) => (each.cloud === 'google' ? [each] : []));
  return google.flatMap(({ environment, prefix, target: { project } }) => {
    const outer = google.find(
      (other) => other.target.project === project && prefix.startsWith(`${other.prefix}-`),
    );
    if (!outer) return [];
    return [
      {
        place: at('environments', environment, 'google', 'project') ?? 'estate.yaml',
        required: `environments of one project must not begin with one another’s names (${outer.environment}, ${environment})`,
        got: quote(project),
        cure: `Give ${environment} a project of its own, or another name.`,
      },
    ];
  });
}
