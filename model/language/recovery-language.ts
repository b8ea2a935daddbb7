import { DRILLED_MECHANISMS } from '../recovery/mechanisms';
import { count, duration, list, mapping, must, name, named, text, word } from './words';
import { parseInstant } from '../values/instant';
import { z } from 'zod';

const demand = {
  rpo: duration('How much of the newest data may be lost (RPO).', '15m').optional(),
  rto: duration('How soon the service is back (RTO).', '2h').optional(),
};

const oneFailure = (description: string) =>
  mapping(demand, description)
    .refine(({ rpo, rto }) => rpo !== undefined || rto !== undefined, {
      error: must('name an rpo or an rto', 'Write it as { rpo: 15m, rto: 2h }, or leave it out.'),
    })
    .optional();

/** What may be lost and how long a service may be away. */
export const objectives = mapping(
  {
    ...demand,
    mistake: oneFailure('After an operator’s error or corruption of the data.'),
    zone: oneFailure('After the loss of a zone.'),
    region: oneFailure('After the loss of a region.'),
  },
  'How much data may be lost and how soon the service is back. `rpo` and `rto` take the place of the figures that the environment’s preset has; a failure named by itself counts in every environment.',
)
  .refine(
    ({ rpo, rto, mistake, zone, region }) =>
      [rpo, rto, mistake, zone, region].some((each) => each !== undefined),
    { error: must('name an rpo, an rto or a failure', 'Write it as { rpo: 15m, rto: 2h }.') },
  )
  .meta({ examples: [{ rpo: '15m', rto: '2h' }] });

const day = (description: string) =>
  text(/^\d{4}-\d\d-\d\d$/, 'be a day', 'Write it in quotes, as "2026-12-31".', description).refine(
    (value) => parseInstant(value, 'UTC').ok,
    {
      error: must('be a day of the calendar', 'Write it in quotes, as "2026-12-31".'),
    },
  );

/** What drills have shown, by mechanism. */
export const measured = named(
  text(
    new RegExp(`^(?:${DRILLED_MECHANISMS.join('|')})$`),
    `be a mechanism that is drilled (${DRILLED_MECHANISMS.join(', ')})`,
    'Write it as point-in-time-recovery.',
    'A mechanism.',
  ),
  mapping({ ...demand, on: day('The day of the drill.') }, 'What a drill of it has shown.').refine(
    ({ rpo, rto }) => rpo !== undefined || rto !== undefined,
    {
      error: must(
        'name an rpo or an rto',
        'Write what the drill has shown, as { rto: 48m, on: "2026-11-02" }.',
      ),
    },
  ),
  'What drills have shown here: it takes the place of what nobody publishes. The drills go on.',
).meta({ examples: [{ 'point-in-time-recovery': { rto: '48m', on: '2026-11-02' } }] });

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?$/;
const instant = (description: string) =>
  text(
    INSTANT,
    'be a day and a time',
    'Write it in quotes, as "2026-12-01 09:00:30", in the estate’s time zone.',
    description,
  );

/** Automated backups of RDS, as `aws rds describe-db-instance-automated-backups` names them. */
const AUTOMATED_BACKUPS = /^arn:aws:rds:[a-z0-9-]+:\d{12}:auto-backup:ab-[a-z0-9]+$/;

const restored = mapping(
  {
    time: instant('The instant to go back to, in the estate’s time zone.').optional(),
    snapshot: text(
      /^(?:[A-Za-z][A-Za-z0-9:-]{0,254}|arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:[A-Za-z0-9:-]+|\d{1,19})$/,
      'be a snapshot of RDS, by name or ARN, or the id of a backup of Cloud SQL',
      'Write it as rds:suzumina-prod-order-2026-11-20-17-05; on Google the id in quotes, as "1763659200000".',
      'The snapshot of RDS, or the backup of Cloud SQL, to restore.',
    ).optional(),
    replicatedBackup: z
      .union(
        [
          z.literal('latest'),
          instant('An instant that the replicated backups reach.'),
          z.string().regex(AUTOMATED_BACKUPS),
        ],
        {
          error: must(
            'be latest, a day and a time, or the ARN of automated backups',
            'Write `replicatedBackup: latest`, or a time in quotes, as "2026-12-01 09:00".',
          ),
        },
      )
      .describe(
        'On AWS: what the recovery region has of the database. The instance comes up there. Where the one that the backups are of is gone, by their ARN.',
      )
      .optional(),
    of: name(
      'primary or the name of a restored instance',
      'Of which instance: `primary`, or another of `restoreFrom`. It must be said once a restored instance has served.',
    ).optional(),
    readers: count(0, 15, 'Read replicas of it; none by default.').optional(),
  },
  'One instance restored beside the one that is there.',
)
  .refine(
    ({ time, snapshot, replicatedBackup }) =>
      [time, snapshot, replicatedBackup].filter((each) => each !== undefined).length === 1,
    {
      error: must(
        'name one of time, snapshot and replicatedBackup',
        'Write { time: "2026-12-01 09:00:30" }.',
      ),
    },
  )
  .refine(({ snapshot, of }) => snapshot === undefined || of === undefined, {
    path: ['of'],
    error: must('be left out beside a snapshot', 'Take it out: a snapshot says what it is of.'),
  });

/** Instances restored beside the one that is there. */
export const restoreFrom = named(
  name('a name', 'What the restored instance is called.').max(20, {
    error: must('be 20 characters at most', 'Shorten it: it is part of a cloud name.'),
  }),
  restored,
  'Instances to restore beside the one that is there, which they never change. A shared instance is restored as a whole.',
).meta({ examples: [{ 'before-import': { time: '2026-12-01 09:00:30' } }] });

export const active = name(
  'primary, recovery or the name of a restored instance',
  'Which instance serves: `primary`, `recovery` after a failover to the recovery replica, or one of `restoreFrom`. Contracts, logins and the runner follow it; nothing is destroyed.',
).meta({ examples: ['recovery'] });

export const drReplica = word(
  ['planned', 'designated'],
  'On Google, Enterprise Plus: `planned` makes the recovery replica; once it is deployed, `designated` names it as the one that takes over.',
);

export const state = word(
  ['serving', 'retiring', 'retired'],
  'Whether its instance serves (the default), is about to go (its protections are off, with an approval in `breakGlass`), or is gone but for its backups.',
);

/** Approvals of what is otherwise never done. */
export const breakGlass = list(
  mapping(
    {
      protection: word(['deletion'], 'What is turned off: the protections against deletion.'),
      of: name(
        'primary, readers, recovery or the name of a restored instance',
        'Of what; of the instance and all that belongs to it where absent.',
      ).optional(),
      reason: text(
        /^\S.{9,}$/,
        'say why, in ten characters or more',
        'Write the reason that a reviewer needs.',
        'Why it is needed.',
      ),
      approver: text(
        /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
        'be an e-mail address',
        'Write the address of who approved it.',
        'Who approved it.',
      ),
      expires: day('The last day on which it holds, for the audit: synthesis ignores it.'),
    },
    'One protection, why it is off, who approved it and until when.',
  ),
  1,
  'Protections that somebody approved to turn off for a while. They count in an audit only once they are in the base that a change is compared with.',
);
