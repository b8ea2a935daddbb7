import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readReach, type ReachOptions } from '../../../cli/sql/reach';
import { sayProblem } from '../../../model/problem';
import { scratch } from '../kura';

const RDS = { engine: 'postgres', port: 5432, cloud: 'aws' } as const;
const HOST = 'order.abc.ap-northeast-1.rds.amazonaws.com';
const ca = path.join(scratch(), 'ca.pem');
const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
writeFileSync(ca, PEM);

const read = (
  options: Partial<ReachOptions>,
  environment: Readonly<Record<string, string>> = {},
  instance: Parameters<typeof readReach>[0] = RDS,
) =>
  readReach(
    instance,
    { host: HOST, user: 'dba', tls: true, local: false, ...options },
    environment,
  );

const problems = (...args: Parameters<typeof read>): string[] => {
  const reach = read(...args);
  return 'problems' in reach ? reach.problems.map(sayProblem) : [];
};

test('takes the password from the environment alone, by the engine', () => {
  const environment = { PGPASSWORD: 'pg', MYSQL_PWD: 'my' };
  expect(read({}, environment)).toMatchObject({ password: 'pg', port: 5432 });
  const mysql = { engine: 'mysql', port: 3306, cloud: 'aws' } as const;
  expect(read({}, environment, mysql)).toMatchObject({ password: 'my', port: 3306 });
  expect(read({})).toMatchObject({ password: undefined });
});

test('speaks TLS with the name that the host has, or that a tunnel’s end stands for', () => {
  expect(read({})).toMatchObject({ tls: { serverName: HOST, ca: null } });
  expect(read({ host: '127.0.0.1', serverName: HOST, ca })).toMatchObject({
    tls: { serverName: HOST, ca: PEM },
  });
});

test.each([['localhost'], ['127.0.0.1'], ['127.9.9.9'], ['::1']])(
  'leaves TLS out to %s',
  (host) => {
    expect(read({ host, tls: false })).toMatchObject({ tls: null });
  },
);

test.each([
  ['db.example'],
  ['10.0.0.1'],
  ['128.0.0.1'],
  ['localhost.example'],
  ['127.0.0.1.nip.io'],
])('speaks TLS to %s always, under its own name', (host) => {
  expect(problems({ host, tls: false })).toEqual([
    `--no-tls: a loopback address is required, as localhost or 127.0.0.1, got "${host}". Leave --no-tls out: everything else speaks TLS.`,
  ]);
  expect(problems({ host, serverName: HOST })).toEqual([
    `--server-name: a loopback address is required as --host, where a tunnel ends, got "${host}". Leave --server-name out: elsewhere the host’s own name is checked.`,
  ]);
});

test('refuses a URL, and shows no password of it', () => {
  const [said = ''] = problems({ host: 'postgres://dba:hunter2@db.example/order' });
  expect(said).toContain(
    '--host: the name or address of a server is required, got "…@db.example/order',
  );
  expect(said).not.toContain('hunter2');
  expect(problems({ host: 'dba:hunter2@db.example' }).join()).not.toContain('hunter2');
});

test.each([
  [
    { ca: '/nonexistent' },
    '--ca: a file of certificates in PEM is required, got "/nonexistent" (ENOENT).',
  ],
  [
    { ca: path.join(__dirname, 'apply.test.ts') },
    '--ca: a file of certificates in PEM is required, got ',
  ],
  [{ host: 'localhost', tls: false, ca }, '--ca: it must be left out with --no-tls'],
  [{ host: 'localhost', tls: false, serverName: 'x' }, '--server-name: it must be left out with'],
  [{ local: true, host: 'localhost' }, '--ca: a file of certificates is required, got nothing.'],
])('refuses %j', (options, words) => {
  expect(problems(options)).toHaveLength(1);
  expect(problems(options)[0]).toContain(words);
});

test('leads to Cloud SQL through its proxy', () => {
  const google = { engine: 'postgres', port: 5432, cloud: 'google' } as const;
  expect(problems({ host: '10.0.0.3' }, {}, google)[0]).toContain('Go through cloud-sql-proxy');
  expect(read({ host: '127.0.0.1', tls: false }, {}, google)).toMatchObject({ tls: null });
});
