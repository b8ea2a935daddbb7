import fc from 'fast-check';
import {
  containsCidr,
  formatCidr,
  isPrivate,
  overlaps,
  parseCidr,
  sizeOf,
  subdivide,
  type Cidr,
} from '../../../model/values/cidr';

const RANGE = 'an IPv4 range such as 10.0.0.0/16';
const FIRST = 'the first address of its range';
const FORM = 'Write four numbers from 0 to 255 with dots between, a slash and a prefix length.';

const read = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (!cidr.ok) throw new Error(`${text} is refused`);
  return cidr.value;
};

// Ranges at the top of the address space, where signed 32-bit arithmetic goes wrong, and few enough
// addresses that a test can list them all.
const LIST_FROM = 2 ** 32 - 64;

const small = fc
  .record({ prefix: fc.integer({ min: 26, max: 32 }), at: fc.integer({ min: 0, max: 63 }) })
  .map(({ prefix, at }): Cidr => {
    const size = 2 ** (32 - prefix);
    return { network: LIST_FROM + Math.floor(at / size) * size, prefix };
  });

const anyCidr = fc
  .record({
    prefix: fc.integer({ min: 0, max: 32 }),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  })
  .map(({ prefix, at }): Cidr => ({
    network: Math.floor(at * 2 ** prefix) * 2 ** (32 - prefix),
    prefix,
  }));

const addressesOf = (cidr: Cidr): readonly number[] =>
  Array.from({ length: 2 ** (32 - cidr.prefix) }, (_, index) => cidr.network + index);

test.each([
  ['0.0.0.0/0', 0, 0],
  ['10.0.0.0/16', 167_772_160, 16],
  ['1.2.3.4/32', 16_909_060, 32],
  ['192.168.0.0/24', 3_232_235_520, 24],
  ['255.255.255.255/32', 4_294_967_295, 32],
])('%s starts at address %d and has prefix %d', (text, network, prefix) => {
  expect(parseCidr(text)).toEqual({ ok: true, value: { network, prefix } });
});

test.each([
  ['10.0.1.0/16', FIRST, 'Use 10.0.0.0/16.'],
  ['192.168.255.1/17', FIRST, 'Use 192.168.128.0/17.'],
  ['255.255.255.255/31', FIRST, 'Use 255.255.255.254/31.'],
  ['10.0.0.1/0', FIRST, 'Use 0.0.0.0/0.'],
  ['010.0.0.0/16', RANGE, 'Remove the leading zeros.'],
  ['10.00.0.0/16', RANGE, 'Remove the leading zeros.'],
  ['10.0.0.0/08', RANGE, 'Remove the leading zeros.'],
  ['10.256.0.0/16', RANGE, 'Use numbers from 0 to 255 in the address.'],
  ['10.0.0.0/33', RANGE, 'Use a prefix length from 0 to 32.'],
  ['10.0.0.0', RANGE, 'Add a prefix length, such as /16.'],
  ['10.0.0.0/', RANGE, FORM],
  ['10.0.0/16', RANGE, FORM],
  ['10.0.0.0.0/16', RANGE, FORM],
  ['10.0.0.0/-1', RANGE, FORM],
  ['10.0.0.0 /16', RANGE, FORM],
  ['10.0.0.0/16\n', RANGE, FORM],
  ['10.0.0.0/255.255.0.0', RANGE, FORM],
  ['0x0a.0.0.0/16', RANGE, FORM],
  ['', RANGE, FORM],
  ['fd00::/8', RANGE, 'Use an IPv4 range; IPv6 is not planned.'],
])('%j is refused: it must be %s. %s', (text, required, cure) => {
  expect(parseCidr(text)).toEqual({ ok: false, required, cure });
});

test('every range reads back from its text', () => {
  fc.assert(
    fc.property(anyCidr, (cidr) => {
      expect(parseCidr(formatCidr(cidr))).toEqual({ ok: true, value: cidr });
    }),
  );
});

test('a range contains another when it holds all of its addresses', () => {
  fc.assert(
    fc.property(small, small, (outer, inner) => {
      const held = new Set(addressesOf(outer));
      const all = addressesOf(inner).every((address) => held.has(address));
      expect(containsCidr(outer, inner)).toBe(all);
    }),
  );
});

test('ranges overlap when they share an address', () => {
  fc.assert(
    fc.property(small, small, (a, b) => {
      const held = new Set(addressesOf(a));
      const some = addressesOf(b).some((address) => held.has(address));
      expect(overlaps(a, b)).toBe(some);
    }),
  );
});

test('the whole address space contains every range', () => {
  fc.assert(
    fc.property(anyCidr, (cidr) => {
      expect(containsCidr({ network: 0, prefix: 0 }, cidr)).toBe(true);
    }),
  );
});

test.each([
  ['10.0.0.0/8', true],
  ['10.255.255.255/32', true],
  ['11.0.0.0/16', false],
  ['8.0.0.0/6', false],
  ['172.16.0.0/12', true],
  ['172.31.255.0/24', true],
  ['172.32.0.0/16', false],
  ['172.15.0.0/16', false],
  ['192.168.0.0/16', true],
  ['192.169.0.0/16', false],
  ['100.64.0.0/10', true],
  ['100.127.0.0/16', true],
  ['100.128.0.0/16', false],
  ['100.63.0.0/16', false],
  ['0.0.0.0/0', false],
])('whether %s is private is %s', (text, expected) => {
  expect(isPrivate(read(text))).toBe(expected);
});

test.each([
  ['10.0.0.0/32', 1],
  ['10.0.0.0/28', 16],
  ['10.0.0.0/16', 65_536],
  ['0.0.0.0/0', 4_294_967_296],
])('%s holds %d addresses', (text, size) => {
  expect(sizeOf(read(text))).toBe(size);
});

test('the parts of a range are its addresses, in order and once each', () => {
  fc.assert(
    fc.property(small, fc.integer({ min: 0, max: 6 }), (cidr, longer) => {
      const prefix = Math.min(32, cidr.prefix + longer);
      const parts = Array.from({ length: 2 ** (prefix - cidr.prefix) }, (_, index) =>
        subdivide(cidr, prefix, index),
      );
      expect(parts.every((part) => part.prefix === prefix)).toBe(true);
      expect(parts.flatMap(addressesOf)).toEqual(addressesOf(cidr));
    }),
  );
});

test.each([
  ['10.0.0.0/16', 18, 4],
  ['0.0.0.0/16', 18, -1],
  ['10.0.0.0/16', 18, 0.5],
  ['10.0.0.0/16', 15, 0],
  ['10.0.0.0/32', 33, 0],
])('%s has no part of /%d at %d', (text, prefix, index) => {
  expect(() => subdivide(read(text), prefix, index)).toThrow(
    new RangeError(`${text} has no part ${String(index)} of /${String(prefix)}`),
  );
});
