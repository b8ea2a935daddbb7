import { accepted, refused, type Parsed } from './parsed';

/**
 * An IPv4 range: `network` is its first address, as an integer from 0 to 2^32 - 1, and a multiple
 * of the range's size; `prefix` is the number of leading bits its addresses share, 0 to 32.
 */
export interface Cidr {
  readonly network: number;
  readonly prefix: number;
}

const FORM = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/;

const ADDRESS = /^(\d+\.){3}\d+$/;

const REQUIRED = 'an IPv4 range such as 10.0.0.0/16';

// RFC 1918's three ranges, then RFC 6598's shared range: 10/8, 172.16/12, 192.168/16, 100.64/10.
const PRIVATE: readonly Cidr[] = [
  { network: 0x0a000000, prefix: 8 },
  { network: 0xac100000, prefix: 12 },
  { network: 0xc0a80000, prefix: 16 },
  { network: 0x64400000, prefix: 10 },
];

/** How many addresses `cidr` holds: 1 for a /32, 2^32 for a /0. */
export function sizeOf(cidr: Cidr): number {
  return 2 ** (32 - cidr.prefix);
}

// Bitwise operators would read addresses above 127.255.255.255 as negative.
function networkAround(address: number, prefix: number): Cidr {
  return {
    network: address - (address % 2 ** (32 - prefix)),
    prefix,
  };
}

function octetsOf(address: number): readonly number[] {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((place) => Math.floor(address / place) % 256);
}

/** The text of `cidr`, which `parseCidr` reads back: `10.20.0.0/16`. */
export function formatCidr(cidr: Cidr): string {
  return `${octetsOf(cidr.network).join('.')}/${String(cidr.prefix)}`;
}

function cureOfForm(text: string): string {
  if (text.includes(':')) return 'Use an IPv4 range; IPv6 is not planned.';
  if (ADDRESS.test(text)) return 'Add a prefix length, such as /16.';
  return 'Write four numbers from 0 to 255 with dots between, a slash and a prefix length.';
}

function rangeAt(octets: readonly number[], prefix: number): Parsed<Cidr> {
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const cidr = networkAround(address, prefix);
  return cidr.network === address
    ? accepted(cidr)
    : refused('the first address of its range', `Use ${formatCidr(cidr)}.`);
}

/**
 * Reads an IPv4 range such as `10.20.0.0/16`. Refuses leading zeros (which some tools read as
 * octal), octets over 255, prefixes over 32, spaces, IPv6, a missing prefix, and an address that
 * is not the range's first, for which the cure names the range it lies in.
 */
export function parseCidr(text: string): Parsed<Cidr> {
  const numerals = FORM.exec(text)?.slice(1);
  if (numerals === undefined) return refused(REQUIRED, cureOfForm(text));
  if (numerals.some((numeral) => /^0\d/.test(numeral))) {
    return refused(REQUIRED, 'Remove the leading zeros.');
  }
  const octets = numerals.slice(0, 4).map(Number);
  const prefix = Number(numerals[4]);
  if (octets.some((octet) => octet > 255)) {
    return refused(REQUIRED, 'Use numbers from 0 to 255 in the address.');
  }
  if (prefix > 32) return refused(REQUIRED, 'Use a prefix length from 0 to 32.');
  return rangeAt(octets, prefix);
}

/** Whether every address of `inner` is in `outer`; a range contains itself. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.prefix <= inner.prefix &&
    networkAround(inner.network, outer.prefix).network === outer.network
  );
}

/** Whether any address is in both ranges. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return containsCidr(a, b) || containsCidr(b, a);
}

/** Whether all of `cidr` is private: in one of RFC 1918's ranges or in RFC 6598's 100.64.0.0/10. */
export function isPrivate(cidr: Cidr): boolean {
  return PRIVATE.some((range) => containsCidr(range, cidr));
}

/**
 * The `index`th (from 0) of the equal parts of `cidr` that have length `prefix`.
 * Throws a RangeError when `cidr` has no such part.
 */
export function subdivide(cidr: Cidr, prefix: number, index: number): Cidr {
  const part = { network: cidr.network + index * 2 ** (32 - prefix), prefix };
  const isPart = Number.isInteger(index) && index >= 0 && prefix <= 32;
  if (isPart && containsCidr(cidr, part)) return part;
  throw new RangeError(`${formatCidr(cidr)} has no part ${String(index)} of /${String(prefix)}`);
}
