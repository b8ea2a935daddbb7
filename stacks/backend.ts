import { GcsBackend, LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import type { AwsStateStore } from '../model/deployment/aws-deployment';
import type { GoogleStateStore } from '../model/deployment/google-deployment';

/** Where the stack's state lives. A local file is beside the output folder, so that no synth can delete it. */
export function createBackend(
  stack: TerraformStack,
  state: AwsStateStore | GoogleStateStore,
): void {
  const name = stack.node.id;
  if (state.kind === 'local') {
    new LocalBackend(stack, { path: `../../../state/${name}.tfstate` });
    return;
  }
  if (state.kind === 'gcs') {
    const { bucket, kmsKey } = state;
    new GcsBackend(stack, { bucket, prefix: name, kmsEncryptionKey: kmsKey });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: state.bucket,
    key: `${name}/terraform.tfstate`,
    region: state.region,
    encrypt: true,
    kmsKeyId: state.kmsKey,
  });
  // cdktf 0.21 has no property for S3's own locking.
  backend.addOverride('use_lockfile', true);
}
