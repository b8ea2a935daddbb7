import { estateWith, orderWith, resolveFiles } from '../support/estate-folder';

test.each([
  ['a grant to another service', 'grants: [user]'],
  ['the services that may read it', 'readableBy: [user]'],
  ['a port', 'port: 5433'],
  ['a password', 'password: secret'],
  ['a connection string', 'url: postgres://user:secret@host/db'],
  ['shards', 'shards: 4'],
  ['a public address', 'public: true'],
  ['encryption, which cannot be switched off', 'encrypted: false'],
  ['TLS, which cannot be weakened', 'tls: prefer'],
  ['backups, which cannot be switched off', 'backups: 0'],
  ['deletion protection, which cannot be switched off', 'deletionProtection: false'],
])('a service has no key for %s', (_, line) => {
  const [key] = line.split(':');
  const { problems } = resolveFiles(orderWith(line));
  expect(problems).toEqual([
    expect.stringContaining(
      `services/order.yaml:7:1: only known keys are allowed in this file, got "${String(key)}"`,
    ),
  ]);
  expect(problems.join()).not.toContain('secret');
});

test('an estate has no key for a password either', () => {
  const { problems } = resolveFiles(estateWith('adminPassword: secret'));
  expect(problems).toEqual([expect.stringContaining('got "adminPassword"')]);
  expect(problems.join()).not.toContain('got "secret"');
});
