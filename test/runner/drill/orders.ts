import type { AwsDrillOrder, GoogleDrillOrder } from '../../../model/recovery/drill-order';

const MINUTE = 60_000;

/** A drill of replicated backups, unless it is said otherwise. */
export function awsOrder(more: Partial<AwsDrillOrder> = {}): AwsDrillOrder {
  return {
    ...{ format: 1, cloud: 'aws', engine: 'postgres', mechanism: 'replicated-backups' },
    ...{ stack: 'prod-aws-order-recovery', instance: 'suzumina-prod-order' },
    source: 'arn:aws:rds:ap-northeast-1:123456789012:db:suzumina-prod-order',
    target: 'suzumina-prod-order-drill',
    admin: { login: 'kura_admin', role: 'kura_admin', bootstrap: 'kura_admin' },
    ...{ databases: ['order_db'], roles: ['order_app'] },
    ...{ rpo: 30 * MINUTE, rto: 60 * MINUTE, longest: 180 * MINUTE },
    copy: {
      ...{ instanceClass: 'db.t4g.medium', subnetGroup: 'suzumina-prod-recovery' },
      ...{ securityGroups: ['sg-1'], parameterGroup: 'suzumina-prod-order-recovery-17' },
      tags: { organisation: 'suzumina', environment: 'prod' },
    },
    ...more,
  };
}

/** A drill of point-in-time recovery, unless it is said otherwise. */
export function googleOrder(more: Partial<GoogleDrillOrder> = {}): GoogleDrillOrder {
  return {
    ...{ format: 1, cloud: 'google', engine: 'postgres', mechanism: 'point-in-time-recovery' },
    ...{ stack: 'prod-google-order', instance: 'suzumina-prod-order' },
    ...{ source: 'suzumina-prod-order', target: 'suzumina-prod-order-drill' },
    admin: { login: 'runner@suzumina.iam', role: 'cloudsqlsuperuser' },
    ...{ databases: ['order_db'], roles: ['order_app'] },
    ...{ rpo: 15 * MINUTE, rto: 60 * MINUTE, longest: 180 * MINUTE },
    ...{ project: 'suzumina', region: 'asia-northeast1', copy: null },
    labels: { organisation: 'suzumina', environment: 'prod' },
    ...more,
  };
}

/** What a temporary replica is made with. */
export const REPLICA: GoogleDrillOrder['copy'] = {
  network: 'projects/suzumina/global/networks/prod',
  kmsKey: 'projects/suzumina/locations/asia-northeast2/keyRings/r/cryptoKeys/k',
  ...{ databaseVersion: 'POSTGRES_17', edition: 'ENTERPRISE', machineType: 'db-custom-2-4096' },
  flags: { 'cloudsql.iam_authentication': 'on' },
};
