import type { DeclaredState } from '../../../model/sql/declared-state';
import { runOnLambda } from '../../../runner/hosts/lambda';
import { localhostCertificates } from '../../support/certificates';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { awsOrder, googleOrder } from '../drill/orders';

const STATE: DeclaredState = {
  ...{ format: 1, stack: 'prod-aws-order', platform: 'rds', engine: 'postgres', version: '17' },
  admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
  ...{ databases: [], logins: [] },
};

const environment = (port = 5432): Record<string, string> => ({
  ...{ KURA_HOST: 'localhost', KURA_PORT: String(port), KURA_STACK: 'prod-aws-order' },
  ...{ KURA_REGION: 'ap-northeast-1', KURA_INSTANCE: 'suzumina-prod-order' },
});

const MINUTE = 60_000;

/** A run of which Lambda says that it has so much time left, with the lines of its log. */
function invoke(
  event: unknown,
  variables = environment(),
  left = 15 * MINUTE,
): { readonly ended: ReturnType<typeof runOnLambda>; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const invocation = { getRemainingTimeInMillis: () => left };
  return { ended: runOnLambda(event, { environment: variables, log, invocation }), lines };
}

let server: PostgresServer;
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' });
  const tls = localhostCertificates();
  server = await startPostgres({ major: 17, platform: 'rds', tls });
});
afterAll(() => server.stop());

it('throws what is wrong with the event, since a function that returns has succeeded', async () => {
  await expect(invoke({ ...STATE, format: 2 }).ended).rejects.toThrow(
    'the state.format: must be right',
  );
});

it('throws what is wrong with its variables', async () => {
  await expect(invoke(STATE, {}).ended).rejects.toThrow('KURA_HOST must be set');
});

it('throws why a run was refused, and logs its record', async () => {
  const { ended, lines } = invoke(STATE, environment(server.port));
  await expect(ended).rejects.toThrow(
    /^prod-aws-order: nothing was done\.\nprod-aws-order: the server must prove who it is, got /,
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^No session as kura_admin: ".*certificate.*"$/);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    ...{ format: 1, stack: 'prod-aws-order', outcome: 'refused', applied: 0 },
  });
});

it('refuses the state of another instance, and asks no server', async () => {
  const { ended, lines } = invoke({ ...STATE, stack: 'prod-aws-user' }, environment(server.port));
  await expect(ended).rejects.toThrow(
    'the state.stack: must be prod-aws-order, whose runner this is, got "prod-aws-user". Give it the state of prod-aws-order, or invoke the runner of prod-aws-user.',
  );
  expect(lines).toEqual([]);
});

it('ends by itself before Lambda ends it, and its log says what it waited for', async () => {
  const nobodyListens = environment(1);
  const { ended, lines } = invoke(STATE, nobodyListens, 20_500);
  await expect(ended).rejects.toThrow(
    'got "Lambda gives the run no more time to wait: its log says what for."',
  );
  expect(lines[0]).toMatch(/^No session as kura_admin: "ECONNREFUSED/);
});

describe('a call for a drill', () => {
  const call = { drill: awsOrder(), phase: 'continue' };
  const place = { KURA_REGION: 'ap-northeast-3', KURA_STACK: 'prod-aws-order-recovery' };

  it('is told from a state, and refused where it is not right', async () => {
    const order = { ...call.drill, target: 'suzumina-prod-order' };
    const { ended, lines } = invoke({ ...call, drill: order }, place);
    await expect(ended).rejects.toThrow('the drill’s call.drill.target: must be right');
    expect(lines).toEqual([]);
  });

  it('is refused of another instance, and needs no server of its own', async () => {
    const { ended } = invoke(call, { ...place, KURA_STACK: 'prod-aws-user-recovery' });
    await expect(ended).rejects.toThrow(
      'the drill’s order.stack: must be prod-aws-user-recovery, whose runner this is, got "prod-aws-order-recovery".',
    );
  });

  it('needs its place', async () => {
    await expect(invoke(call, {}).ended).rejects.toThrow('KURA_REGION and KURA_STACK must be set');
  });

  it('is of RDS', async () => {
    const { ended } = invoke(
      { drill: googleOrder(), phase: 'start' },
      {
        ...place,
        KURA_STACK: 'prod-google-order',
      },
    );
    await expect(ended).rejects.toThrow('The drill’s order must be of RDS here.');
  });
});
