import { decide, type Decision } from '../decision';
import { ENGINE_FACTS, findVersion, offeredVersions } from '../tables/engines';
import { versionOf, type PlacedInstance } from '../placement/place-services';
import { oneOf, quote, type Problem } from '../problem';

/** The engine version of an instance and its parameter family; a version that no new database may use is a problem. */
export function resolveVersion(
  { engine, services: [first] }: Pick<PlacedInstance, 'engine' | 'services'>,
  problems: Problem[],
): { version: Decision<string>; family: string } {
  const wanted = versionOf(first);
  const place = first.at('version');
  const row = findVersion(engine, wanted);
  if (!row || row.refused !== undefined) {
    problems.push({
      place: place ?? first.file,
      required: `version must be ${oneOf(offeredVersions(engine))} for ${ENGINE_FACTS[engine].name}`,
      got: quote(wanted),
      cure:
        row?.refused === undefined
          ? `Write \`version: ${ENGINE_FACTS[engine].defaultVersion}\`, or leave it out.`
          : `${row.refused}: write \`version: ${ENGINE_FACTS[engine].defaultVersion}\`, or leave it out.`,
    });
  }
  const until = row ? `; RDS standard support until ${row.standardSupportEnd}` : '';
  return {
    version:
      place === undefined
        ? decide(wanted, `the proved default${until}`, 'engine table')
        : decide(wanted, `the service says so${until}`, place),
    family: row?.family ?? '',
  };
}
