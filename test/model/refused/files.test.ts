import { loadEstate } from '../../../model/language/load-estate';
import {
  belowCloud,
  estateFolder,
  orderWith,
  resolveFiles,
  SMALL_ESTATE,
  smallEstate,
} from '../../support/estate-folder';
import {
  SERVICE,
  ESTATE,
  orderAs,
  estateAs,
  another,
  SERVICE_KEYS,
  expectRefusal,
  type Refusal,
} from '../../support/refusals';

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'an alias without its anchor',
      orderWith('readers: *x'),
      'services/order.yaml: every alias (*name) needs its anchor (&name), got one without. Write the value out.',
    ],
    [
      'an unknown key',
      orderWith('tire: small'),
      `services/order.yaml:7:1: only known keys are allowed in this file, got "tire". Did you mean "tier"? ${SERVICE_KEYS}`,
    ],
    [
      'an unknown key inside a list, without its value',
      orderAs('role: writer }', 'role: writer, pasword: hunter2 }'),
      'services/order.yaml:6:47: only known keys are allowed in access[0], got "pasword". Known here: identity, role, via, attach, tables, until.',
    ],
    [
      'a service described twice',
      smallEstate({ 'services/orders.yaml': SERVICE }),
      'services/orders.yaml:1:1: each service is described once, got "order", already in services/order.yaml. Rename one of the two.',
    ],
    [
      'a key written twice',
      orderWith('owner: x'),
      'services/order.yaml:7:1: a YAML document is required, got a key that stands here twice. Keep one of the two.',
    ],
    [
      'a name that no object can have',
      orderWith('overrides: { __proto__: { tier: large } }'),
      'services/order.yaml: names must be plain, got "__proto__". Choose another name.',
    ],
    [
      'a YAML anchor inside itself',
      orderWith('clients: &a [*a]'),
      'services/order.yaml:7:14: clients[0] must be a mapping, got a list of 1. Write keys below it: securityGroup, networkTag, cidr.',
    ],
    [
      'YAML anchors that explode',
      orderWith(
        'x1: &a [1,1,1,1,1,1,1,1,1]\nx2: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx3: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nx4: &d [*c,*c,*c,*c,*c,*c,*c,*c]\nx5: [*d,*d,*d,*d,*d,*d]',
      ),
      'services/order.yaml: at most 50 uses of YAML aliases are allowed, got more. Write the values out.',
    ],
    [
      'an empty estate file',
      smallEstate({ 'estate.yaml': '' }),
      'estate.yaml:1:1: the file must be a mapping, got an empty value. Write keys below it: organisation, timeZone, windows, channels, environments, groups.',
    ],
    [
      'an estate without services',
      smallEstate({ 'services/order.yaml': undefined }),
      'services/: a folder with one YAML file a service is required, got nothing. Write the first with `npx kura new service order`.',
    ],
    [
      'a file that is not YAML',
      smallEstate({ 'estate.yaml': '{{{ :: not\n\t- yaml' }),
      'estate.yaml:2:8: a YAML document is required, got text that YAML cannot read (BAD_INDENT). Check the indentation, colons and quotes around here.',
    ],
    [
      'bytes that are not UTF-8',
      smallEstate({ 'services/order.yaml': Buffer.from([0xff, 0xfe, 0x00, 0xd8]) }),
      'services/order.yaml: UTF-8 text is required, got bytes that are not. Save the file as UTF-8.',
    ],
    [
      'a file of 10 MB',
      smallEstate({ 'services/order.yaml': 'x'.repeat(10 * 1024 ** 2) }),
      'services/order.yaml: a file of at most 256 KiB is required, got 10240 KiB. Keep one service in a file.',
    ],
    [
      'a YAML tag',
      orderWith('readers: !!js/function "x"'),
      'services/order.yaml:7:10: a YAML document is required, got a tag. Leave tags (!…) out: the schema knows each value’s type.',
    ],
    [
      'a prototype as key',
      orderWith('__proto__: { x: 1 }'),
      'services/order.yaml: names must be plain, got "__proto__". Choose another name.',
    ],
    [
      'two documents in a file',
      orderWith('---\na: 1'),
      'services/order.yaml:7:1: a YAML document is required, got several documents. Keep one document in a file.',
    ],
    [
      'an account id that YAML read as a number',
      estateAs("'333333333333'", '033333333333'),
      'estate.yaml:7:7: environments.prod.aws.account must be an AWS account id of twelve digits, in quotes, got 33333333333. Write it as "123456789012": quotes keep leading zeros.',
    ],
    [
      'a file that would be ignored',
      smallEstate({ 'services/x.yml': SERVICE }),
      'services/x.yml: only .yaml files are allowed here, got "x.yml". Rename it to <service>.yaml, or move it away.',
    ],
    [
      'a service name in capitals',
      smallEstate({ 'services/Order.yaml': SERVICE.replace('order\n', 'Order\n') }),
      'services/Order.yaml:1:1: service must be a service name in lower-case letters, digits and single hyphens, with a letter first, got "Order". Write it as order or order-history.',
    ],
  ])('%s', expectRefusal);
});

