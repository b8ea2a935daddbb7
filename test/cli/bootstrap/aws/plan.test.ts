import { scriptOf } from '../../../../cli/bootstrap/aws/script';
import {
  CI,
  NAMED,
  PAYMENT,
  PROD,
  RECOVERY_STATE_KEY,
  SHIPPED,
  STATE_KEY,
  accountOf,
  changedEstate,
  copyOfEstate,
  deploymentIn,
  planOf,
  problemsOf,
  statingState,
} from '../../../support/bootstrap-plan';

describe('the plan', () => {
  test('keeps state in both regions of the environment’s account, and none in an isolated one', () => {
    const { accounts } = planOf(SHIPPED, 'prod');
    expect(accounts.map(({ account, what }) => [account, what])).toEqual([
      [PROD, 'prod'],
      [PAYMENT, 'prod, isolated: payment'],
    ]);
    expect(
      accounts.map(({ stateStores }) =>
        stateStores.map(({ region, bucket, alias }) => [region, bucket, alias]),
      ),
    ).toEqual([
      [
        ['ap-northeast-1', 'suzumina-kura-state-prod-ap-northeast-1', 'alias/kura-state-prod'],
        ['ap-northeast-3', 'suzumina-kura-state-prod-ap-northeast-3', 'alias/kura-state-prod'],
      ],
      [],
    ]);
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
      '--account: an account of environment prod is required, got "111111111111". Name one of 333333333333, 444444444444, or leave --account out.',
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
  });

  test('a bucket name over S3’s limit', () => {
    const organisation = 'a-company-with-a-name-of-many-words';
    expect(problemsOf({ ...SHIPPED, organisation }, 'prod')[0]).toBe(
      'estate.yaml: the state bucket of prod in ap-northeast-1 must have 63 characters at most, got "a-company-with-a-name-of-many-words-kura-state-prod-ap-north…". Shorten the organisation or the environment.',
    );
  });
});
