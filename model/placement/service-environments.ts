import type { Estate } from '../language/load-estate';
import { entryOf } from '../language/stated';
import { nearest, oneOf, quote, type Problem } from '../problem';

/** Environments that a service names and the estate lacks, or whose cloud is not there. */
export function unknownEnvironments({ estate, services }: Estate): Problem[] {
  const { environments } = estate.statement;
  const names = Object.keys(environments);
  return services.flatMap(({ statement, file, at }) => {
    const problems: Problem[] = [];
    const check = (name: string, place: string): void => {
      const environment = entryOf(environments, name);
      const meant = nearest(name, names);
      if (!environment) {
        problems.push({
          place,
          required: `an environment of estate.yaml is required (${oneOf(names)})`,
          got: quote(name),
          cure: meant === undefined ? 'Add it there, or take it out.' : `Did you mean "${meant}"?`,
        });
      } else if (!environment[statement.cloud]) {
        problems.push({
          place,
          required: `environment ${name} must have ${statement.cloud === 'aws' ? 'an AWS account' : 'a Google project'} for ${statement.service}`,
          got: 'none',
          cure: `Write \`${statement.cloud}:\` below it in estate.yaml.`,
        });
      }
    };
    statement.environments?.forEach((name, i) => {
      check(name, at('environments', i) ?? file);
    });
    for (const name of Object.keys(statement.overrides ?? {})) {
      const place = at('overrides', name) ?? file;
      if (statement.environments?.includes(name) === false && names.includes(name)) {
        problems.push({
          place,
          required: `overrides must be for environments that ${statement.service} runs in`,
          got: quote(name),
          cure: 'Add it to `environments`, or take the override out.',
        });
      } else check(name, place);
    }
    if (
      !statement.environments &&
      !names.some((name) => entryOf(environments, name)?.[statement.cloud])
    ) {
      problems.push({
        place: at('cloud') ?? file,
        required: `an environment on ${statement.cloud} is required`,
        got: 'none',
        cure: `Write \`${statement.cloud}:\` below an environment in estate.yaml.`,
      });
    }
    return problems;
  });
}
