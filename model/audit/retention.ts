import type { PresetName } from '../tables/presets';
import type { DataClass } from './data-class';

const MONTH = 30;
const QUARTER = 90;
const YEAR = 365;

/**
 * Days that a trail is kept at least, by preset and by what its databases hold. Of cardholder data PCI DSS 4.0.1 asks for twelve months,
 * the last three at hand (10.5.1): a month more, so that an audit of the year still has its first day. No regime that Kura knows of
 * states a length for the others (GDPR 5(1)(e): no longer than it is needed). Development and staging are as long as their logs.
 * All of it is at hand until it goes: neither store moves it to where it must be restored from.
 */
export const TRAIL_DAYS: Readonly<Record<PresetName, Readonly<Record<DataClass, number>>>> = {
  development: { internal: MONTH, personal: MONTH, payment: MONTH },
  staging: { internal: QUARTER, personal: QUARTER, payment: QUARTER },
  production: { internal: YEAR, personal: YEAR, payment: YEAR + MONTH },
};

/** The longest that both stores keep: a log bucket’s `retentionDays` ("LogBucket", Cloud Logging API, read 2026-11). */
export const LONGEST_TRAIL_DAYS = 3650;
