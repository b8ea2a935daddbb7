import type { Column, Plain, Said, Setting, Statements } from './settings';

const HERE = '11111111-2222-3333-4444-555555555555';
const OTHER = '66666666-7777-8888-9999-000000000000';
const ENVIRONMENT_AUDIT = 'estate.environments.<name>.audit';

/** How an environment’s trail is kept, and below its `<cloud>` where. */
export function auditSettings(cloud: string, recovering: Statements): readonly Setting[] {
  const audit = `${cloud}.audit`;
  const stated = stateOf(cloud);
  const there = { ...recovering, ...stated, ...recoveryStateOf(cloud) };
  return [
    { path: `${ENVIRONMENT_AUDIT}.lock`, to: 'off' },
    { path: `${ENVIRONMENT_AUDIT}.keep`, to: '400d' },
    { path: `${audit}.account`, to: '555555555555' },
    { path: `${audit}.project`, to: 'acme-audit' },
    { path: `${audit}.deployRole`, to: 'keepers' },
    { path: `${audit}.deployServiceAccount`, to: 'keepers' },
    {
      path: `${audit}.trail`,
      to: 'arn:aws:cloudtrail:ap-northeast-1:555555555555:trail/organisation',
    },
    { path: `${audit}.state.bucket`, to: 'acme-other-trail-state', given: stated },
    { path: `${audit}.state.kmsKey`, to: keyIn('primary', OTHER), given: stated },
    { path: `${audit}.recoveryState.bucket`, to: 'acme-other-trail-state-there', given: there },
    { path: `${audit}.recoveryState.kmsKey`, to: keyIn('recovery', OTHER), given: there },
  ];
}

/** An environment’s state, which its trail’s must stand beside. */
export function stateOf(cloud: string): Statements {
  return {
    [`${cloud}.state.bucket`]: 'acme-state',
    [`${cloud}.state.kmsKey`]: keyIn('primary', HERE),
    [`${cloud}.audit.state.bucket`]: 'acme-trail-state',
    [`${cloud}.audit.state.kmsKey`]: keyIn('primary', HERE),
  };
}

/** The same of the recovery region. */
export function recoveryStateOf(cloud: string): Statements {
  return {
    [`${cloud}.recoveryState.bucket`]: 'acme-state-there',
    [`${cloud}.recoveryState.kmsKey`]: keyIn('recovery', HERE),
    [`${cloud}.audit.recoveryState.bucket`]: 'acme-trail-state-there',
    [`${cloud}.audit.recoveryState.kmsKey`]: keyIn('recovery', HERE),
  };
}

/** A key of the column’s cloud. */
export function keyIn(region: 'primary' | 'recovery', name: string): Said {
  const [aws, google] =
    region === 'primary'
      ? ['ap-northeast-1', 'asia-northeast1']
      : ['ap-northeast-3', 'asia-northeast2'];
  return ({ cloud }: Column): Plain =>
    cloud === 'aws'
      ? `arn:aws:kms:${aws}:333333333333:key/${name}`
      : `projects/acme-staging/locations/${google}/keyRings/kura/cryptoKeys/${name}`;
}
