import type { Construct } from 'constructs';
import { createChannels, type AlertChannels } from '../constructs/google/notification-channels';
import type { Routes } from '../model/alerts/routes';
import { toldInProject } from '../model/alerts/told';

export interface GoogleChannelsChoice {
  readonly address: string;
  /** Whose alarms they are. */
  readonly name: string;
  readonly project: string;
  readonly routes: Routes;
}

/** Who is told of a stack’s alarms. */
export function createGoogleChannels(
  scope: Construct,
  { routes: { warning, critical }, ...place }: GoogleChannelsChoice,
): AlertChannels {
  const { project } = place;
  const told = {
    warning: toldInProject(warning, project),
    critical: toldInProject(critical, project),
  };
  return createChannels(scope, { ...place, told });
}
