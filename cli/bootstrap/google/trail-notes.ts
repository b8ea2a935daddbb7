import { nameOf } from './account-names';
import { TRAIL_TAG } from './conditions';
import type { Place, ProjectScope } from './project-scope';

/** What the reader should know of a trail in a project that has databases, too. */
export function trailNotesBeside({ trail, project }: ProjectScope, deploy: string): string[] {
  const hands = nameOf(trail.accounts.deploy);
  return [
    `${hands} makes what keeps the audit trail${trail.store ? '' : ', and here what brings logs to it'}. Who may act as it is said apart (--audit-trust), and ${deploy} is not among them: it is marked with the tag ${TRAIL_TAG.key}, and ${deploy} may run nothing as what is marked so, nor delete it. Tags on service accounts were a preview of Google’s in 2025-08.`,
    `What remains: ${deploy} may change and delete any sink of the project, the trail’s too, for which Kura knows no condition, and any metric and alert policy. Then nothing more is recorded from here, and that is recorded: a sink’s change is in the project’s Admin Activity log, which nobody switches off or deletes.`,
    ...(trail.store
      ? [
          `The store is in the same project: ${deploy} cannot change or delete its log bucket or key. But it may run jobs as any other service account of the project, Compute Engine’s default one among them, and the project’s owners may do all of it. Only a project of its own keeps those from the trail: \`google: { audit: { project: … } }\`, other than ${project}.`,
          ...storeNotes(trail.store.lock, hands),
        ]
      : []),
  ];
}

/** Of a project that has the store and nothing else. */
export function trailNotes({ trail }: Place, github: boolean): string[] {
  const { accounts, store } = trail;
  const hands = nameOf(accounts.deploy);
  return [
    `State of the trail is read with the credentials Terraform runs with: export GOOGLE_IMPERSONATE_SERVICE_ACCOUNT=${accounts.deploy}.`,
    `${hands} goes on to its like in each project that writes to the trail: run this section first. No account that deploys the environment has anything here. Who owns the project may do all of it: let them be others than the environment’s.`,
    ...storeNotes(store?.lock ?? 'off', hands),
    ...(store?.lock === 'governance'
      ? [
          'A lien keeps the project from being deleted. Who has resourcemanager.projects.updateLiens lifts it (roles/owner, roles/resourcemanager.lienModifier), and is recorded.',
        ]
      : []),
    ...(github
      ? [
          'GitHub is trusted by the repository’s name: whoever gets that name after you, gets in. Let others than who deploys approve its environment for the trail.',
        ]
      : []),
  ];
}

const storeNotes = (lock: 'off' | 'governance', hands: string): string[] =>
  lock === 'governance'
    ? [
        `${hands} may shorten how long the store keeps, never delete it or its key: an owner of the project may, on purpose. Entries that a shorter time takes stay for seven days, and come back where it is made longer again.`,
      ]
    : [`${hands} may shorten and delete the store: its lock is off.`];
