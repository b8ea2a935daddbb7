import { PROD, SHIPPED, accountOf, planOf } from '../../../support/bootstrap-plan';

describe('the state bucket and its key', () => {
  const [store] = accountOf(planOf(SHIPPED, 'prod'), PROD).stateStores;

  test('refuse plain HTTP, old TLS, and objects under another key', () => {
    expect(
      store?.bucketPolicy.Statement.map(({ Sid, Effect, Condition }) => [Sid, Effect, Condition]),
    ).toEqual([
      ['OnlyTls', 'Deny', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['OnlyTls12', 'Deny', { NumericLessThan: { 's3:TlsVersion': '1.2' } }],
      [
        'OnlyKms',
        'Deny',
        {
          Null: { 's3:x-amz-server-side-encryption': 'false' },
          StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        },
      ],
      [
        'OnlyItsKey',
        'Deny',
        {
          Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': '{{state_key}}' },
        },
      ],
    ]);
  });

  test('keep old versions a year, block public access, and encrypt with the bucket’s own key', () => {
    expect(JSON.stringify(store?.lifecycle)).toContain('"NoncurrentDays":365');
    expect(store?.versioning).toEqual({ Status: 'Enabled' });
    expect(Object.values(store?.publicAccess ?? {})).toEqual([true, true, true, true]);
    expect(store?.ownership).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
    expect(store?.encryption).toEqual({
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: 'aws:kms',
            KMSMasterKeyID: '{{state_key}}',
          },
          BucketKeyEnabled: true,
        },
      ],
    });
  });

  test('have a key policy that spells out every action', () => {
    const actions = store?.keyPolicy.Statement.flatMap(({ Action }) => Action) ?? [];
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions).not.toContain('kms:CreateGrant');
  });
});
