import fc from 'fast-check';
import {
  containsCidr,
  formatCidr,
  overlaps,
  parseCidr,
  sizeOf,
  type Cidr,
} from '../../../model/values/cidr';
import { planSubnets, type SubnetPlan } from '../../../model/network/subnet-plan';

const REGION_ZONES = 'abcdefgh'.split('').map((letter) => `ap-northeast-1${letter}`);

const read = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (!cidr.ok) throw new Error(`${text} is refused`);
  return cidr.value;
};

const plan = (cidr: Cidr, zones: readonly string[]): SubnetPlan => {
  const planned = planSubnets(cidr, zones, REGION_ZONES);
  if (!planned.ok) throw new Error(`must be ${planned.required}`);
  return planned.value;
};

const subnetTexts = (planned: SubnetPlan): readonly string[] =>
  planned.subnets.map(({ zone, cidr }) => `${zone} ${formatCidr(cidr)}`);

const environmentCidr = fc
  .record({
    prefix: fc.integer({ min: 16, max: 23 }),
    at: fc.integer({ min: 0, max: 2 ** 16 - 1 }),
  })
  .map(({ prefix, at }): Cidr => ({ network: at * 2 ** 16, prefix }));

const zoneSet = fc.shuffledSubarray(REGION_ZONES, { minLength: 1 });

test('a /16 gives each zone a /21 of its top quarter, by the letter of the zone', () => {
  const planned = plan(read('10.20.0.0/16'), REGION_ZONES);
  expect(subnetTexts(planned)).toEqual([
    'ap-northeast-1a 10.20.192.0/21',
    'ap-northeast-1b 10.20.200.0/21',
    'ap-northeast-1c 10.20.208.0/21',
    'ap-northeast-1d 10.20.216.0/21',
    'ap-northeast-1e 10.20.224.0/21',
    'ap-northeast-1f 10.20.232.0/21',
    'ap-northeast-1g 10.20.240.0/21',
    'ap-northeast-1h 10.20.248.0/21',
  ]);
  expect(planned.unplanned.map(formatCidr)).toEqual(['10.20.0.0/17', '10.20.128.0/18']);
});

test('a /23 gives each zone a /28, the narrowest subnet AWS takes', () => {
  const planned = plan(read('10.20.2.0/23'), ['ap-northeast-1a', 'ap-northeast-1h']);
  expect(subnetTexts(planned)).toEqual([
    'ap-northeast-1a 10.20.3.128/28',
    'ap-northeast-1h 10.20.3.240/28',
  ]);
});

test('every zone asked for has one subnet, and no other zone has any', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, (cidr, zones) => {
      const covered = plan(cidr, zones).subnets.map(({ zone }) => zone);
      expect(covered).toEqual([...zones].sort());
    }),
  );
});

test('every subnet is inside the range and wide enough for AWS', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, (cidr, zones) => {
      for (const subnet of plan(cidr, zones).subnets) {
        expect(containsCidr(cidr, subnet.cidr)).toBe(true);
        expect(subnet.cidr.prefix).toBeLessThanOrEqual(28);
      }
    }),
  );
});

test('neither subnets nor unplanned ranges overlap one another', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, (cidr, zones) => {
      const { subnets, unplanned } = plan(cidr, zones);
      const ranges = [...subnets.map((subnet) => subnet.cidr), ...unplanned];
      const pairs = ranges.flatMap((a, index) =>
        ranges.slice(index + 1).map((b) => [a, b] as const),
      );
      expect(pairs.filter(([a, b]) => overlaps(a, b))).toEqual([]);
    }),
  );
});

test('at least half of the range stays unplanned, however many zones are asked for', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, (cidr, zones) => {
      const { unplanned } = plan(cidr, zones);
      expect(unplanned.every((range) => containsCidr(cidr, range))).toBe(true);
      const free = unplanned.reduce((sum, range) => sum + sizeOf(range), 0);
      expect(free).toBeGreaterThanOrEqual(sizeOf(cidr) / 2);
      expect(unplanned).toEqual(plan(cidr, REGION_ZONES).unplanned);
    }),
  );
});

test('adding zones neither moves nor resizes the subnets already there', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, zoneSet, (cidr, zones, more) => {
      const before = subnetTexts(plan(cidr, zones));
      const after = subnetTexts(plan(cidr, [...new Set([...zones, ...more])]));
      expect(after).toEqual(expect.arrayContaining([...before]));
    }),
  );
});

test('the order in which zones are asked for changes nothing', () => {
  fc.assert(
    fc.property(environmentCidr, zoneSet, (cidr, zones) => {
      expect(plan(cidr, zones)).toEqual(plan(cidr, [...zones].reverse()));
    }),
  );
});

test('zones that the region gains later change no subnet', () => {
  const cidr = read('10.20.0.0/16');
  const zones = ['ap-northeast-1a', 'ap-northeast-1c'];
  expect(planSubnets(cidr, zones, zones)).toEqual(planSubnets(cidr, zones, REGION_ZONES));
});

test.each([
  [
    '10.0.0.0/8',
    'a range from /16 to /23',
    'AWS takes no network wider than /16; use a part, such as 10.0.0.0/16.',
  ],
  [
    '10.20.0.0/15',
    'a range from /16 to /23',
    'AWS takes no network wider than /16; use a part, such as 10.20.0.0/16.',
  ],
  [
    '10.20.0.0/24',
    'a range from /16 to /23',
    'AWS takes no subnet narrower than /28; use a /23 or wider.',
  ],
])('the range %s is refused: it must be %s. %s', (text, required, cure) => {
  const planned = planSubnets(read(text), ['ap-northeast-1a'], REGION_ZONES);
  expect(planned).toEqual({ ok: false, required, cure });
});

const LETTERED = 'availability zones lettered a to h';

test.each([
  [['us-east-1-bos-1a'], LETTERED, 'Remove us-east-1-bos-1a.'],
  [['us-east-1a', 'us-east-1-wl1-bos-wlz-1'], LETTERED, 'Remove us-east-1-wl1-bos-wlz-1.'],
  [['us-east-1i'], LETTERED, 'Remove us-east-1i.'],
  [['us-east-1'], LETTERED, 'Remove us-east-1.'],
  [
    ['us-east-1a', 'us-east-1b', 'us-east-1b'],
    'zones with a letter of their own each',
    'Remove us-east-1b, whose letter is taken.',
  ],
  [
    ['us-east-1a', 'us-west-2a'],
    'zones with a letter of their own each',
    'Remove us-west-2a, whose letter is taken.',
  ],
])('the zones %j are refused: they must be %s. %s', (zones, required, cure) => {
  expect(planSubnets(read('10.20.0.0/16'), zones, zones)).toEqual({ ok: false, required, cure });
});

test('a zone of another region is refused, and the cure lists the zones there are', () => {
  const regionZones = ['us-east-1a', 'us-east-1b'];
  expect(planSubnets(read('10.20.0.0/16'), ['us-east-1a', 'us-west-2b'], regionZones)).toEqual({
    ok: false,
    required: 'zones of the region',
    cure: 'Replace us-west-2b with one of us-east-1a, us-east-1b.',
  });
});

test.each(['us-gov-west-1a', 'eusc-de-east-1a', 'us-iso-east-1a'])(
  'the zone %s takes slot a',
  (zone) => {
    const planned = planSubnets(read('10.20.0.0/16'), [zone], [zone]);
    expect(planned).toMatchObject({
      value: { subnets: [{ zone, cidr: read('10.20.192.0/21') }] },
    });
  },
);
