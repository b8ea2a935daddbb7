export interface WatchPolicySettings {
  readonly account: string;
  readonly region: string;
  /** How the names of the secrets begin, with its last slash; null where there are none. */
  readonly secrets: string | null;
}

/**
 * What watches may do: see how databases, their backups and their passwords stand, of all and by listing, and change nothing. It reads no
 * password, and writes metrics by printing them.
 *
 * "Actions, resources, and condition keys for Amazon RDS" (Service Authorization Reference, read 2026-11) lets a description be limited to
 * one database; one that names none is judged by `db:*` (LeanerCloud/CUDly#1699, 2026-08). RDS takes no beginning of a name as a filter,
 * so that those of others in the region are seen too. Pending maintenance is refused to whom it is allowed for databases alone
 * (qonto/prometheus-rds-exporter#96, 2023-12).
 */
export function watchStatements({
  account,
  region,
  secrets,
}: WatchPolicySettings): readonly object[] {
  const all = (kind: string): string => `arn:aws:rds:${region}:${account}:${kind}:*`;
  return [
    {
      Sid: 'SeeDatabases',
      Effect: 'Allow',
      Action: ['rds:DescribeDBInstances', 'rds:DescribeDBSnapshots'],
      Resource: [all('db'), all('snapshot')],
    },
    {
      Sid: 'FindByListing',
      Effect: 'Allow',
      // None of these can be limited to a resource.
      Action: [
        'rds:DescribeDBInstanceAutomatedBackups',
        'rds:DescribePendingMaintenanceActions',
        ...(secrets === null ? [] : ['secretsmanager:ListSecrets']),
      ],
      Resource: ['*'],
      Condition: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    ...(secrets === null
      ? []
      : [
          {
            Sid: 'SeeSecretVersions',
            Effect: 'Allow',
            Action: ['secretsmanager:ListSecretVersionIds'],
            Resource: [`arn:aws:secretsmanager:${region}:${account}:secret:${secrets}*`],
          },
        ]),
  ];
}
