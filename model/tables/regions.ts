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
