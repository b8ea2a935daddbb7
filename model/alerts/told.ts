import { originOf } from './channels';
import type { Channel, Routes } from './routes';
import type { ToldSeverity } from './severity';

/** Who is told in one place: by e-mail, and by what exists there already. */
export interface Told {
  readonly emails: readonly string[];
  /** ARNs of topics in one region, or names of channels in one project. */
  readonly existing: readonly string[];
}

/** Who of the channels is told in a region: an alarm acts on topics of its own region alone. */
export function toldInRegion(channels: readonly Channel[], region: string): Told {
  return toldBy(channels, (arn) => originOf('aws', arn) === region);
}

/** Who of the channels is told in a project: an alert policy takes channels of its own project alone. */
export function toldInProject(channels: readonly Channel[], project: string): Told {
  return toldBy(channels, (name) => originOf('google', name) === project);
}

/** Whether a topic is another account’s. */
export const isElsewhere = (arn: string, account: string): boolean => arn.split(':')[4] !== account;

/** Whether that is somebody. */
export const reaches = ({ emails, existing }: Told): boolean => emails.length + existing.length > 0;

function toldBy(channels: readonly Channel[], isHere: (existing: string) => boolean): Told {
  const emails = channels.flatMap(({ kind, name }) => (kind === 'email' ? [name] : []));
  const existing = channels.flatMap((channel) => channel.existing.filter(isHere));
  return { emails: [...new Set(emails)], existing: [...new Set(existing)] };
}

/** Of which severities somebody is told in a region. */
export function toldHere(
  { warning, critical }: Routes,
  region: string,
): Readonly<Record<ToldSeverity, boolean>> {
  return {
    warning: reaches(toldInRegion(warning, region)),
    critical: reaches(toldInRegion(critical, region)),
  };
}
