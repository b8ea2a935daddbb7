/**
 * Zones of AWS regions that every account can use, by letter. ap-northeast-1b is closed to new accounts, us-west-1 gives
 * each account two of its zones: such zones are left out. A region that is not here can be used by naming its zones.
 * Source: "AWS Regions and Availability Zones" (AWS Regions and Zones user guide, read 2026-11).
 */
const AWS_ZONE_LETTERS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ca-central-1': 'abd',
  'eu-central-1': 'abc',
  'eu-north-1': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdf',
  'us-east-2': 'abc',
  'us-west-2': 'abcd',
};

export const AWS_REGIONS: readonly string[] = Object.keys(AWS_ZONE_LETTERS);

/** `ap-northeast-1a`, … in the order subnets take them; empty for a region the table does not know. */
export function awsZones(region: string): readonly string[] {
  return Array.from(AWS_ZONE_LETTERS[region] ?? '', (letter) => `${region}${letter}`);
}

const [TOKYO, OSAKA, SEOUL, SINGAPORE, SYDNEY, MUMBAI] = [
  'ap-northeast-1',
  'ap-northeast-3',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-south-1',
];
const [VIRGINIA, OHIO, CALIFORNIA, OREGON] = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];
const [FRANKFURT, IRELAND, LONDON, PARIS, STOCKHOLM] = [
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
];

/**
 * Into which regions RDS replicates automated backups, by the region they come from. Source: "Replicating automated backups to
 * another AWS Region" (RDS user guide of 2023-06, the newest copy with its table). Where a region is missing, ask
 * `aws rds describe-source-regions`, and add it here.
 */
export const REPLICATED_BACKUP_REGIONS: Readonly<Record<string, readonly string[]>> = {
  [TOKYO]: [OSAKA, SEOUL, SINGAPORE, VIRGINIA, OHIO, OREGON],
  [OSAKA]: [TOKYO],
  [SEOUL]: [SINGAPORE, TOKYO, VIRGINIA, OHIO, OREGON],
  [SINGAPORE]: [MUMBAI, SEOUL, SYDNEY, TOKYO, VIRGINIA, OHIO, OREGON],
  [FRANKFURT]: [IRELAND, LONDON, PARIS, STOCKHOLM, VIRGINIA, OHIO, OREGON],
  [IRELAND]: [
    ...['ca-central-1', FRANKFURT, LONDON, PARIS, STOCKHOLM],
    ...[VIRGINIA, OHIO, CALIFORNIA, OREGON],
  ],
  [VIRGINIA]: [
    ...[MUMBAI, SEOUL, SINGAPORE, SYDNEY, TOKYO, 'ca-central-1', FRANKFURT, IRELAND, LONDON],
    ...[PARIS, STOCKHOLM, 'sa-east-1', OHIO, CALIFORNIA, OREGON],
  ],
  [OREGON]: [
    ...[MUMBAI, SEOUL, SINGAPORE, SYDNEY, TOKYO, 'ca-central-1', FRANKFURT, IRELAND],
    ...[VIRGINIA, OHIO, CALIFORNIA],
  ],
};

/**
 * Regions that have Enterprise Plus. Source: "Instance settings" (Cloud SQL, older copy, before the list became "Region
 * availability overview"; read 2026-11), with asia-east2 from the release note of 2024-12-05. The list grows: a region that is new there is added here.
 */
export const ENTERPRISE_PLUS_REGIONS: readonly string[] = [
  'africa-south1',
  'asia-east1',
  'asia-east2',
  'asia-northeast1',
  'asia-northeast2',
  'asia-northeast3',
  'asia-south1',
  'asia-south2',
  'asia-southeast1',
  'asia-southeast2',
  'australia-southeast1',
  'australia-southeast2',
  'europe-central2',
  'europe-north1',
  'europe-southwest1',
  'europe-west1',
  'europe-west2',
  'europe-west3',
  'europe-west4',
  'europe-west6',
  'europe-west8',
  'europe-west9',
  'europe-west10',
  'europe-west12',
  'me-central1',
  'me-central2',
  'me-west1',
  'northamerica-northeast1',
  'northamerica-northeast2',
  'southamerica-east1',
  'southamerica-west1',
  'us-central1',
  'us-east1',
  'us-east4',
  'us-east5',
  'us-south1',
  'us-west1',
  'us-west2',
  'us-west3',
  'us-west4',
];

/** Every region of Cloud SQL; the last ones have the Enterprise edition alone (the same page). */
export const GOOGLE_REGIONS: readonly string[] = [
  ...ENTERPRISE_PLUS_REGIONS,
  'europe-north2',
  'northamerica-south1',
  'us-central2',
];
