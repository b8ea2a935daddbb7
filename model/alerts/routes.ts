import type { ToldSeverity } from './severity';

export const CHANNEL_KINDS = ['email', 'chat', 'pager'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A way by which an alert reaches somebody. */
export interface Channel {
  readonly kind: ChannelKind;
  /** Its name in the estate; of an e-mail channel the address. */
  readonly name: string;
  /**
   * What exists already, since it would take a token to make it: ARNs of SNS topics on AWS, one in each region that tells it of
   * something; on Google `projects/PROJECT/notificationChannels/ID`, one in each project. None of an e-mail channel, which is made.
   */
  readonly existing: readonly string[];
}

/**
 * Who is told of each severity: who hears of warnings hears of what is critical, too. Of an environment that tells nobody, which only
 * development may be, both are empty: its alerts stand on dashboards.
 */
export type Routes = Readonly<Record<ToldSeverity, readonly Channel[]>>;

/** Whether somebody is told of anything. */
export const tells = ({ warning, critical }: Routes): boolean =>
  warning.length + critical.length > 0;
