import type { Trust } from '../../../../cli/bootstrap/trust';
import {
  OWN_PROJECT,
  PROJECT,
  SHIPPED,
  TEAM,
  TEAMED,
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
});
