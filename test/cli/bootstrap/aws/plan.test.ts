import { planBootstrap } from '../../../../cli/bootstrap/aws/plan';
import { scriptOf } from '../../../../cli/bootstrap/aws/script';
import { foundationsOn } from '../../../../cli/bootstrap/environment';
import type { StateStorePlan } from '../../../../cli/bootstrap/aws/state-store';
import type { Deployment } from '../../../../model/deployment/deployment';
import {
  AUDIT,
  CI,
  NAMED,
  PAYMENT,
  PROD,
  RECOVERY_STATE_KEY,
  SHIPPED,
  STATE_KEY,
  TRAIL_RECOVERY_STATE_KEY,
  TRAIL_STATE_KEY,
  accountOf,
  changedEstate,
  copyOfEstate,
  deploymentIn,
  keepingItself,
  planOf,
  problemsOf,
  statingState,
} from '../../../support/bootstrap-plan';

describe('the plan', () => {
  test('keeps state in both regions of the environment’s account, the trail’s where that is kept, and none in an isolated one', () => {
    const { accounts } = planOf(SHIPPED, 'prod');
    expect(accounts.map(({ account, what }) => [account, what])).toEqual([
      [PROD, 'prod'],
      [PAYMENT, 'prod, isolated: payment'],
      [AUDIT, 'audit trail of prod'],
    ]);
    const said = (stores: readonly StateStorePlan[]) =>
      stores.map(({ region, bucket, alias }) => [region, bucket, alias]);
    expect(accounts.map(({ stateStores }) => said(stateStores))).toEqual([
      [
        ['ap-northeast-1', 'suzumina-kura-state-prod-ap-northeast-1', 'alias/kura-state-prod'],
        ['ap-northeast-3', 'suzumina-kura-state-prod-ap-northeast-3', 'alias/kura-state-prod'],
      ],
      [],
      [],
    ]);
    const [name, alias] = ['suzumina-kura-audit-state-prod', 'alias/kura-audit-state-prod'];
    expect(accounts.map(({ trailStateStores }) => said(trailStateStores))).toEqual([
      [],
      [],
      [
        ['ap-northeast-1', `${name}-ap-northeast-1`, alias],
        ['ap-northeast-3', `${name}-ap-northeast-3`, alias],
      ],
    ]);
  });

  test('has roles of the trail’s own in each account that it records, and in the one that keeps it', () => {
    const own = deploymentIn(keepingItself());
    const named = (deployment: Deployment) =>
      planOf(deployment, 'prod').accounts.map(({ account, what, roles }) => [
        account,
        what,
        roles.map(({ name }) => name).join(' '),
      ]);
    const [both, trail] = ['kura-deploy kura-plan', 'kura-audit-prod kura-audit-prod-plan'];
    expect(named(SHIPPED)).toEqual([
      [PROD, 'prod', `${both} ${trail}`],
      [PAYMENT, 'prod, isolated: payment', `${both} ${trail}`],
      [AUDIT, 'audit trail of prod', trail],
    ]);
    expect(named(own)).toEqual([
      [PROD, 'prod, audit trail of prod', `${both} ${trail}`],
      [PAYMENT, 'prod, isolated: payment', `${both} ${trail}`],
    ]);
  });

  test('bounds the roles that Terraform makes in each account of the environment, and none of the trail’s', () => {
    const { accounts } = planOf(SHIPPED, 'prod');
    expect(accounts.map(({ boundary }) => boundary?.arn)).toEqual([
      `arn:aws:iam::${PROD}:policy/kura-bootstrap/kura-deploy-prod-boundary`,
      `arn:aws:iam::${PAYMENT}:policy/kura-bootstrap/kura-deploy-prod-boundary`,
      undefined,
    ]);
    const names = accounts.map(({ roles }) =>
      roles.flatMap(({ policies }) => policies.map(({ name }) => name)),
    );
    expect(names.flat()).not.toContain('kura-deploy-prod-boundary');
  });

  test('makes no role where a trail records the accounts already', () => {
    const arn = 'arn:aws:cloudtrail:ap-northeast-1:999999999999:trail/organisation';
    const folder = changedEstate(
      `audit: { account: '${AUDIT}' }`,
      `audit: { account: '${AUDIT}', trail: '${arn}' }`,
    );
    const { accounts } = planOf(deploymentIn(folder), 'prod');
    expect(accounts.map(({ roles }) => roles.map(({ name }) => name))).toEqual([
      ['kura-deploy', 'kura-plan'],
      ['kura-deploy', 'kura-plan'],
      ['kura-audit-prod', 'kura-audit-prod-plan'],
    ]);
  });

  test('asks for nobody whom its one account does not need', () => {
    const nobody = { principals: [] };
    const open = (account: string) => {
      const plan = planBootstrap(SHIPPED, {
        ...{ environment: 'prod', trust: nobody, auditTrust: nobody, account },
      });
      return plan.ok && [plan.value.trusted, plan.value.auditTrusted];
    };
    expect([PROD, PAYMENT, AUDIT].map(open)).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
  });

  test('says what the trail’s own account would be for, where it has none', () => {
    const of = (deployment: Deployment, account: string) =>
      accountOf(planOf(deployment, 'prod'), account).notes.filter((note) =>
        note.includes('the environment’s own account'),
      ).length;
    expect([of(SHIPPED, AUDIT), of(deploymentIn(keepingItself()), PROD)]).toEqual([0, 1]);
  });

  test('takes the buckets and the keys that the estate states', () => {
    const [primary, recovery] = accountOf(
      planOf(deploymentIn(statingState()), 'prod'),
      PROD,
    ).stateStores;
    expect(primary).toMatchObject({ bucket: 'suzumina-state', statedKey: STATE_KEY });
    expect(recovery).toMatchObject({
      region: 'ap-northeast-3',
      bucket: 'suzumina-state-away',
      statedKey: RECOVERY_STATE_KEY,
    });
    const own = accountOf(planOf(SHIPPED, 'prod'), PROD).stateStores;
    expect(own.map(({ statedKey }) => statedKey)).toEqual([undefined, undefined]);
    const trail = accountOf(planOf(deploymentIn(statingState()), 'prod'), AUDIT).trailStateStores;
    expect(trail.map(({ bucket, statedKey }) => [bucket, statedKey])).toEqual([
      ['suzumina-trail-state', TRAIL_STATE_KEY],
      ['suzumina-trail-state-away', TRAIL_RECOVERY_STATE_KEY],
    ]);
  });

  test('takes them from an isolated instance, where nothing else is in the recovery region', () => {
    const stated = deploymentIn(statingState());
    const foundations = stated.foundations.map((each) =>
      each.cloud === 'aws' ? { ...each, recovery: undefined } : each,
    ) as typeof stated.foundations;
    const instances = stated.instances.filter(
      ({ id, cloud }) => cloud !== 'aws' || id === 'payment',
    );
    const [, recovery] = accountOf(
      planOf({ ...stated, foundations, instances }, 'prod'),
      PROD,
    ).stateStores;
    expect(recovery).toMatchObject({ bucket: 'suzumina-state-away' });
  });

  test('names the plan role after the deploy role, with its path', () => {
    const folder = changedEstate(
      "account: '333333333333'\n",
      "account: '333333333333'\n      deployRole: teams/db-deploy\n",
    );
    const plan = planOf(deploymentIn(folder), 'prod');
    expect(
      accountOf(plan, PAYMENT).roles.map(({ name, path: at, arn }) => [name, at, arn]),
    ).toEqual([
      ['db-deploy', '/teams/', `arn:aws:iam::${PAYMENT}:role/teams/db-deploy`],
      ['db-plan', '/teams/', `arn:aws:iam::${PAYMENT}:role/teams/db-plan`],
      ...['kura-audit-prod', 'kura-audit-prod-plan'].map((name) => [
        ...[name, '/', `arn:aws:iam::${PAYMENT}:role/${name}`],
      ]),
    ]);
  });

  test('is the same for the same estate', () => {
    expect(scriptOf(planOf(deploymentIn(copyOfEstate()), 'prod'))).toBe(
      scriptOf(planOf(SHIPPED, 'prod')),
    );
  });
});

