import type { Deployment, Foundation } from '../deployment/deployment';
import type { EstateStatement } from '../language/estate-language';
import type { YamlFile } from '../language/yaml-file';
import { quote, type Problem } from '../problem';

/** What one cloud keeps hands apart in, as the estate calls it. */
const HOMES = { aws: 'account', google: 'project' } as const;

const homeOf = (target: Foundation['target']): string =>
  'account' in target ? target.account : target.project;

/**
 * Trails that are to be kept in an account or project that somebody deploys databases to, and not the environment’s own: there another
 * environment’s hands, or an isolated service’s, make roles and keys, of whom nobody has said that they leave this trail alone.
 */
export function storesAmongSubjects(
  { at }: Pick<YamlFile<EstateStatement>, 'at'>,
  { foundations, instances }: Pick<Deployment, 'foundations' | 'instances'>,
): Problem[] {
  const subjects = [...foundations, ...instances].map(({ cloud, environment, target }) => ({
    ...{ cloud, environment },
    home: homeOf(target),
  }));
  return foundations.flatMap(({ cloud, environment, target, audit }) => {
    const store = homeOf(audit.primary.target);
    if (store === homeOf(target)) return [];
    const subject = subjects.find((each) => each.cloud === cloud && each.home === store);
    if (!subject) return [];
    const what = HOMES[cloud];
    return [
      {
        place: at('environments', environment, cloud, 'audit', what) ?? 'estate.yaml',
        required: `the ${what} of the audit trail must be one that no database is in, or the environment’s own`,
        got: `${quote(store)}, which ${subject.environment} deploys to`,
        cure: `Name ${what === 'account' ? 'an account' : 'a project'} that keeps trails alone.`,
      },
    ];
  });
}
