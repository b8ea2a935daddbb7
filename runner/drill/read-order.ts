import { z } from 'zod';
import type { Mirrors } from '../../model/deployment/mirrors';
import type { Problem } from '../../model/problem';
import {
  DRILL_ENDING,
  type AwsDrillOrder,
  type DrillCall,
  type GoogleDrillOrder,
} from '../../model/recovery/drill-order';
import { callProblem, text } from '../read-call';

/** What was ordered, or what is wrong with it. */
export type ReadCall = { readonly call: DrillCall } | { readonly problems: readonly Problem[] };

const count = z.int().min(0);
const words = z.record(text, z.string());

const facts = {
  ...{ format: z.literal(1), stack: text, engine: z.enum(['postgres', 'mysql']) },
  ...{ instance: text, source: text },
  target: text.endsWith(DRILL_ENDING, { error: `its name ends with ${DRILL_ENDING}` }),
  admin: z.strictObject({ login: text, role: text, bootstrap: text.optional() }),
  ...{ databases: z.array(text), roles: z.array(text) },
  ...{ rpo: count.nullable(), rto: count.nullable(), longest: count },
};

const aws = z.strictObject({
  ...facts,
  cloud: z.literal('aws'),
  mechanism: z.enum(['point-in-time-recovery', 'replicated-backups', 'recovery-replica']),
  copy: z.strictObject({
    ...{ instanceClass: text, subnetGroup: text, parameterGroup: text },
    optionGroup: text.optional(),
    ...{ securityGroups: z.array(text).min(1), tags: words },
  }),
});

const google = z.strictObject({
  ...facts,
  ...{ cloud: z.literal('google'), project: text, region: text, labels: words },
  mechanism: z.enum(['point-in-time-recovery', 'recovery-replica']),
  copy: z
    .strictObject({
      ...{ network: text, kmsKey: text, databaseVersion: text, machineType: text },
      ...{ edition: z.enum(['ENTERPRISE', 'ENTERPRISE_PLUS']), flags: words },
    })
    .nullable(),
});

const call = z.strictObject({
  phase: z.enum(['start', 'continue', 'end']),
  drill: z
    .discriminatedUnion('cloud', [aws, google])
    .refine(({ target, source, instance }) => ![source, instance].includes(target), {
      error: 'it is never what it is a copy of',
      path: ['target'],
    })
    .refine(({ longest, rto }) => longest >= (rto ?? 0), {
      error: 'no less than the rto',
      path: ['longest'],
    })
    .refine(
      (order) =>
        order.cloud === 'aws' || (order.copy !== null) === (order.mechanism === 'recovery-replica'),
      { error: 'of a replica, and of nothing else', path: ['copy'] },
    ),
});

true satisfies Mirrors<typeof aws, AwsDrillOrder>;
true satisfies Mirrors<typeof google, GoogleDrillOrder>;

/** Whether this is a call for a drill, right or wrong, and no declared state. */
export function isDrillCall(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'drill' in value;
}

/** Reads a call: a key too many or too few is another version's, and an order that could touch another instance is refused. */
export function readCall(value: unknown): ReadCall {
  const read = call.safeParse(value);
  if (read.success) return { call: read.data };
  return {
    problems: read.error.issues.map((issue) => callProblem('the drill’s call', issue, value)),
  };
}