describe('what is refused', () => {
  test.each([
    [
      ['*'],
      '--trust: the ARN of one IAM role or user is required, got "*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:iam::333333333333:root'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:iam::333333333333:root". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:iam::333333333333:role/*'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:iam::333333333333:role/*". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
    [
      ['arn:aws:sts::333333333333:assumed-role/ci/me'],
      '--trust: the ARN of one IAM role or user is required, got "arn:aws:sts::333333333333:assumed-role/ci/me". Name the role itself: arn:aws:iam::ACCOUNT:role/NAME.',
    ],
    [
      ['ci'],
      '--trust: the ARN of one IAM role or user is required, got "ci". Write it as arn:aws:iam::123456789012:role/ci; a whole account or everyone is refused.',
    ],
  ])('trust in %j', (principals, message) => {
    expect(problemsOf(SHIPPED, 'prod', { principals })).toEqual([message]);
  });

  test.each(['suzumina', '*/*', 'a/b:ref:refs/heads/x', 'org/..'])(
    'the repository %s',
    (github) => {
      expect(problemsOf(SHIPPED, 'prod', { principals: [], github })).toEqual([
        `--github: a repository is required, got "${github}". Write it as suzumina/databases.`,
      ]);
    },
  );

  test('more principals than a trust policy holds', () => {
    const principals = Array.from(
      { length: 40 },
      (_, i) => `${CI}-of-a-team-with-a-long-name-${i}`,
    );
    expect(problemsOf(SHIPPED, 'prod', { principals })[0]).toMatch(
      /^--trust: the trust of kura-deploy in 333333333333 must have 2048 characters at most, got \d+\. Name fewer principals\.$/,
    );
  });

  test('an environment that is not there', () => {
    expect(problemsOf(SHIPPED, 'pord')).toEqual([
      'environment: an environment on AWS is required (dev, prod or staging), got "pord". Did you mean "prod"?',
    ]);
  });

  test('an account that is not the environment’s', () => {
    expect(problemsOf(SHIPPED, 'prod', NAMED, '111111111111')).toEqual([
      '--account: an account of environment prod is required, got "111111111111". Name one of 333333333333, 444444444444, 555555555555, or leave --account out.',
    ]);
  });

  test('two environments that share an account and a role', () => {
    const shared = deploymentIn(
      changedEstate("account: '222222222222'", "account: '111111111111'"),
    );
    expect(problemsOf(shared, 'dev')).toEqual([
      'estate.yaml: environments in one account must have deploy roles of their own, got "arn:aws:iam::111111111111:role/kura-deploy" for dev and staging. Write `deployRole: kura-dev-deploy` below one’s `aws:`.',
    ]);
    expect(problemsOf(shared, 'prod')).toEqual([]);
  });

  test('two environments that share an account and a role for their trails', () => {
    const prod = foundationsOn(SHIPPED, 'aws').find(({ environment }) => environment === 'prod');
    if (!prod) throw new Error('no prod');
    const foundations = SHIPPED.foundations.map((each) =>
      each.cloud === 'aws' && each.environment === 'staging'
        ? { ...each, audit: prod.audit }
        : each,
    );
    expect(problemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      `estate.yaml: environments must have roles of their own for their trails in one account, got "arn:aws:iam::${AUDIT}:role/kura-audit-prod" for prod and staging. Write \`audit: { deployRole: kura-audit-prod }\` below one’s \`aws:\`.`,
    ]);
  });

  test('an environment whose deploy role makes the trail of another', () => {
    const foundations = SHIPPED.foundations.map((each) =>
      each.cloud === 'aws' && each.environment === 'staging'
        ? {
            ...each,
            target: { ...each.target, deployRoleArn: `arn:aws:iam::${AUDIT}:role/kura-audit-prod` },
          }
        : each,
    );
    const message = /^estate.yaml: environments must have roles of their own for their trails/;
    expect(problemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      expect.stringMatching(message),
    ]);
    expect(problemsOf({ ...SHIPPED, foundations }, 'staging')).toContainEqual(
      expect.stringMatching(message),
    );
  });

  test('who keeps the trail, where the environment’s roles are it or make it', () => {
    for (const name of ['kura-deploy', 'kura-plan', 'suzumina-prod-order-runner']) {
      const principals = [`arn:aws:iam::${PAYMENT}:role/${name}`];
      expect(problemsOf(SHIPPED, 'prod', NAMED, undefined, { principals })).toEqual([
        `--audit-trust: somebody who is no role of the environment’s is required, got "${principals[0]}". Name another: who changes databases must not change what is recorded of it.`,
      ]);
    }
    expect(problemsOf(SHIPPED, 'prod', NAMED, undefined, NAMED)).toEqual([
      `--audit-trust: somebody whom --trust does not name is required, got "${CI}". Name another: who changes databases must not change what is recorded of it.`,
    ]);
  });

  test('a trail whose role is the plan role', () => {
    const folder = changedEstate(
      `audit: { account: '${AUDIT}' }`,
      `audit: { account: '${AUDIT}', deployRole: kura-plan }`,
    );
    expect(problemsOf(deploymentIn(folder), 'prod')).toEqual([
      'estate.yaml: the roles of the audit trail of prod must be no roles of the environment’s, neither to deploy nor to plan, got "kura-plan". Write `audit: { deployRole: kura-audit-prod }`, or leave it out.',
    ]);
  });

  test('two environments that share a bucket in the recovery region', () => {
    const state = { kind: 's3', bucket: 'away', region: 'ap-northeast-3', kmsKey: 'k' } as const;
    const foundations = SHIPPED.foundations.map((each) =>
      each.cloud === 'aws' && each.recovery
        ? { ...each, recovery: { ...each.recovery, state } }
        : each,
    );
    expect(problemsOf({ ...SHIPPED, foundations }, 'prod')).toEqual([
      'estate.yaml: environments must have state buckets of their own, got "away" for prod and staging. Write another `bucket` for one of them.',
    ]);
  });

  test('a role name that IAM does not take', () => {
    const folder = changedEstate(
      "account: '333333333333'\n",
      `account: '333333333333'\n      deployRole: ${'d'.repeat(60)}\n`,
    );
    expect(problemsOf(deploymentIn(folder), 'prod')).toEqual([
      'estate.yaml: deployRole of prod must be a name of 59 characters at most, after a path where it has one, got "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd". Write it as kura-deploy or teams/kura-deploy.',
    ]);
    const audit = changedEstate(
      `audit: { account: '${AUDIT}' }`,
      `audit: { account: '${AUDIT}', deployRole: ${'d'.repeat(60)} }`,
    );
    expect(problemsOf(deploymentIn(audit), 'prod')).toEqual([
      'estate.yaml: audit.deployRole of prod must be a name of 59 characters at most, after a path where it has one, got "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd". Write it as kura-audit or teams/kura-audit.',
    ]);
  });

  test('a bucket name over S3’s limit', () => {
    const organisation = 'a-company-with-a-name-of-many-words';
    expect(problemsOf({ ...SHIPPED, organisation }, 'prod')[0]).toBe(
      'estate.yaml: the state bucket of prod in ap-northeast-1 must have 63 characters at most, got "a-company-with-a-name-of-many-words-kura-state-prod-ap-north…". Shorten the organisation or the environment.',
    );
  });
});
