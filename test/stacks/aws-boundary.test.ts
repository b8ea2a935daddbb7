import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { boundaryArn } from '../../model/access/boundary';
import { bindRoles } from '../../stacks/aws-boundary';
import { AWS_INSTANCES, AWS_RECOVERED, PROD, PROD_RECOVERED } from '../support/aws-deployment';
import { PAYMENT, SHIPPED, accountOf, boundaryOf, planOf } from '../support/bootstrap-plan';
import { isAllowed } from '../support/iam-evaluator';
import { policyOf, resource, synthAll, synthOf, type Config } from '../support/synth';

/** Each role of an output, with the role that Terraform makes it with and the boundary that it has. */
const rolesIn = (outputs: ReadonlyMap<string, Config>) =>
  [...outputs].flatMap(([stack, { provider, resource: made }]) => {
    const [block] = (provider.aws ?? []) as readonly {
      readonly assume_role: readonly { readonly role_arn: string }[];
      readonly default_tags: readonly { readonly tags: Readonly<Record<string, string>> }[];
    }[];
    return Object.values(made.aws_iam_role ?? {}).map((role) => ({
      ...{ stack, name: role.name, boundary: role.permissions_boundary },
      deployRoleArn: block?.assume_role[0]?.role_arn ?? '',
      environment: block?.default_tags[0]?.tags.environment ?? '',
    }));
  });

const ofTrail = ({ stack }: { readonly stack: string }): boolean =>
  /-audit(-recovery)?$/.test(stack);

describe('roles', () => {
  const made = (foundation: typeof PROD, instances: typeof AWS_INSTANCES) => ({
    ...{ organisation: 'acme', timeZone: 'Asia/Tokyo', foundations: [foundation] },
    instances: instances.filter(({ environment }) => environment === foundation.environment),
  });
  const shipped = synthAll(SHIPPED);
  const roles = [
    shipped,
    ...[made(PROD, AWS_INSTANCES), made(PROD_RECOVERED, AWS_RECOVERED)].map((each) =>
      synthAll(each),
    ),
  ].flatMap(rolesIn);

  test('of every stack of an environment have the boundary of who makes them, each in its account', () => {
    const own = roles.filter((role) => !ofTrail(role));
    expect(own.length).toBeGreaterThan(40);
    expect(own.some(({ deployRoleArn }) => deployRoleArn.includes(PAYMENT))).toBe(true);
    const other = own.filter(
      ({ boundary, deployRoleArn, environment }) =>
        boundary !== boundaryArn(deployRoleArn, environment),
    );
    expect(other).toEqual([]);
  });

  test('have the one that bootstrap makes', () => {
    const plan = planOf(SHIPPED, 'prod');
    const boundaries = roles
      .filter((role) => role.stack === 'prod-aws-payment' && !ofTrail(role))
      .map(({ boundary }) => boundary);
    expect([...new Set(boundaries)]).toEqual([accountOf(plan, PAYMENT).boundary?.arn]);
  });

  test('may do within it all that their own policies say', () => {
    const plan = planOf(SHIPPED, 'prod');
    const asked = [...shipped].flatMap(([stack, { provider, resource: written }]) => {
      const [block] = provider.aws ?? [];
      const [account = ''] = (block?.allowed_account_ids ?? []) as readonly string[];
      if (!stack.startsWith('prod-aws-') || ofTrail({ stack })) return [];
      return Object.values(written.aws_iam_role_policy ?? {}).flatMap((policy) =>
        policyOf(policy).Statement.flatMap(({ Action, Resource }) =>
          [Action].flat().flatMap((action) =>
            [Resource].flat().map((arn) => ({
              boundary: boundaryOf(plan, account),
              request: { action: String(action), arn: String(arn) },
            })),
          ),
        ),
      );
    });
    expect(new Set(asked.map(({ request }) => request.action)).size).toBeGreaterThan(15);
    const refused = asked.filter(({ boundary, request }) => !isAllowed(boundary, request));
    expect(refused.map(({ request }) => request)).toEqual([]);
  });

  test('of the trail have none: the environment’s deploy role could not write them', () => {
    const trail = roles.filter(ofTrail);
    expect(trail.length).toBeGreaterThan(3);
    expect(trail.filter(({ boundary }) => boundary !== undefined)).toEqual([]);
  });
});

test('a role has it, however it was written, and whatever it says', () => {
  const deploy = 'arn:aws:iam::333333333333:role/kura-deploy';
  const config = synthOf((stack) => {
    bindRoles(stack, deploy, 'prod');
    const assumeRolePolicy = '{}';
    new IamRole(stack, 'plain', { assumeRolePolicy });
    new IamRole(stack, 'own', {
      assumeRolePolicy,
      permissionsBoundary: 'arn:aws:iam::aws:policy/x',
    });
    const overridden = new IamRole(stack, 'overridden', { assumeRolePolicy });
    overridden.addOverride('permissions_boundary', 'arn:aws:iam::aws:policy/x');
    stack.addOverride('resource.aws_iam_role.raw', { assume_role_policy: assumeRolePolicy });
  });
  for (const name of ['plain', 'own', 'overridden', 'raw']) {
    expect(resource(config, 'aws_iam_role', name)).toMatchObject({
      permissions_boundary: boundaryArn(deploy, 'prod'),
    });
  }
});
