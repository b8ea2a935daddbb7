import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { Construct } from 'constructs';
import { addressOf, pin } from '../address';
import { PREFIXES } from './audit-bucket';

export interface AuditDatabaseSettings {
  readonly address: string;
  /** The store’s name. */
  readonly name: string;
  readonly bucket: string;
  readonly keepDays: number;
  /** The accounts whose calls are in it. */
  readonly accounts: readonly string[];
}

/** A table, as Athena reads one. */
interface Table {
  readonly name: string;
  readonly description: string;
  readonly prefix: string;
  /** Below the prefix, with a placeholder for each partition. */
  readonly path: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly partitions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly serializationLibrary: string;
  readonly inputFormat: string;
}

/**
 * How what is kept is read with SQL. No table is ever filled or crawled: Athena works out where each day lies ("Partition projection",
 * Athena user guide, read 2026-11). How far back that goes is what the store keeps, reckoned from the query’s own day.
 */
export class AuditDatabase extends Construct {
  constructor(scope: Construct, id: string, settings: AuditDatabaseSettings) {
    super(scope, id);
    const { address, name } = settings;
    const database = new GlueCatalogDatabase(this, 'Resource', {
      name: name.replaceAll('-', '_'),
      description: `What ${name} keeps`,
    });
    pin(database, address);
    for (const table of [databaseLog(settings), accountCalls(settings)]) {
      createTable(this, settings, table, database.name);
    }
  }
}

function createTable(
  scope: Construct,
  { address, bucket }: AuditDatabaseSettings,
  { name, description, prefix, path, columns, partitions, ...format }: Table,
  databaseName: string,
): void {
  const location = `s3://${bucket}/${prefix}`;
  const projections = Object.entries(partitions).flatMap(([key, rule]) =>
    Object.entries(rule).map(([what, value]) => [`projection.${key}.${what}`, value] as const),
  );
  const table = new GlueCatalogTable(scope, name, {
    name,
    description,
    databaseName,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      ...Object.fromEntries(projections),
      'storage.location.template': `${location}${path}`,
    },
    partitionKeys: Object.keys(partitions).map((key) => ({ name: key, type: 'string' })),
    storageDescriptor: {
      location,
      inputFormat: format.inputFormat,
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      columns: columns.map(([column, type]) => ({ name: column, type })),
      serDeInfo: { serializationLibrary: format.serializationLibrary },
    },
  });
  pin(table, addressOf(address, name));
}

/** Terraform would take `${day}` for its own. */
const placeholder = (partition: string): string => `$$\{${partition}}`;

/** A day more than is kept: what is of yesterday may arrive today. */
const days = (keepDays: number) => ({
  type: 'date',
  format: 'yyyy/MM/dd',
  range: `NOW-${String(keepDays + 1)}DAYS,NOW`,
  interval: '1',
  'interval.unit': 'DAYS',
});

/** One row for each batch that CloudWatch Logs sent, with its events as they came. */
function databaseLog({ keepDays }: AuditDatabaseSettings): Table {
  return {
    name: 'database_log',
    description: 'Lines of databases and of what works in them, by the day on which they arrived',
    prefix: PREFIXES.databases,
    path: `${placeholder('day')}/`,
    columns: [
      ['messagetype', 'string'],
      ['owner', 'string'],
      ['loggroup', 'string'],
      ['logstream', 'string'],
      ['subscriptionfilters', 'array<string>'],
      ['logevents', 'array<struct<id:string,timestamp:bigint,message:string>>'],
    ],
    partitions: { day: days(keepDays) },
    serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  };
}

/** Columns as "Create the table for CloudTrail logs in Athena using partition projection" (Athena user guide, read 2026-11) has them. */
const CALL = [
  ['eventversion', 'string'],
  [
    'useridentity',
    [
      'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string',
      'onbehalfof:struct<userid:string,identitystorearn:string>',
      'sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>',
      'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>',
      'ec2roledelivery:string',
      'webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>>>',
    ].join(','),
  ],
  ['eventtime', 'string'],
  ['eventsource', 'string'],
  ['eventname', 'string'],
  ['awsregion', 'string'],
  ['sourceipaddress', 'string'],
  ['useragent', 'string'],
  ['errorcode', 'string'],
  ['errormessage', 'string'],
  ['requestparameters', 'string'],
  ['responseelements', 'string'],
  ['additionaleventdata', 'string'],
  ['requestid', 'string'],
  ['eventid', 'string'],
  ['readonly', 'string'],
  ['resources', 'array<struct<arn:string,accountid:string,type:string>>'],
  ['eventtype', 'string'],
  ['apiversion', 'string'],
  ['recipientaccountid', 'string'],
  ['serviceeventdetails', 'string'],
  ['sharedeventid', 'string'],
  ['vpcendpointid', 'string'],
] as const;

/**
 * One row for each call. A query names the regions that it asks about: a list here would be silent about one that AWS opens tomorrow
 * ("Dynamic ID partitioning", Athena user guide, read 2026-11).
 */
function accountCalls({ accounts, keepDays }: AuditDatabaseSettings): Table {
  const [account, region, day] = ['account', 'region', 'day'].map(placeholder);
  return {
    name: 'account_calls',
    description: 'Calls in each account, and each reading and deletion in the store',
    prefix: PREFIXES.trail,
    path: `AWSLogs/${account}/CloudTrail/${region}/${day}/`,
    columns: CALL,
    partitions: {
      account: { type: 'enum', values: accounts.join(',') },
      region: { type: 'injected' },
      day: days(keepDays),
    },
    serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe',
    inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
  };
}
