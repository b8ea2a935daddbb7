import {
  googleEstate,
  orderWith,
  smallEstate,
  webWith,
  GOOGLE_ESTATE,
} from '../../support/estate-folder';
import { another, ESTATE, estateAs, expectRefusal, type Refusal } from '../../support/refusals';

const GOOGLE = String(GOOGLE_ESTATE['estate.yaml']);
const APPROVAL = `breakGlass: [{ protection: deletion, reason: its data has moved, approver: cto@acme.example, expires: '2026-12-31' }]`;
const STATE = `
      state:
        bucket: acme-state
        kmsKey: arn:aws:kms:ap-northeast-1:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000`;
const TRAIL_KEY = (region: string): string =>
  `arn:aws:kms:${region}:333333333333:key/0a1b2c3d-0000-0000-0000-000000000005`;
const TRAIL = `
      audit:
        state: { bucket: acme-trail, kmsKey: '${TRAIL_KEY('ap-northeast-1')}' }
        recoveryState: { bucket: acme-trail-osaka, kmsKey: '${TRAIL_KEY('ap-northeast-3')}' }`;
const withState = (recovery: string) =>
  estateAs('      network:', `${STATE.slice(1)}${recovery}${TRAIL}\n      network:`);
const GOOGLE_KEY = (region: string): string =>
  `projects/acme-prod/locations/${region}/keyRings/state/cryptoKeys/state`;

