import type { Deployment, Foundation, Instance } from '../../model/deployment/deployment';
import { quote, type Problem } from '../../model/problem';
import type { Cloud } from './environment';

/** Who deploys on a cloud, and what to say where two environments have the same. */
export interface Deployer {
  readonly cloud: Cloud;
  readonly required: string;
  readonly cure: string;
  /** The same of who keeps the trail. */
  readonly trail: { readonly required: string; readonly cure: string };
}

/** Two environments with one deployer or one bucket would undo each other’s bootstrap. */
export function sharedEnvironments(
  { foundations, instances }: Deployment,
  environment: string,
  { cloud, required, cure, trail }: Deployer,
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
      // Who deploys the one must not keep the trail of the other, either.
      ...problem(
        [...of(other, keepersOf)].find((value) => of(environment, handsOf).has(value)) ??
          [...of(environment, keepersOf)].find((value) => of(other, deployerOf).has(value)),
        trail,
      ),
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

/** What makes the trail, where it is kept and where it comes from. */
function keepersOf(each: Foundation | Instance): readonly string[] {
  if (!('prefix' in each)) return [];
  return each.cloud === 'aws'
    ? [each.audit.primary.target, ...each.audit.sources].map((target) => target.deployRoleArn)
    : [each.audit.primary.target, ...each.audit.sources].map(
        (target) => target.deployServiceAccount,
      );
}

const handsOf = (each: Foundation | Instance): readonly string[] => [
  ...deployerOf(each),
  ...keepersOf(each),
];

/** Of both regions, and of the trail’s own stacks. */
function bucketsOf(each: Foundation | Instance): readonly string[] {
  const states =
    'prefix' in each
      ? [each.state, each.recovery?.state, each.audit.primary.state, each.audit.recovery?.state]
      : [each.state, each.recoveryHome?.state];
  return states.flatMap((state) =>
    state === undefined || state.kind === 'local' ? [] : [state.bucket],
  );
}
