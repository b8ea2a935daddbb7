import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { pin } from '../address';

export interface ProgramReaderSettings {
  readonly address: string;
  readonly part: 'runner' | 'drill' | 'watch';
  readonly identifier: string;
  readonly bucket: string;
  /** Who reads, by e-mail address. */
  readonly account: string;
  /** How the names of the states begin that it reads besides; null where it reads none. */
  readonly stack: string | null;
}

/**
 * A job's right to read the program that it runs, and its own states. A mount also lists the bucket, which is asked of the bucket
 * itself and by no prefix ("IAM Conditions on buckets", Cloud Storage; measured in lanes-sh/link#100, 2026-08): it sees the names of
 * the other states.
 */
export class ProgramReader extends Construct {
  readonly right: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    settings: ProgramReaderSettings,
    after: readonly ITerraformDependable[],
  ) {
    super(scope, id);
    const { address, part, identifier, bucket, account, stack } = settings;
    const name = `projects/_/buckets/${bucket}`;
    const member = new StorageBucketIamMember(this, 'Resource', {
      bucket,
      role: 'roles/storage.objectViewer',
      member: `serviceAccount:${account}`,
      condition: {
        title: `${identifier}: program${stack === null ? '' : ' and state'}`,
        description:
          stack === null
            ? `Reads the runner's program for ${identifier}`
            : `Reads the runner's program and the declared state of ${identifier}`,
        expression: [
          `resource.name == "${name}"`,
          `resource.name.startsWith("${name}/objects/runner-")`,
          ...(stack === null ? [] : [`resource.name.startsWith("${name}/objects/${stack}.")`]),
        ].join(' || '),
      },
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    this.right = pin(member, address, part);
  }
}
