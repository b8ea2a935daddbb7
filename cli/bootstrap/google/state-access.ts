import type { Accounts } from './account-names';
import { roleName, type Place } from './project-scope';

/** `terraform plan -lock=false`: it writes nothing, so it takes no lock either. */
export const STATE_READ: readonly string[] = ['storage.objects.get', 'storage.objects.list'];

/** Cloud Storage takes replacing an object for deleting it, so who writes state can delete it. Old versions stay. */
export const STATE_WRITE: readonly string[] = [
  ...STATE_READ,
  'storage.objects.create',
  'storage.objects.delete',
];

/** Members with their role. */
export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

/** Who may do what in a state bucket: not the editors and viewers of the project, whom Google lets in by default. */
export function bucketBindings(place: Place, { deploy, plan }: Accounts): Binding[] {
  const owners = [`projectOwner:${place.project}`];
  return [
    { role: roleName(place, 'state'), members: [`serviceAccount:${deploy}`] },
    { role: roleName(place, 'state_read'), members: [`serviceAccount:${plan}`] },
    { role: 'roles/storage.legacyBucketOwner', members: owners },
    { role: 'roles/storage.legacyObjectOwner', members: owners },
  ];
}
