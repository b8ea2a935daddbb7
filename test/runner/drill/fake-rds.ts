import { cloudApi, type ApiAnswer, type CloudApi } from '../../support/fake-cloud-api';

/** An instance of RDS, as far as its API says. */
export interface FakeInstance {
  readonly status: string;
  readonly port?: number;
  readonly replicaOf?: string;
  readonly latest?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface FakeRds {
  readonly url: string;
  /** By identifier. */
  readonly instances: Record<string, FakeInstance | undefined>;
  /** Automated backups here, each as the text of its element. */
  readonly backups: string[];
  /** Changes that were asked for: action, and what it says. */
  readonly changes: Readonly<Record<string, string>>[];
  /** Changes that are refused, by their action: the code. */
  readonly refusals: Record<string, string | undefined>;
  readonly stop: CloudApi['stop'];
}

const ARN = 'arn:aws:rds:ap-northeast-3:123456789012:db:';

/** RDS's API on loopback, with its instances in memory: what is asked for becomes so at once, and a test says what comes of it. */
export async function fakeRds(): Promise<FakeRds> {
  const fake = {
    instances: {} as FakeRds['instances'],
    backups: [] as string[],
    changes: [] as Readonly<Record<string, string>>[],
    refusals: {} as FakeRds['refusals'],
  };
  const { url, stop } = await cloudApi(({ body }) =>
    answer(fake, Object.fromEntries(new URLSearchParams(body))),
  );
  return { ...fake, url, stop };
}

type Fake = Omit<FakeRds, 'url' | 'stop'>;

function answer(fake: Fake, said: Readonly<Record<string, string>>): ApiAnswer {
  const { Action = '', DBInstanceIdentifier: id = '' } = said;
  const refusal = fake.refusals[Action];
  if (!Action.startsWith('Describe')) fake.changes.push(said);
  if (refusal !== undefined) return refused(refusal);
  switch (Action) {
    case 'DescribeDBInstances': {
      const found = fake.instances[id];
      if (found === undefined) return refused('DBInstanceNotFound');
      return xml(Action, `<DBInstances>${instanceXml(id, found)}</DBInstances>`);
    }
    case 'DescribeDBInstanceAutomatedBackups':
      return xml(
        Action,
        `<DBInstanceAutomatedBackups>${fake.backups.join('')}</DBInstanceAutomatedBackups>`,
      );
    case 'RestoreDBInstanceToPointInTime':
      fake.instances[said.TargetDBInstanceIdentifier ?? ''] = {
        status: 'creating',
        tags: tagsOf(said),
      };
      return xml(Action, '<DBInstance/>');
    case 'CreateDBInstanceReadReplica':
      fake.instances[id] = {
        ...{ status: 'creating', tags: tagsOf(said) },
        replicaOf: said.SourceDBInstanceIdentifier,
      };
      return xml(Action, '<DBInstance/>');
    case 'AddTagsToResource': {
      const name = (said.ResourceName ?? '').replace(ARN, '');
      const before = fake.instances[name] ?? { status: 'none' };
      fake.instances[name] = { ...before, tags: { ...before.tags, ...tagsOf(said) } };
      return xml(Action, '');
    }
    case 'DeleteDBInstance':
      fake.instances[id] = { ...(fake.instances[id] ?? {}), status: 'deleting' };
      return xml(Action, '<DBInstance/>');
    default:
      return xml(Action, '<DBInstance/>');
  }
}

function instanceXml(id: string, it: FakeInstance): string {
  const tags = Object.entries(it.tags ?? {}).map(
    ([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`,
  );
  const optional = (name: string, value: string | undefined): string =>
    value === undefined ? '' : `<${name}>${value}</${name}>`;
  return `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier>
    <DBInstanceArn>${ARN}${id}</DBInstanceArn><DBInstanceStatus>${it.status}</DBInstanceStatus>
    ${optional('ReadReplicaSourceDBInstanceIdentifier', it.replicaOf)}
    ${optional('LatestRestorableTime', it.latest)}
    <Endpoint><Address>localhost</Address><Port>${it.port ?? 1}</Port></Endpoint>
    <PendingModifiedValues/><TagList>${tags.join('')}</TagList></DBInstance>`;
}

/** The tags of a request: `Tags.Tag.1.Key`. */
function tagsOf(said: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const keys = Object.keys(said).filter((key) => /^Tags\.Tag\.\d+\.Key$/.test(key));
  return Object.fromEntries(
    keys.map((key) => [said[key] ?? '', said[key.replace(/Key$/, 'Value')] ?? '']),
  );
}

const TYPE = { 'content-type': 'text/xml' };
const xml = (action: string, body: string): ApiAnswer => ({
  headers: TYPE,
  body: `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result>${body}</${action}Result></${action}Response>`,
});
const refused = (code: string): ApiAnswer => ({
  ...{ status: 400, headers: TYPE },
  body: `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
