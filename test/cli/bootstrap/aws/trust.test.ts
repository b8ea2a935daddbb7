import type { Statement } from '../../../../cli/bootstrap/aws/policy-document';
import type { Trust } from '../../../../cli/bootstrap/trust';
import {
  AUDIT,
  AUDITOR,
  CI,
  KEEPING,
  NAMED,
  PAYMENT,
  PROD,
  SHIPPED,
  planOf,
  roleOf,
} from '../../../support/bootstrap-plan';

describe('trust', () => {
  const trustOf = (trust: Trust, account: string, role: string): readonly Statement[] =>
    roleOf(planOf(SHIPPED, 'prod', trust), account, role).trust.Statement;

  test('admits the named principals and the role itself, which the provider takes again', () => {
    expect(trustOf(NAMED, PROD, 'kura-deploy')).toEqual([
      { Sid: 'TakenByName', Effect: 'Allow', Principal: { AWS: [CI] }, Action: ['sts:AssumeRole'] },
      {
        Sid: 'TakenByItsLike',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${PROD}:root`] },
        Action: ['sts:AssumeRole'],
        Condition: { ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${PROD}:role/kura-deploy`] } },
      },
    ]);
  });

  test('admits workflows by audience and subject: an environment to deploy, a pull request to plan', () => {
    const trust = { principals: [], github: 'suzumina/databases' };
    const subjects = ['kura-deploy', 'kura-plan'].map((role) => {
      const [workflows, ...rest] = trustOf(trust, PROD, role);
      expect(workflows?.Action).toEqual(['sts:AssumeRoleWithWebIdentity']);
      expect(workflows?.Principal).toEqual({
        Federated: [`arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com`],
      });
      expect(rest.map(({ Sid }) => Sid)).toEqual(['TakenByItsLike']);
      return workflows?.Condition;
    });
    const with_ = (sub: string) => ({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:suzumina/databases:${sub}`,
      },
    });
    expect(subjects).toEqual([with_('environment:prod'), with_('pull_request')]);
  });

  test('lets the environment’s role go on to the isolated account, and no workflow go there directly', () => {
    const statements = trustOf(
      { principals: [], github: 'suzumina/databases' },
      PAYMENT,
      'kura-deploy',
    );
    expect(statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      [
        'TakenByItsLike',
        {
          ArnEquals: {
            'aws:PrincipalArn': [
              `arn:aws:iam::${PAYMENT}:role/kura-deploy`,
              `arn:aws:iam::${PROD}:role/kura-deploy`,
            ],
          },
        },
      ],
    ]);
  });

  describe('of the trail', () => {
    const auditTrustOf = (account: string, role: string, github?: string): readonly Statement[] => {
      const trusts = [NAMED, KEEPING].map((trust) => ({
        ...trust,
        ...(github === undefined ? {} : { github }),
      }));
      return roleOf(planOf(SHIPPED, 'prod', ...trusts), account, role).trust.Statement;
    };
    const itself = (account: string, role: string) => ({
      ArnEquals: {
        'aws:PrincipalArn': [...new Set([account, AUDIT])].map(
          (id) => `arn:aws:iam::${id}:role/${role}`,
        ),
      },
    });

    test.each(['kura-audit-prod', 'kura-audit-prod-plan'])(
      'admits other hands to %s where it is kept, and nobody but their like where it is recorded',
      (role) => {
        const said = [AUDIT, PROD, PAYMENT].map((account) =>
          auditTrustOf(account, role).map(({ Principal, Condition }) => [Principal, Condition]),
        );
        expect(said).toEqual([
          [
            [{ AWS: [AUDITOR] }, undefined],
            [{ AWS: [`arn:aws:iam::${AUDIT}:root`] }, itself(AUDIT, role)],
          ],
          ...[PROD, PAYMENT].map((account) => [
            [
              { AWS: [account, AUDIT].map((id) => `arn:aws:iam::${id}:root`) },
              itself(account, role),
            ],
          ]),
        ]);
      },
    );

    test('admits workflows of an environment of its own', () => {
      const subjects = ['kura-audit-prod', 'kura-audit-prod-plan'].map((role) =>
        auditTrustOf(AUDIT, role, 'suzumina/databases').flatMap(
          ({ Condition }) =>
            Condition?.StringEquals?.['token.actions.githubusercontent.com:sub'] ?? [],
        ),
      );
      expect(subjects).toEqual([
        ['repo:suzumina/databases:environment:prod-audit'],
        ['repo:suzumina/databases:pull_request'],
      ]);
      const inProd = auditTrustOf(PROD, 'kura-audit-prod', 'suzumina/databases');
      expect(inProd.map(({ Sid }) => Sid)).toEqual(['TakenByItsLike']);
    });
  });
});
