import type { Deployment, Foundation, Instance } from '../../model/deployment/deployment';
import { quote, type Problem } from '../../model/problem';
import type { Cloud } from './environment';

/** Who deploys on a cloud, and what to say where two environments have the same. */
export interface Deployer {
  readonly cloud: Cloud;
  readonly required: string;
  readonly cure: string;
}

/** Two environments with one deployer or one bucket would undo each other’s bootstrap. */
export function sharedEnvironments(
  { foundations, instances }: Deployment,
  environment: string,
  { cloud, required, cure }: Deployer,
): Problem[] {
  const of = (name: string, values: (each: Foundation | Instance) => readonly string[]) =>
    new Set(
      [...foundations, ...instances].flatMap((each) =>
        each.cloud === cloud && each.environment === name ? values(each) : [],
      ),
    );
  const others = foundations.filter((each) => each.cloud === cloud).map((each) => each.environment);
  return others.flatMap((other) => {
    if (other === environment) return [];
    const shared = (values: (each: Foundation | Instance) => readonly string[]) =>
      [...of(other, values)].find((value) => of(environment, values).has(value));
    const problem = (value: string | undefined, words: { required: string; cure: string }) =>
      value === undefined
        ? []
        : [
            {
              place: 'estate.yaml',
              got: `${quote(value)} for ${environment} and ${other}`,
              ...words,
            },
          ];
    return [
      ...problem(shared(deployerOf), { required, cure }),
      ...problem(shared(bucketsOf), {
        required: 'environments must have state buckets of their own',
        cure: 'Write another `bucket` for one of them.',
      }),
    ];
  });
}

function deployerOf(each: Foundation | Instance): readonly string[] {
  return [each.cloud === 'aws' ? each.target.deployRoleArn : each.target.deployServiceAccount];
}

/** Of both regions. */
function bucketsOf(each: Foundation | Instance): readonly string[] {
  const there = 'prefix' in each ? each.recovery : each.recoveryHome;
  return [each.state, there?.state].flatMap((state) =>
    state === undefined || state.kind === 'local' ? [] : [state.bucket],
  );
}
