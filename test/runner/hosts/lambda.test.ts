import type { DeclaredState } from '../../../model/sql/declared-state';
import { runOnLambda } from '../../../runner/hosts/lambda';
import { localhostCertificates } from '../../support/certificates';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';

const STATE: DeclaredState = {
  ...{ format: 1, stack: 'prod-aws-order', platform: 'rds', engine: 'postgres', version: '17' },
  admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  ...{ databases: [], logins: [] },
};

const environment = (port = 5432): Record<string, string> => ({
  ...{ KURA_HOST: 'localhost', KURA_PORT: String(port) },
  ...{ KURA_REGION: 'ap-northeast-1', KURA_INSTANCE: 'suzumina-prod-order' },
});

const quiet = (): void => undefined;

let server: PostgresServer;
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' });
  const tls = localhostCertificates();
  server = await startPostgres({ major: 17, platform: 'rds', tls });
});
afterAll(() => server.stop());

it('throws what is wrong with the event, since a function that returns has succeeded', async () => {
  await expect(runOnLambda({ ...STATE, format: 2 }, environment(), quiet)).rejects.toThrow(
    'the state.format: must be right',
  );
});

it('throws what is wrong with its variables', async () => {
  await expect(runOnLambda(STATE, {}, quiet)).rejects.toThrow('KURA_HOST must be set');
});

it('throws why a run was refused, and logs its record', async () => {
  const lines: string[] = [];
  await expect(
    runOnLambda(STATE, environment(server.port), (line) => lines.push(line)),
  ).rejects.toThrow(
    /^prod-aws-order: nothing was done\.\nprod-aws-order: the server must prove who it is, got /,
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    ...{ format: 1, stack: 'prod-aws-order', outcome: 'refused', applied: 0 },
  });
});
