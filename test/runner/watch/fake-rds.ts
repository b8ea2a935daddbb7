import {
  cloudApi,
  type ApiAnswer,
  type ApiRequest,
  type CloudApi,
} from '../../support/fake-cloud-api';

/** What RDS and Secrets Manager have, each thing of RDS's as the text of its element. */
export interface FakeAws {
  readonly url: string;
  /** By the list that they are on: `DBInstance`, `DBSnapshot` and so on. A snapshot says its type, by which it is asked for. */
  readonly elements: Record<keyof typeof LISTS, string[]>;
  /** When each version of a secret was made, newest first; the first is what readers get. */
  readonly secrets: Record<string, readonly string[] | undefined>;
  /** How often a call is refused before it is answered, and how: by action, or by action and what it is of: a secret, a marker, a type. */
  readonly refusals: Record<string, { readonly code: string; times: number } | undefined>;
  /** How many things a page has. */
  page: number;
  /** Each request’s action, with its marker where it has one. */
  readonly asked: string[];
  readonly stop: CloudApi['stop'];
}

const LISTS = {
  DescribeDBInstances: 'DBInstance',
  DescribeDBInstanceAutomatedBackups: 'DBInstanceAutomatedBackup',
  DescribeDBSnapshots: 'DBSnapshot',
  DescribePendingMaintenanceActions: 'ResourcePendingMaintenanceActions',
} as const;
const AROUND = { ResourcePendingMaintenanceActions: 'PendingMaintenanceActions' } as const;

/** Both APIs on loopback, which answer in pages. */
export async function fakeAws(): Promise<FakeAws> {
  const fake: Omit<FakeAws, 'url' | 'stop'> = {
    elements: {
      ...{ DescribeDBInstances: [], DescribeDBInstanceAutomatedBackups: [] },
      ...{ DescribeDBSnapshots: [], DescribePendingMaintenanceActions: [] },
    },
    ...{ secrets: {}, refusals: {}, page: 100, asked: [] },
  };
  const { url, stop } = await cloudApi((request) => answer(fake, request));
  return Object.assign(fake, { url, stop });
}

type Fake = Omit<FakeAws, 'url' | 'stop'>;

function answer(fake: Fake, request: ApiRequest): ApiAnswer {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string'
    ? secretsAnswer(fake, target.replace('secretsmanager.', ''), request.body)
    : rdsAnswer(fake, Object.fromEntries(new URLSearchParams(request.body)));
}

function refusalOf(fake: Fake, ...names: readonly string[]): string | undefined {
  const refusal = names.map((name) => fake.refusals[name]).find((each) => each && each.times > 0);
  if (refusal) refusal.times -= 1;
  return refusal?.code;
}

function rdsAnswer(fake: Fake, said: Readonly<Record<string, string>>): ApiAnswer {
  const { Action = '', Marker = '', MaxRecords, SnapshotType = '' } = said;
  fake.asked.push([Action, SnapshotType, Marker].filter(Boolean).join(' '));
  const headers = { 'content-type': 'text/xml' };
  const xmlns = 'xmlns="http://rds.amazonaws.com/doc/2014-10-31/"';
  const refusal =
    MaxRecords === '100'
      ? refusalOf(fake, `${Action} ${SnapshotType}`, `${Action} ${Marker}`, Action)
      : 'TooSmallPages';
  if (refusal !== undefined)
    return {
      ...{ status: 400, headers },
      body: `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${refusal}</Code><Message>no</Message></Error></ErrorResponse>`,
    };
  const list = Action as keyof typeof LISTS;
  const [from, to] = [Number(Marker), Number(Marker) + fake.page];
  const kind = SnapshotType === '' ? '' : `<SnapshotType>${SnapshotType}</SnapshotType>`;
  const all = fake.elements[list].filter((each) => each.includes(kind));
  const name = LISTS[list];
  const around = name in AROUND ? AROUND[name as keyof typeof AROUND] : `${name}s`;
  const items = all.slice(from, to).map((each) => `<${name}>${each}</${name}>`);
  const marker = to < all.length ? `<Marker>${to}</Marker>` : '';
  return {
    headers,
    body: `<${Action}Response ${xmlns}><${Action}Result>${marker}<${around}>${items.join('')}</${around}></${Action}Result></${Action}Response>`,
  };
}

function secretsAnswer(fake: Fake, action: string, body: string): ApiAnswer {
  const { SecretId = '', NextToken = '' } = JSON.parse(body) as Record<string, string>;
  fake.asked.push([action, SecretId, NextToken].filter(Boolean).join(' '));
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  const refusal = refusalOf(fake, `${action} ${SecretId}`, action);
  if (refusal !== undefined)
    return { status: 400, headers, body: JSON.stringify({ __type: refusal, message: 'no' }) };
  if (action === 'ListSecrets') {
    const names = Object.keys(fake.secrets);
    const [from, to] = [Number(NextToken), Number(NextToken) + fake.page];
    const SecretList = names.slice(from, to).map((Name) => ({ Name }));
    const more = to < names.length ? { NextToken: String(to) } : {};
    return { headers, body: JSON.stringify({ SecretList, ...more }) };
  }
  const Versions = (fake.secrets[SecretId] ?? []).map((created, at) => ({
    VersionId: String(at),
    VersionStages: [at === 0 ? 'AWSCURRENT' : 'AWSPREVIOUS'],
    CreatedDate: Date.parse(created) / 1000,
  }));
  return { headers, body: JSON.stringify({ Versions }) };
}
