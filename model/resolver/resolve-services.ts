import { resolveAccess, type CloudIdentities } from '../access/access';
import { resolveDataClass } from '../audit/data-class';
import { resolvePersonalTables } from '../audit/personal-tables';
import type { DeployedService } from '../deployment/facts';
import type { ServiceFile } from '../language/load-estate';
import type { Problem } from '../problem';
import { resolvePool } from '../sizing/pools';
import { resolveContents } from '../sql/resolve-contents';
import { resolveLimits } from '../sql/resolve-limits';
import { loginsLikeGroupRoles } from '../sql/role-collisions';
import type { Engine } from '../tables/engines';
import type { Preset } from '../tables/presets';

/** A service of an instance, and the parts of it that do not depend on the instance's size. */
export interface ResolvedService extends Pick<
  DeployedService,
  'data' | 'personalTables' | 'pool' | 'contents' | 'limits' | 'access'
> {
  readonly file: ServiceFile;
}

/** What the services of one instance are resolved with. */
export interface ServicesFacts {
  readonly environment: string;
  readonly engine: Engine;
  readonly preset: Preset;
  readonly timeZone: string;
  readonly identities: CloudIdentities;
}

/** Who comes in to each database of an instance, what each holds and what its sessions may take. */
export function resolveServices(
  services: readonly ServiceFile[],
  { environment, engine, preset, timeZone, identities }: ServicesFacts,
  problems: Problem[],
): readonly ResolvedService[] {
  const begun = services.map((file) => {
    const data = resolveDataClass(file, problems);
    const contents = resolveContents(file, { engine, holds: data.value }, problems);
    return {
      ...{ file, data, contents },
      pool: resolvePool(file, environment, preset),
      personalTables: resolvePersonalTables(
        file,
        { engine, holds: data.value, contents: contents.value },
        problems,
      ),
    };
  });
  const contents = begun.map((each) => each.contents.value);
  const access = resolveAccess(services, { environment, engine, timeZone, contents }, identities);
  problems.push(
    ...access.problems,
    ...loginsLikeGroupRoles(services, engine, access.byService.flat()),
  );
  return begun.map((each, i) => {
    const own = access.byService[i] ?? [];
    const facts = { environment, engine, pool: each.pool.value, access: own, neighbours: services };
    return { ...each, limits: resolveLimits(each.file, facts, problems), access: own };
  });
}
