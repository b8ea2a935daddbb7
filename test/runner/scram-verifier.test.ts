import { scramVerifier } from '../../runner/scram-verifier';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

it('gives what PostgreSQL itself would store', () => {
  // RFC 7677 §3: the password "pencil" with this salt.
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

it('salts each anew', () => {
  expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
});

describe.each([16, 17, 18] as const)('on PostgreSQL %i', (major) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major, platform: 'rds' });
  });
  afterAll(() => server.stop());

  it('is a password that the server takes', async () => {
    const superuser = await server.superuser();
    await superuser.query(`CREATE ROLE app LOGIN PASSWORD '${scramVerifier('pencil')}'`);
    await server.connect('postgres', 'app', 'pencil');
    await expect(server.connect('postgres', 'app', 'pen')).rejects.toMatchObject({ code: '28P01' });
  });
});
