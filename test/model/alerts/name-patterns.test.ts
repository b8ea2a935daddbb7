import { namePattern, namePatterns } from '../../../model/alerts/name-patterns';

test.each<[string, readonly string[], string, string]>([
  ['one name is itself', ['acme-prod-order'], 'acme-prod-', 'acme-prod-order'],
  [
    'several are in order, after what all begin with',
    ['acme-prod-user', 'acme-prod-order'],
    'acme-prod-',
    'acme-prod-(order|user)',
  ],
  [
    'a database and its readers are one term',
    ['acme-prod-order-reader-2', 'acme-prod-order', 'acme-prod-order-reader-1'],
    'acme-prod-',
    'acme-prod-order(|-reader-1|-reader-2)',
  ],
  ['readers alone, too', ['a-reader-1', 'a-reader-2'], '', 'a(-reader-1|-reader-2)'],
  ['a name stands once', ['a', 'a'], '', 'a'],
])('%s', (_, names, beginning, pattern) => {
  expect(namePattern(names, beginning)).toBe(pattern);
});

test('a name that begins like another is not it', () => {
  const pattern = new RegExp(`^(?:${namePattern(['p-order', 'p-order-reader-1'], 'p-')})$`);
  expect(
    ['p-order', 'p-order-reader-1', 'p-order-items', 'p-order-reader-2', 'p-orde'].filter((name) =>
      pattern.test(name),
    ),
  ).toEqual(['p-order', 'p-order-reader-1']);
});

test('names that are too many for one pattern are in several, each in one', () => {
  const names = Array.from({ length: 30 }, (_, i) => `p-s${String(i).padStart(2, '0')}`);
  const patterns = namePatterns(names, 'p-', (pattern) => pattern.length <= 40);
  expect(patterns.length).toBeGreaterThan(2);
  for (const name of names) {
    expect(patterns.filter((each) => new RegExp(`^(?:${each})$`).test(name))).toHaveLength(1);
  }
  expect(Math.max(...patterns.map(({ length }) => length))).toBeLessThanOrEqual(40);
});

test('a name that begins otherwise is refused', () => {
  expect(() => namePattern(['other'], 'p-')).toThrow('other: must begin with p-');
});
