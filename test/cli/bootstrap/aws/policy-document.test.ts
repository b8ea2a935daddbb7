import type { BootstrapPlan } from '../../../../cli/bootstrap/aws/plan';
import {
  POLICIES_PER_ROLE,
  POLICY_LIMIT,
  sizeOf,
  type PolicyDocument,
} from '../../../../cli/bootstrap/aws/policy-document';
import {
  PROD,
  SHIPPED,
  accountOf,
  planOf,
  roleOf,
  statementsOf,
} from '../../../support/bootstrap-plan';

describe('policies', () => {
  const documentsOf = (plan: BootstrapPlan): PolicyDocument[] =>
    plan.accounts.flatMap(({ roles }) =>
      roles.flatMap(({ policies }) => policies.map(({ document }) => document)),
    );
  const boundariesOf = (plan: BootstrapPlan) =>
    plan.accounts.flatMap(({ boundary }) => boundary ?? []);

  test('allow no wildcard action, and everything only where a service knows no resource', () => {
    const allowed = documentsOf(planOf(SHIPPED, 'prod')).flatMap(({ Statement }) =>
      Statement.filter(({ Effect }) => Effect === 'Allow'),
    );
    expect(
      allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*')),
    ).toEqual([]);
    const everywhere = allowed.filter(({ Resource }) => Resource?.includes('*'));
    expect([...new Set(everywhere.map(({ Sid }) => Sid))].sort()).toEqual([
      'EndSubscriptions',
      'FindAccountTrails',
      'FindByListing',
      'FindStoresByListing',
      'MakeLabelledKeys',
      'MakeStoreKeys',
      'MountVaults',
      'ReadDatabases',
      'ReadHosts',
      'ReadNetworks',
      'WriteWhatHasNoName',
    ]);
  });

  test.each([
    [1, SHIPPED.organisation],
    [60, SHIPPED.organisation],
    [80, SHIPPED.organisation],
    [400, SHIPPED.organisation],
    [60, 'a-company-of-thirty-characters'],
  ])('stay within IAM’s limits with %i roles to attach to, of %s', (count, organisation) => {
    const [first, ...others] = SHIPPED.instances.filter(({ stack }) => stack === 'prod-aws-order');
    const service = first?.services[0];
    const access = service?.access[0];
    if (!first || !service || !access || others.length > 0) throw new Error('no prod-aws-order');
    const many = Array.from({ length: count }, (_, i) => ({
      ...access,
      identity: `arn:aws:iam::${PROD}:role/teams/commerce/service-${i}-with-a-long-name-api`,
    }));
    const instances = [{ ...first, services: [{ ...service, access: many }] }];
    const foundations = SHIPPED.foundations.map((each) => ({
      ...each,
      prefix: `${organisation}-${each.environment}`,
    }));
    const plan = planOf({ ...SHIPPED, organisation, foundations, instances }, 'prod');
    expect(
      [...documentsOf(plan), ...boundariesOf(plan).map(({ document }) => document)]
        .map(sizeOf)
        .filter((size) => size > POLICY_LIMIT),
    ).toEqual([]);
    expect(boundariesOf(plan)).toHaveLength(1);
    const { policies } = roleOf(plan, PROD, 'kura-deploy');
    expect(policies.length).toBeLessThanOrEqual(POLICIES_PER_ROLE);
    const attach = statementsOf(plan, PROD, 'kura-deploy').find(
      ({ Sid }) => Sid === 'AttachLoginPolicies',
    );
    const byName = count <= 60;
    expect(attach?.Resource).toHaveLength(byName ? count : 1);
    const notes = accountOf(plan, PROD).notes.filter((note) => note.includes('any role'));
    expect(notes).toHaveLength(byName ? 0 : 1);
  });
});
