import type { z } from 'zod';
import type { AlertUnit } from '../alerts/alert';
import type { AlertName } from '../alerts/alert-names';
import { ALERTS } from '../alerts/catalogue';
import { TOLD } from '../alerts/severity';
import { mapping, must, count, duration, size, text } from './words';

/** Reads a threshold in its alert’s own unit. */
const UNITS: Readonly<Record<AlertUnit, (description: string) => z.ZodType<number>>> = {
  percent: (description) =>
    text(
      /^(?:100(?:\.0)?|[1-9]?\d(?:\.\d)?)%$/,
      'be a share from 0% to 100%, with one decimal at most',
      'Write it as 80% or 97.5%.',
      description,
    ).transform((share) => Number(share.slice(0, -1))),
  seconds: (description) =>
    duration(description, '10s').transform((milliseconds) => milliseconds / 1000),
  bytes: (description) => size(description, '10GB'),
  count: (description) => count(0, 2_147_483_647, description),
  days: (description) =>
    duration(description, '30d').transform((milliseconds) => milliseconds / 86_400_000),
};

/** The alerts whose thresholds a service may state, and of which severities. */
export const STATABLE = ALERTS.filter(({ possible }) => possible !== undefined);

/** A mistyped name is told of by itself: what it names is not nothing. */
const isClean = ({ issues }: { readonly issues: readonly unknown[] }): boolean =>
  issues.length === 0;

const thresholds = Object.fromEntries(
  STATABLE.map(({ name, title, unit }) => [
    name,
    mapping(
      Object.fromEntries(
        TOLD.map((severity) => [
          severity,
          UNITS[unit](
            `From where on ${title} is a ${severity === 'critical' ? 'page' : 'warning'}.`,
          ).optional(),
        ]),
      ) as Record<(typeof TOLD)[number], z.ZodOptional<z.ZodType<number>>>,
      `When ${title}.`,
    )
      .refine((stated) => Object.keys(stated).length > 0, {
        error: must('name a warning or a critical', 'Write it as { warning: …, critical: … }.'),
        when: isClean,
      })
      .optional(),
  ]),
);

/** Thresholds that a service states instead of those that Kura derives. */
export const alerts = mapping(
  thresholds as Readonly<Record<AlertName, (typeof thresholds)[string]>>,
  'Thresholds of alerts, in place of those that Kura derives (docs/reference/alerts.md). An environment’s override replaces them one by one, by alert and severity. No alert can be switched off.',
)
  .refine((stated) => Object.keys(stated).length > 0, {
    error: must('name an alert', 'Write it as { cpu: { warning: 80% } }, or leave it out.'),
    when: isClean,
  })
  .meta({ examples: [{ cpu: { warning: '80%' }, 'replica-lag': { warning: '10s' } }] });