test('of a file that YAML cannot read the first three faults are told, in order', () => {
  const { problems } = resolveFiles(
    smallEstate({
      'services/order.yaml': `<<<<<<< HEAD\n${SERVICE}=======\n${SERVICE}>>>>>>> main\n`,
      'services/user.yaml': SERVICE.replace('order\n', 'user\n').replace('owner', '\towner'),
    }),
  );
  const places = problems.map((problem) => problem.split(': ')[0] ?? '');
  const ofOrder = places.filter((place) => place.startsWith('services/order.yaml'));
  expect(ofOrder).toHaveLength(3);
  expect(ofOrder[0]).toMatch(/^services\/order\.yaml:[12]:/);
  expect(places.filter((place) => place.startsWith('services/user.yaml'))).not.toEqual([]);
});

test('one mistake that matters in two environments is told once', () => {
  const two = ESTATE.replace(
    'environments:\n',
    `environments:\n${ESTATE.slice(ESTATE.indexOf('  prod:')).replace('prod', 'qa')}`,
  );
  const { problems } = resolveFiles({ ...orderWith('version: 14'), 'estate.yaml': two });
  expect(problems).toHaveLength(1);
});

test.each([
  'ledger-reader-1',
  'recovery',
  'drill',
  'ledger-recovery',
  'ledger-drill',
  'ledger-at-noon',
  'watch',
  'ledger-watch',
  'recovery-watch',
])('the id %s is kept for others', (name) => {
  expect(resolveFiles(another(name)).problems[0]).toEqual(
    expect.stringContaining(
      'an instance id must not be foundation, recovery, drill or watch, nor end in -recovery, -drill, -watch or like a reader’s, nor have -at- in it',
    ),
  );
});

describe('the name of an instance on AWS', () => {
  /** What is said of a service of that name, without readers, in an environment called production. */
  const problemsOf = (name: string, preset: string, isolated = false): readonly string[] => {
    const estate = ESTATE.replace('prod:', 'production:').replace(': production', `: ${preset}`);
    return resolveFiles({
      ...another(name, `readers: 0\n${isolated ? 'placement: isolated\n' : ''}`),
      'estate.yaml': isolated
        ? belowCloud(estate, `isolated: { ${name}: { network: { cidr: 10.40.0.0/20 } } }`)
        : estate,
    }).problems;
  };
  const named = (length: number): string => `a${'1'.repeat(length - 'acme-production-a'.length)}`;
  const tooLong = (what: string, most: number, found: number): unknown =>
    expect.stringMatching(
      new RegExp(`: ${what} must be ${String(most)} characters .*\\(${String(found)}\\)`),
    );

  test('leaves room for that of the role of its runner’s schedule', () => {
    expect(problemsOf(named(55), 'staging')).toEqual([]);
    expect(problemsOf(named(56), 'staging')).toEqual([
      tooLong('an instance’s cloud identifier', 55, 56),
    ]);
  });

  test('leaves room for that of its own role where it is isolated', () => {
    expect(problemsOf(named(49), 'staging', true)).toEqual([]);
    expect(problemsOf(named(50), 'staging', true)).toEqual([
      tooLong('an isolated instance’s cloud identifier', 49, 50),
    ]);
  });

  test('leaves room for what it has in the recovery region, where it has something there', () => {
    expect(problemsOf(named(46), 'production')).toEqual([]);
    expect(problemsOf(named(47), 'production')).toEqual([
      tooLong('an instance’s cloud identifier', 55, 56),
    ]);
    expect(problemsOf(named(40), 'production', true)).toEqual([]);
    expect(problemsOf(named(41), 'production', true)).toEqual([
      tooLong('an isolated instance’s cloud identifier', 49, 50),
    ]);
  });
});

test('all problems of all files are listed at once, in the order of their places', () => {
  const { problems } = resolveFiles({
    ...orderWith('tier: huge\nreaders: 99\npool: 3'),
    'services/user.yaml': 'service: user\n',
  });
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'services/order.yaml:7:1:',
    'services/order.yaml:8:1:',
    'services/order.yaml:9:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
    'services/user.yaml:1:1:',
  ]);
});

test('micro stays in development, whatever else fits', () => {
  const { problems } = resolveFiles(orderWith('tier: micro\npool: { max: 5 }'));
  expect(problems).toEqual([
    'services/order.yaml:7:1: tier must be balanced-2, medium, balanced-4, large, balanced-8, xlarge or 2xlarge in production, got "micro". A shared core has no steady performance: take a larger one.',
  ]);
  expect(
    resolveFiles({
      ...orderWith('tier: micro'),
      ...estateAs('production', 'development'),
      'services/order.yaml': `${SERVICE}tier: micro\n`,
    }).problems,
  ).toEqual([]);
});

test('a missing folder is named as the user wrote it', () => {
  const read = loadEstate('no/such/folder');
  expect(read.ok ? [] : read.problems).toEqual([
    {
      place: 'no/such/folder',
      required: 'a folder with estate.yaml and services/ is required',
      got: 'nothing',
      cure: 'Name the estate’s folder with --estate DIR or KURA_ESTATE.',
    },
  ]);
});

test('messages name files by the estate, not by the machine', () => {
  const folder = estateFolder(orderWith('tire: small'));
  const read = loadEstate(folder);
  expect(JSON.stringify(read)).not.toContain(folder);
});

test('the small estate itself resolves', () => {
  expect(resolveFiles(SMALL_ESTATE).problems).toEqual([]);
});
