import { roleName, type ProjectScope } from './project-scope';

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
export function bucketBindings(scope: ProjectScope): Binding[] {
  const owners = [`projectOwner:${scope.project}`];
  return [
    { role: roleName(scope, 'state'), members: [`serviceAccount:${scope.accounts.deploy}`] },
    { role: roleName(scope, 'state_read'), members: [`serviceAccount:${scope.accounts.plan}`] },
    { role: 'roles/storage.legacyBucketOwner', members: owners },
    { role: 'roles/storage.legacyObjectOwner', members: owners },
  ];
}
