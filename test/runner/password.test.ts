import type { SecretVersion } from '../../runner/host';
import { newPassword } from '../../runner/password';
import { addPassword, needsPassword } from '../../runner/secret-password';

describe('a new password', () => {
  const many = Array.from({ length: 2000 }, newPassword);

  it('has forty letters, digits and signs, of each class at least one', () => {
    for (const each of many) {
      expect(each).toMatch(/^[A-Za-z0-9_]{40}$/);
      for (const one of [/[A-Z]/, /[a-z]/, /[0-9]/, /_/]) expect(each).toMatch(one);
    }
  });

  it('is another one each time', () => {
    expect(new Set(many).size).toBe(many.length);
  });

  it('has all letters and digits about as often', () => {
    const counts = new Map<string, number>();
    const letters = many.join('').replaceAll('_', '');
    for (const one of letters) counts.set(one, (counts.get(one) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // About 1,260 of each, give or take 36; a remainder of a byte would favour some of them by a quarter.
    for (const count of counts.values())
      expect(Math.abs(count - letters.length / 62)).toBeLessThan(240);
  });
});

describe('the password of a login', () => {
  const now = new Date('2026-11-21T00:00:00Z');
  const version = (id: string, days: number): SecretVersion => ({
    id,
    created: new Date(now.getTime() - days * 24 * 60 * 60 * 1000),
  });

  it.each<[string, SecretVersion | undefined, string | undefined, boolean]>([
    ['its secret has none', undefined, undefined, true],
    ['its secret lost the one that the server has', undefined, '1', true],
    ['the server never got the newest', version('1', 0), undefined, true],
    ['the server has an older one', version('2', 0), '1', true],
    ['it is over sixty days old', version('1', 61), '1', true],
    ['it is sixty days old', version('1', 60), '1', false],
    ['the server has the newest', version('1', 0), '1', false],
  ])('where %s', (_case, newest, known, expected) => {
    expect(needsPassword(newest, known, now)).toBe(expected);
  });

  it('is in the secret before anybody else has it', async () => {
    const added: string[] = [];
    const made = await addPassword(
      {
        addVersion: (secret, password) => {
          added.push(secret, password);
          return Promise.resolve('7');
        },
      },
      'app-secret',
    );
    expect(made).toEqual({ version: '7', password: added[1] });
    expect(added[0]).toBe('app-secret');
  });
});
