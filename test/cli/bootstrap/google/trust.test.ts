import type { Trust } from '../../../../cli/bootstrap/trust';
import {
  AUDITORS,
  OWN_PROJECT,
  PROJECT,
  SHIPPED,
  TEAM,
  TEAMED,
  TRAIL_PROJECT,
  deploymentIn,
  googlePlanOf,
  googleProblemsOf,
  isolatingWeb,
  projectOf,
} from '../../../support/bootstrap-plan';

const CREATOR = 'roles/iam.serviceAccountTokenCreator';
const at = (as: string, project: string): string =>
  `serviceAccount:kura-${as}@${project}.iam.gserviceaccount.com`;

describe('trust', () => {
  const isolated = deploymentIn(isolatingWeb());
  const bindingsOf = (trust: Trust, project: string, as: string) =>
    projectOf(googlePlanOf(isolated, 'prod', trust), project).accounts.find(
      ({ name }) => name === `kura-${as}`,
    )?.bindings;

  test.each(['deploy', 'plan'])(
    'lets the named members act as the %s account, not itself',
    (as) => {
      expect(bindingsOf(TEAMED, PROJECT, as)).toEqual([{ role: CREATOR, members: [TEAM] }]);
      expect(bindingsOf(TEAMED, OWN_PROJECT, as)).toEqual([
        { role: CREATOR, members: [TEAM, at(as, PROJECT)] },
      ]);
    },
  );

  test('lets an account act as itself for a workflow, which already is it when the provider takes it', () => {
    const both = { principals: [TEAM], github: 'suzumina/databases' };
    expect(bindingsOf(both, PROJECT, 'deploy')?.[0]).toEqual({
      role: CREATOR,
      members: [TEAM, at('deploy', PROJECT)],
    });
  });

  test('lets workflows in by subject: an environment to deploy, a pull request to plan', () => {
    const github = { principals: [], github: 'suzumina/databases' };
    const subject = (end: string) => ({
      role: 'roles/iam.workloadIdentityUser',
      members: [
        `principal://iam.googleapis.com/projects/{{number}}/locations/global/workloadIdentityPools/kura-prod/subject/repo:suzumina/databases:${end}`,
      ],
    });
    expect(bindingsOf(github, PROJECT, 'deploy')).toEqual([
      { role: CREATOR, members: [at('deploy', PROJECT)] },
      subject('environment:prod'),
    ]);
    expect(bindingsOf(github, PROJECT, 'plan')).toEqual([
      { role: CREATOR, members: [at('plan', PROJECT)] },
      subject('pull_request'),
    ]);
    expect(projectOf(googlePlanOf(isolated, 'prod', github), PROJECT).github).toEqual({
      pool: 'kura-prod',
      provider: 'github',
      issuer: 'https://token.actions.githubusercontent.com',
      condition: "assertion.repository == 'suzumina/databases'",
    });
  });

  test('lets the environment’s account go on to the isolated project, and no workflow go there directly', () => {
    const github = { principals: [], github: 'suzumina/databases' };
    expect(bindingsOf(github, OWN_PROJECT, 'deploy')).toEqual([
      { role: CREATOR, members: [at('deploy', PROJECT)] },
    ]);
    expect(projectOf(googlePlanOf(isolated, 'prod', github), OWN_PROJECT).github).toBeNull();
  });

  const POOL = 'iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci';
  test.each([
    'user:ana@suzumina.example',
    'group:platform@suzumina.example',
    'serviceAccount:ci@suzumina-ci.iam.gserviceaccount.com',
    `principal://${POOL}/subject/main`,
    `principalSet://${POOL}/attribute.team/platform`,
    'principalSet://iam.googleapis.com/locations/global/workforcePools/staff/group/dba',
  ])('takes %s', (member) => {
    expect(googleProblemsOf(SHIPPED, 'prod', { principals: [member] })).toEqual([]);
  });

  test.each([
    'allUsers',
    'allAuthenticatedUsers',
    'domain:suzumina.example',
    'ana@suzumina.example',
    'user:*',
    `principalSet://${POOL}/*`,
    `principalSet://${POOL}/attribute.team/*`,
    'projectEditor:suzumina-prod',
    'user:a@b.example\n',
  ])('refuses %j', (member) => {
    const shown = member.replace('\n', '�');
    const said = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
    expect(googleProblemsOf(SHIPPED, 'prod', { principals: [member] })).toEqual([
      `--trust: one IAM member is required, got "${said}". Write it as group:platform@example.com, user:…, serviceAccount:… or principalSet://…; a whole domain, pool or everyone is refused.`,
    ]);
  });

  test('refuses an ARN', () => {
    const principals = ['arn:aws:iam::333333333333:role/ci'];
    expect(googleProblemsOf(SHIPPED, 'prod', { principals })).toEqual([
      '--trust: one IAM member is required, got "arn:aws:iam::333333333333:role/ci". That is of AWS: leave --google out, or write group:platform@example.com.',
    ]);
  });

  test.each(['suzumina', "a/b' || true", 'org/..'])('refuses the repository %s', (github) => {
    expect(googleProblemsOf(SHIPPED, 'prod', { principals: [], github })).toEqual([
      `--github: a repository is required, got "${github}". Write it as suzumina/databases.`,
    ]);
  });

  test('refuses a repository whose subject is too long', () => {
    const github = `suzumina/${'d'.repeat(100)}`;
    expect(googleProblemsOf(SHIPPED, 'prod', { principals: [], github })).toEqual([
      `--github: the subject of its tokens must have 127 characters at most, got "repo:suzumina/${'d'.repeat(46)}…". Shorten the repository or the environment.`,
    ]);
  });

  describe('with the trail', () => {
    const trailOf = (github: string | undefined, project: string, as: string) => {
      const code = github === undefined ? {} : { github };
      const trust = { principals: [TEAM], ...code };
      const plan = googlePlanOf(isolated, 'prod', trust, { principals: [AUDITORS], ...code });
      return projectOf(plan, project).accounts.find(({ name }) => name === as)?.bindings;
    };
    const hands = (as: string, project: string): string =>
      `serviceAccount:${as}@${project}.iam.gserviceaccount.com`;

    test.each(['kura-audit-prod', 'kura-audit-prod-plan'])(
      'lets others act as %s where the store is, and that one go on to its like',
      (as) => {
        expect(trailOf(undefined, TRAIL_PROJECT, as)).toEqual([
          { role: CREATOR, members: [AUDITORS] },
        ]);
        for (const project of [PROJECT, OWN_PROJECT]) {
          expect(trailOf(undefined, project, as)).toEqual([
            { role: CREATOR, members: [AUDITORS, hands(as, TRAIL_PROJECT)] },
          ]);
        }
      },
    );

    test('lets workflows in by an environment of their own, and a pool where the store is', () => {
      const pool =
        'principal://iam.googleapis.com/projects/{{number}}/locations/global/workloadIdentityPools/kura-audit-prod';
      const repository = 'suzumina/databases';
      expect(trailOf(repository, TRAIL_PROJECT, 'kura-audit-prod')).toEqual([
        { role: CREATOR, members: [AUDITORS, hands('kura-audit-prod', TRAIL_PROJECT)] },
        {
          role: 'roles/iam.workloadIdentityUser',
          members: [`${pool}/subject/repo:${repository}:environment:prod-audit`],
        },
      ]);
      expect(trailOf(repository, TRAIL_PROJECT, 'kura-audit-prod-plan')?.[1]?.members).toEqual([
        `${pool}/subject/repo:${repository}:pull_request`,
      ]);
      expect(trailOf(repository, PROJECT, 'kura-audit-prod')).toHaveLength(1);
    });

    test('refuses who deploys', () => {
      expect(googleProblemsOf(SHIPPED, 'prod', TEAMED, undefined, TEAMED)).toEqual([
        `--audit-trust: somebody whom --trust does not name is required, got "${TEAM}". Name another: who changes databases must not change what is recorded of it.`,
      ]);
    });

    test('refuses whom the deploy account could run a job as', () => {
      const principals = [at('ci', PROJECT).replace('kura-', '')];
      expect(googleProblemsOf(SHIPPED, 'prod', TEAMED, undefined, { principals })).toEqual([
        '--audit-trust: who keeps the trail must be no service account of a project that is deployed to, got "serviceAccount:ci@suzumina-prod.iam.gserviceaccount.com". Name one of another project, or a group: the deploy account may run a job as that one.',
      ]);
      const itself = { principals: [hands('kura-audit-prod', PROJECT)] };
      expect(googleProblemsOf(SHIPPED, 'prod', TEAMED, undefined, itself)).toEqual([]);
      const elsewhere = { principals: [hands('ci', 'suzumina-ci')] };
      expect(googleProblemsOf(SHIPPED, 'prod', TEAMED, undefined, elsewhere)).toEqual([]);
    });
  });
});
