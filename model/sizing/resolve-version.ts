import type { Cloud } from '../access/identity';
import { decide, type Decision } from '../decision';
import { ENGINE_FACTS, findVersion, offeredVersions, type EngineVersion } from '../tables/engines';
import { versionOf, type PlacedInstance } from '../placement/place-services';
import { oneOf, quote, type Problem } from '../problem';

/** The engine version of an instance and its row of the table; a version that no new database may use is a problem. */
export function resolveVersion(
  { engine, services: [first] }: Pick<PlacedInstance, 'engine' | 'services'>,
  cloud: Cloud,
  problems: Problem[],
): { readonly version: Decision<string>; readonly row: EngineVersion | undefined } {
  const wanted = versionOf(first);
  const place = first.at('version');
  // YAML reads 8.0 as the number 8.
  const row = findVersion(engine, wanted) ?? findVersion(engine, `${wanted}.0`);
  const refused = row?.[cloud].refused;
  if (!row || refused !== undefined) {
    const proved = ENGINE_FACTS[engine].defaultVersion;
    problems.push({
      place: place ?? first.file,
      required: `version must be ${oneOf(offeredVersions(engine, cloud))} for ${ENGINE_FACTS[engine].name}${cloud === 'google' ? ' on Cloud SQL' : ''}`,
      got: quote(row?.version ?? wanted),
      cure:
        refused === undefined
          ? `Write \`version: ${proved}\`, or leave it out.`
          : `${refused}: write \`version: ${proved}\`, or leave it out.`,
    });
  }
  const until = row ? supportOf(row, cloud) : '';
  return {
    version:
      place === undefined
        ? decide(wanted, `the proved default${until}`, 'engine table')
        : decide(wanted, `the service says so${until}`, place),
    row,
  };
}

function supportOf({ communityEnd, aws }: EngineVersion, cloud: Cloud): string {
  return cloud === 'aws'
    ? `; RDS standard support until ${aws.standardSupportEnd}`
    : `; the community’s last release is due by ${communityEnd}`;
}