describe('an estate is refused for', () => {
  test.each<Refusal>([
    [
      'objectives that say nothing',
      orderWith('objectives: {}'),
      'services/order.yaml:7:1: objectives must name an rpo, an rto or a failure, got a mapping. Write it as { rpo: 15m, rto: 2h }.',
    ],
    [
      'an objective of a failure that says nothing',
      orderWith('objectives: { zone: {} }'),
      'services/order.yaml:7:15: objectives.zone must name an rpo or an rto, got a mapping. Write it as { rpo: 15m, rto: 2h }, or leave it out.',
    ],
    [
      'an RPO below every mechanism’s',
      orderWith('objectives: { rpo: 1m }'),
      'services/order.yaml:7:1: in prod, after a mistake, an objective must be one that a mechanism meets (point-in-time-recovery: RPO 5m (published), RTO 47m (assumed)), got RPO 1m, RTO 2h. The nearest is RPO 5m, RTO 2h, by point-in-time-recovery: write `overrides: { prod: { objectives: { mistake: { rpo: 5m, rto: 2h } } } }`. Less than the vendor states can only be measured.',
    ],
    [
      'an RPO of a lost region that only synchronous copies have',
      orderWith('objectives: { region: { rpo: 1s, rto: 1h } }'),
      'services/order.yaml:7:1: in prod, after the loss of a region, an objective must be one that a mechanism meets (replicated-backups: RPO 30m (published), RTO 47m (assumed); recovery-replica: RPO 5m (assumed), RTO 30m (assumed)), got RPO 1s, RTO 1h. The nearest is RPO 5m, RTO 1h, by recovery-replica: write `overrides: { prod: { objectives: { region: { rpo: 5m, rto: 1h } } } }`. Where a drill shows that recovery-replica takes less here, write its result as `measured`.',
    ],
    [
      'an RTO shorter than a restore, where a standby is no help',
      orderWith('objectives: { mistake: { rpo: 15m, rto: 10m } }'),
      'services/order.yaml:7:1: in prod, after a mistake, an objective must be one that a mechanism meets (point-in-time-recovery: RPO 5m (published), RTO 47m (assumed)), got RPO 15m, RTO 10m. The nearest is RPO 15m, RTO 47m, by point-in-time-recovery: write `overrides: { prod: { objectives: { mistake: { rpo: 15m, rto: 47m } } } }`. Where a drill shows that point-in-time-recovery takes less here, write its result as `measured`.',
    ],
    [
      'an RTO that a disk of its size cannot be restored in',
      orderWith('storage: 2000GB'),
      'services/order.yaml:1:1: in prod, after a mistake, an objective must be one that a mechanism meets (point-in-time-recovery: RPO 5m (published), RTO 245m (assumed)), got RPO 15m, RTO 2h, as preset production demands. The nearest is RPO 15m, RTO 245m, by point-in-time-recovery: write `overrides: { prod: { objectives: { mistake: { rpo: 15m, rto: 245m } } } }`. Where a drill shows that point-in-time-recovery takes less here, write its result as `measured`.',
    ],
    [
      'a mechanism nobody knows',
      orderWith("measured: { backups: { rto: 5m, on: '2026-11-01' } }"),
      'services/order.yaml:7:13: measured.backups must be a mechanism that is drilled (point-in-time-recovery, replicated-backups, recovery-replica), got "backups". Write it as point-in-time-recovery.',
    ],
    [
      'a drill of what the cloud has not',
      webWith("measured: { replicated-backups: { rto: 40m, on: '2026-11-01' } }"),
      'services/web.yaml:7:1: measured must name mechanisms that google has (point-in-time-recovery, recovery-replica), got "replicated-backups". Take it out.',
    ],
    [
      'a drill that measured nothing',
      orderWith("measured: { point-in-time-recovery: { on: '2026-11-01' } }"),
      'services/order.yaml:7:13: measured.point-in-time-recovery must name an rpo or an rto, got a mapping. Write what the drill has shown, as { rto: 48m, on: "2026-11-02" }.',
    ],
    [
      'a recovery region that is the primary',
      estateAs('recoveryRegion: ap-northeast-3', 'recoveryRegion: ap-northeast-1'),
      'estate.yaml:9:7: recoveryRegion must differ from region, got "ap-northeast-1". Name another region.',
    ],
    [
      'a recovery region that is none',
      estateAs('recoveryRegion: ap-northeast-3', 'recoveryRegion: ap-northeast-9'),
      'estate.yaml:9:7: zones must be named for a region whose zones are not in the table (ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-west-1, eu-west-2, eu-west-3, sa-east-1, us-east-1, us-east-2 or us-west-2), got "ap-northeast-9". Check the name of the region, or write `recoveryNetwork` with a `cidr` and its `zones`.',
    ],
    [
      'a recovery region that RDS replicates no backups into',
      {
        ...orderWith('objectives: { region: { rpo: 1h, rto: 4h } }'),
        'estate.yaml': ESTATE.replace('ap-northeast-3', 'eu-central-1'),
      },
      'estate.yaml:9:7: RDS must replicate backups from ap-northeast-1 into the recovery region (ap-northeast-3, ap-northeast-2, ap-southeast-1, us-east-1, us-east-2 or us-west-2), got "eu-central-1". Take one of these, or demand an RPO that the recovery replica meets.',
    ],
    [
      'a state of the recovery region that is nowhere',
      withState(''),
      'estate.yaml:10:7: the stacks of the recovery region must keep their state in ap-northeast-3, got no recoveryState. Write `recoveryState: { bucket: …, kmsKey: … }` beside `state`, with its bucket and the ARN that `kura bootstrap` printed.',
    ],
    [
      'a key of another region',
      withState(`
      recoveryState:
        bucket: acme-state-osaka
        kmsKey: arn:aws:kms:ap-northeast-1:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000`),
      'estate.yaml:15:9: kmsKey must be a key of account 333333333333 in ap-northeast-3, where this state is, got "arn:aws:kms:ap-northeast-1:333333333333:key/0a1b2c3d-0000-00…". Write the ARN that `kura bootstrap` printed for the recovery region.',
    ],
    [
      'a state that is lost with the region',
      withState(`
      recoveryState:
        bucket: acme-state
        kmsKey: arn:aws:kms:ap-northeast-3:333333333333:key/0a1b2c3d-0000-0000-0000-000000000000`),
      'estate.yaml:14:9: the state of the recovery region must have a bucket of its own, got "acme-state". Name a bucket in ap-northeast-3: the other is lost with its region.',
    ],
    [
      'a key of another region on Google',
      googleEstate({
        'estate.yaml': GOOGLE.replace(
          '      network:',
          `      state: { bucket: acme-state, kmsKey: ${GOOGLE_KEY('asia-northeast1')} }
      recoveryState: { bucket: acme-osaka, kmsKey: ${GOOGLE_KEY('asia-northeast1')} }
      audit:
        state: { bucket: acme-trail, kmsKey: ${GOOGLE_KEY('asia-northeast1')} }
        recoveryState: { bucket: acme-trail-osaka, kmsKey: ${GOOGLE_KEY('asia-northeast2')} }
      network:`,
        ),
      }),
      'estate.yaml:11:44: kmsKey must be a key in asia-northeast2, where this state is, got "projects/acme-prod/locations/asia-northeast1/keyRings/state/…". Write the name that `kura bootstrap --google` printed for the recovery region.',
    ],
    [
      'an existing network without one in the recovery region',
      estateAs(
        '{ cidr: 10.30.0.0/16 }',
        '{ cidr: 10.30.0.0/16, vpc: vpc-0a1b2c3d4e5f60718, subnets: [subnet-0a1b2c3d4e5f60718, subnet-1a1b2c3d4e5f60718, subnet-2a1b2c3d4e5f60718] }',
      ),
      'estate.yaml:10:7: an existing network must have another in the recovery region, got no recoveryNetwork. Write `recoveryNetwork` beside it: an existing one of ap-northeast-3 with `vpc` and `subnets`, or a `cidr` that Kura makes one of.',
    ],
    [
      'an existing network on Google without a subnet there',
      googleEstate({
        'estate.yaml': GOOGLE.replace(
          '{ cidr: 10.31.0.0/16 }',
          '{ cidr: 10.31.0.0/16, vpc: main, range: google-services, services: 10.99.0.0/16, subnet: jobs }',
        ),
      }),
      'estate.yaml:10:7: an existing network must have a subnet for runners in asia-northeast2 too, got no recoverySubnet. Write `recoverySubnet` beside `subnet`: projects/acme-prod/regions/asia-northeast2/subnetworks/NAME, with Private Google Access and a /26 free.',
    ],
    [
      'a lock that nobody could ever lift',
      estateAs('      network:', '      vaultLock: compliance\n      network:'),
      'estate.yaml:10:7: vaultLock must be governance, got "compliance". Nobody, AWS included, can ever undo a compliance lock: Kura does not set one yet.',
    ],
    [
      'retired without retiring',
      orderWith(`state: retired\n${APPROVAL}`),
      'services/order.yaml:7:1: prod/order must have been deployed as retiring before it is retired, got no instance in the lock. Write `state: retiring`, deploy it, run `npx kura lock`, and then write `state: retired`.',
    ],
    [
      'retiring without an approval',
      orderWith('state: retiring'),
      'services/order.yaml:7:1: prod/order must have an approval of the deletion of all of it to be retiring, got none. Write below `breakGlass` an entry with `protection: deletion`, a reason, an approver and a day it expires, and without `of`.',
    ],
    [
      'retiring with an approval of its readers alone',
      orderWith(`state: retiring\n${APPROVAL.replace('deletion,', 'deletion, of: readers,')}`),
      'services/order.yaml:7:1: prod/order must have an approval of the deletion of all of it to be retiring, got one of readers alone. Write below `breakGlass` an entry with `protection: deletion`, a reason, an approver and a day it expires, and without `of`.',
    ],
    [
      'a service that retires from an instance that others use',
      {
        ...another('cart', 'placement: shared\n'),
        'services/order.yaml': orderWith(`placement: shared\nstate: retiring\n${APPROVAL}`)[
          'services/order.yaml'
        ],
      },
      'services/cart.yaml:1:1: every service on prod/shared-postgres must be retiring, as one at services/order.yaml:8:1 is, got "serving". An instance retires as a whole: move the other services first. To retire one of several, take its file out: its database stays, and the runner reports it.',
    ],
    [
      'an approval without a reason',
      orderWith(APPROVAL.replace('its data has moved', 'because')),
      'services/order.yaml:7:38: breakGlass[0].reason must say why, in ten characters or more, got "because". Write the reason that a reviewer needs.',
    ],
    [
      'an approval that ends on no day',
      orderWith(APPROVAL.replace('2026-12-31', '2026-02-31')),
      'services/order.yaml:7:94: breakGlass[0].expires must be a day of the calendar, got "2026-02-31". Write it in quotes, as "2026-12-31".',
    ],
    [
      'an approval of what nobody may turn off',
      orderWith(APPROVAL.replace('deletion', 'encryption')),
      'services/order.yaml:7:16: breakGlass[0].protection must be deletion, got "encryption". Choose one of these words.',
    ],
    [
      'a restore from nothing',
      orderWith('restoreFrom: { before: {} }'),
      'services/order.yaml:7:16: restoreFrom.before must name one of time, snapshot and replicatedBackup, got a mapping. Write { time: "2026-12-01 09:00:30" }.',
    ],
    [
      'a restore from two things',
      orderWith("restoreFrom: { before: { time: '2026-11-01 10:00', snapshot: nightly } }"),
      'services/order.yaml:7:16: restoreFrom.before must name one of time, snapshot and replicatedBackup, got a mapping. Write { time: "2026-12-01 09:00:30" }.',
    ],
    [
      'a restore at no time',
      orderWith("restoreFrom: { before: { time: '2026-02-31 10:00' } }"),
      'services/order.yaml:7:1: the time must be a day, or a day and a time, got "2026-02-31 10:00". Write it as 2026-12-01 or 2026-12-01 09:00.',
    ],
    [
      'a restore from replicated backups that there are not',
      orderWith('restoreFrom: { before: { replicatedBackup: latest } }'),
      'services/order.yaml:7:1: replicatedBackup needs backups that are replicated into the recovery region, got "latest". An objective such as `objectives: { region: { rpo: 1h, rto: 4h } }` brings them; without, restore a `snapshot` or a `time`.',
    ],
    [
      'a restore from replicated backups on Google',
      webWith('restoreFrom: { before: { replicatedBackup: latest } }'),
      'services/web.yaml:7:1: replicatedBackup is of RDS: Cloud SQL’s backups do not survive their region, got "latest". Write a `time` or a `snapshot`; after the loss of the region `active: recovery` names the replica.',
    ],
    [
      'a backup of Cloud SQL by a name',
      webWith('restoreFrom: { before: { snapshot: nightly } }'),
      'services/web.yaml:7:1: snapshot must be the id of a backup of Cloud SQL, in digits, got "nightly". Write what `gcloud sql backups list` shows, in quotes.',
    ],
    [
      'a snapshot of RDS by a number',
      orderWith("restoreFrom: { before: { snapshot: '1763659200000' } }"),
      'services/order.yaml:7:1: snapshot must be a snapshot of RDS, by name or ARN, got "1763659200000". Write it as rds:suzumina-prod-order-2026-11-20-17-05.',
    ],
    [
      'a restored instance with the name of something else',
      orderWith("restoreFrom: { recovery: { time: '2026-11-01 10:00' } }"),
      'services/order.yaml:7:1: a restored instance must not be called primary, recovery or readers, nor end in drill, got "recovery". Write another name.',
    ],
    [
      'a restored instance with too long a name',
      {
        ...orderWith(
          `id: ${'o'.repeat(36)}\nrestoreFrom: { before-the-import-ran: { time: '2026-11-01 10:00' } }`,
        ),
      },
      'services/order.yaml:8:16: restoreFrom.before-the-import-ran must be 20 characters at most, got "before-the-import-ran". Shorten it: it is part of a cloud name.',
    ],
    [
      'a restored instance with the name of a drill’s copy',
      orderWith("restoreFrom: { the-drill: { time: '2026-11-01 10:00' } }"),
      'services/order.yaml:7:1: a restored instance must not be called primary, recovery or readers, nor end in drill, got "the-drill". Write another name.',
    ],
    [
      'a restore that does not say of which, once a restored instance serves',
      orderWith(
        "restoreFrom: { a: { time: '2026-11-20 12:00' }, b: { time: '2026-11-20 15:00' } }\nactive: a",
      ),
      'services/order.yaml:7:1: b must say of which instance it is restored, by `of` (primary, a), got nothing, while a has served. Write `of: primary` where it was there before, and `of: a` for what is restored now.',
    ],
    [
      'a restore of itself, by way of another',
      orderWith(
        "restoreFrom: { a: { time: '2026-11-20 12:00', of: b }, b: { time: '2026-11-20 15:00', of: a } }",
      ),
      'services/order.yaml:7:1: a must say of which instance it is restored, by `of` (primary), got "b". Write `of: primary`, or leave it out.',
    ],
    [
      'a restore of what is not there',
      orderWith("restoreFrom: { a: { time: '2026-11-20 12:00', of: noon } }"),
      'services/order.yaml:7:1: a must say of which instance it is restored, by `of` (primary), got "noon". Write `of: primary`, or leave it out.',
    ],
    [
      'a snapshot that says of what it is',
      orderWith('restoreFrom: { a: { snapshot: nightly, of: primary } }'),
      'services/order.yaml:7:40: restoreFrom.a.of must be left out beside a snapshot, got "primary". Take it out: a snapshot says what it is of.',
    ],
    [
      'replicated backups of another region',
      orderWith(
        "objectives: { region: { rpo: 1h, rto: 4h } }\nrestoreFrom: { a: { replicatedBackup: 'arn:aws:rds:us-east-1:333333333333:auto-backup:ab-0a1b' } }",
      ),
      'services/order.yaml:8:1: replicated backups must be of account 333333333333, in ap-northeast-3, got those of account 333333333333 in us-east-1. Write the ARN that `aws rds describe-db-instance-automated-backups` shows there.',
    ],
    [
      'a snapshot of another region',
      orderWith(
        "restoreFrom: { before: { snapshot: 'arn:aws:rds:us-east-1:333333333333:snapshot:nightly' } }",
      ),
      'services/order.yaml:7:1: a snapshot must be of account 333333333333, in ap-northeast-1 or ap-northeast-3, got one of account 333333333333 in us-east-1. RDS restores a snapshot where it is: copy it first, and name the copy.',
    ],
    [
      'a snapshot of another account',
      orderWith(
        "restoreFrom: { before: { snapshot: 'arn:aws:rds:ap-northeast-1:123456789012:snapshot:nightly' } }",
      ),
      'services/order.yaml:7:1: a snapshot must be of account 333333333333, in ap-northeast-1 or ap-northeast-3, got one of account 123456789012 in ap-northeast-1. RDS restores a snapshot where it is: copy it first, and name the copy.',
    ],
    [
      'a drill on no day',
      orderWith("measured: { point-in-time-recovery: { rto: 40m, on: '2026-99-99' } }"),
      'services/order.yaml:7:49: measured.point-in-time-recovery.on must be a day of the calendar, got "2026-99-99". Write it in quotes, as "2026-12-31".',
    ],
    [
      'a measured standby, which nobody rehearses',
      orderWith("measured: { standby: { rto: 90s, on: '2026-11-02' } }"),
      'services/order.yaml:7:13: measured.standby must be a mechanism that is drilled (point-in-time-recovery, replicated-backups, recovery-replica), got "standby". Write it as point-in-time-recovery.',
    ],
    [
      'an instance that served, of which nothing is said any more',
      smallEstate({
        'instances.lock.yaml': `prod-aws-order:
  engine: postgres 17
  home: acme-prod 333333333333 ap-northeast-1
  network: 10.30.0.0/16
  active: recovery
  promoted: true
  databases: { order_service_db: order }
`,
      }),
      'services/order.yaml:1:1: active must name the instance that serves: it was recovery when it was last deployed, got nothing. Write `active: recovery`; or `active: primary`, if the primary is to serve with the data that it has.',
    ],
    [
      'an instance that serves and is not there',
      orderWith('active: before'),
      'services/order.yaml:7:1: active must be primary or recovery, got "before". Name an instance of `restoreFrom`, or leave it out.',
    ],
    [
      'a recovery replica that serves and is not there',
      { ...orderWith('objectives: { region: { rpo: 1h, rto: 4h } }\nactive: recovery') },
      'services/order.yaml:8:1: active must be primary, got "recovery". There is no recovery replica here: restore from `replicatedBackup` or a snapshot, and name that.',
    ],
    [
      'a designation on Google without a recovery replica',
      googleEstate({
        'estate.yaml': GOOGLE.replace('preset: production', 'preset: staging'),
        'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml'])}drReplica: designated\n`,
      }),
      'services/web.yaml:7:1: drReplica must have a recovery replica to speak of, got "designated". Leave it out, or demand an objective for the loss of a region.',
    ],
    [
      'a designation in an edition that has none',
      googleEstate({
        'estate.yaml': GOOGLE.replace('preset: production', 'preset: staging'),
        'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml'])}tier: balanced-2\nobjectives: { region: { rpo: 1h, rto: 4h } }\ndrReplica: designated\n`,
      }),
      'services/web.yaml:9:1: drReplica is of Enterprise Plus (here balanced-2 is db-custom-2-8192, which exists in Enterprise), got "designated". Leave it out: the replica is promoted by itself, or take a tier of Enterprise Plus.',
    ],
    [
      'an approval of a part that is not there',
      orderWith(APPROVAL.replace('deletion,', 'deletion, of: reader,')),
      'services/order.yaml:7:1: of must be primary, readers or recovery, got "reader". Did you mean "readers"?',
    ],
    [
      'a designation of a recovery replica on AWS',
      orderWith('drReplica: designated'),
      'services/order.yaml:7:1: drReplica is of Google, got "designated". Leave it out: RDS promotes its recovery replica when it is told to.',
    ],
    [
      'an environment named like the recovery region’s part of another',
      estateAs(
        'environments:',
        `environments:
  prod-recovery:
    preset: development
    aws:
      account: '333333333333'
      region: ap-northeast-3
      recoveryRegion: ap-northeast-1
      network: { cidr: 10.31.0.0/16 }`,
      ),
      'estate.yaml:4:3: an environment must not be named like the recovery region’s part of prod, got "prod-recovery". Write another name.',
    ],
    [
      'an instance named like what stands beside another',
      another('order-recovery'),
      'services/order-recovery.yaml:1:1: an instance id must not be foundation, recovery, drill or watch, nor end in -recovery, -drill, -watch or like a reader’s, nor have -at- in it, got "order-recovery". Write another `id:`.',
    ],
  ])('%s', expectRefusal);
});
