import { AccountTrail, type AccountTrailSettings } from '../../../constructs/aws/account-trail';
import { resource, synthOf } from '../../support/synth';

const trailOf = (settings: Partial<AccountTrailSettings> = {}) =>
  resource(
    synthOf(
      (stack) =>
        new AccountTrail(
          stack,
          'trail',
          {
            ...{ address: 'audit', account: '333333333333', name: 'audit-acme-prod' },
            ...{ calls: true, store: null, everyRegion: true },
            ...settings,
          },
          { bucket: { name: 'store' }, key: { arn: 'arn:key' }, after: [] },
        ),
    ),
    'aws_cloudtrail',
    'audit_333333333333',
  );

const calls = {
  name: 'calls',
  field_selector: [{ field: 'eventCategory', equals: ['Management'] }],
};

test('a trail records every call of its account, read or write, signed and under the store’s key', () => {
  expect(trailOf()).toEqual({
    name: 'audit-acme-prod',
    s3_bucket_name: 'store',
    s3_key_prefix: 'trail',
    kms_key_id: 'arn:key',
    enable_logging: true,
    enable_log_file_validation: true,
    is_multi_region_trail: true,
    include_global_service_events: true,
    advanced_event_selector: [calls],
    depends_on: [],
  });
});

test('that of the recovery region is of that region alone', () => {
  expect(trailOf({ everyRegion: false })).toMatchObject({
    is_multi_region_trail: false,
    include_global_service_events: false,
  });
});

const store = (trail: object) => JSON.stringify(trail);

test.each([
  ['beside the calls', true, 2],
  ['alone, where another trail records the calls', false, 1],
])('that of the store records what is done with its objects %s', (_, withCalls, selectors) => {
  const trail = trailOf({ calls: withCalls, store: 'store' });
  expect(trail.advanced_event_selector).toHaveLength(selectors);
  expect(store(trail)).toContain('"starts_with":["arn:aws:s3:::store/"]');
  expect(store(trail).includes('Management')).toBe(withCalls);
});

test('it does not record what it writes: each record would be one more', () => {
  const { advanced_event_selector: selectors } = trailOf({ calls: false, store: 'store' });
  const [{ field_selector: fields }] = selectors as [
    { readonly field_selector: readonly { readonly field: string }[] },
  ];
  const named = fields.filter(({ field }) => field === 'eventName');
  expect(named).toEqual([
    {
      field: 'eventName',
      not_equals: [
        'AbortMultipartUpload',
        'CompleteMultipartUpload',
        'CreateMultipartUpload',
        'PutObject',
        'UploadPart',
      ],
    },
  ]);
});
