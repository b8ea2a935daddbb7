import { accountTrails } from '../../../model/audit/account-trails';
import type { AwsAudit } from '../../../model/deployment/aws-deployment';
import { PROD, PROD_RECOVERED } from '../../support/aws-deployment';
import { given } from '../../support/service';

const [OWN, OTHER, STORE] = ['333333333333', '444444444444', '555555555555'];
const AWAY = PROD.audit;
/** The environment’s own account keeps it. */
const HOME: AwsAudit = {
  ...AWAY,
  primary: { ...AWAY.primary, target: { ...AWAY.primary.target, account: OWN } },
};
const ORGANISATIONS = given('arn:aws:cloudtrail:ap-northeast-1:666666666666:trail/organisation');

const namesOf = (audit: AwsAudit, region: 'primary' | 'recovery' = 'primary') =>
  accountTrails(audit, region).map(({ account, name, calls, store, everyRegion }) => [
    ...[account, name],
    ...(calls ? ['calls'] : []),
    ...(store ? ['store'] : []),
    ...(everyRegion ? ['every region'] : []),
  ]);

test('each account has one trail, which is the store’s too where that is there', () => {
  expect(namesOf(HOME)).toEqual([
    [OWN, 'audit-acme-prod', 'calls', 'store', 'every region'],
    [OTHER, 'audit-acme-prod', 'calls', 'every region'],
  ]);
});

test('an account that only keeps the store has one of the store and of all that is done there', () => {
  expect(namesOf(AWAY)).toEqual([
    [OWN, 'audit-acme-prod', 'calls', 'every region'],
    [OTHER, 'audit-acme-prod', 'calls', 'every region'],
    [STORE, 'audit-acme-prod-store', 'calls', 'store', 'every region'],
  ]);
});

test.each([
  ['its own account', HOME, OWN],
  ['an account of its own', AWAY, STORE],
])('where another trail records the calls, one of the store in %s is left', (_, audit, account) => {
  expect(namesOf({ ...audit, trail: ORGANISATIONS })).toEqual([
    [account, 'audit-acme-prod-store', 'store'],
  ]);
});

test('those of the recovery region are of that region: the primary’s are of every one', () => {
  expect(namesOf(PROD_RECOVERED.audit, 'recovery')).toEqual([
    [OWN, 'audit-acme-prod-recovery', 'calls'],
    [OTHER, 'audit-acme-prod-recovery', 'calls'],
    [STORE, 'audit-acme-prod-recovery-store', 'calls', 'store'],
  ]);
  expect(namesOf(AWAY, 'recovery')).toEqual([]);
});

test('two environments with a recovery region fit into one account, of whose five trails AWS gives no more', () => {
  const recovered: AwsAudit = {
    ...PROD_RECOVERED.audit,
    primary: HOME.primary,
    recovery: {
      ...HOME.primary,
      ...PROD_RECOVERED.audit.recovery,
      target: { ...HOME.primary.target, region: 'ap-northeast-3' },
    },
  };
  const own = (region: 'primary' | 'recovery') =>
    accountTrails(recovered, region).filter(({ account }) => account === OWN).length;
  expect(2 * (own('primary') + own('recovery'))).toBeLessThanOrEqual(5);
});
