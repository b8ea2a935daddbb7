import type { GoogleRequest } from './iam-evaluator';
import type { Config, Json } from './synth';

const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
};

/** The resource that `${type.name.attribute}` refers to, in the same stack. */
function referred({ resource }: Config, reference: unknown): Json {
  const [, type = '', name = ''] = /^\$\{(\w+)\.(\w+)\.\w+\}$/.exec(text(reference)) ?? [];
  const found = resource[type]?.[name];
  if (!found) throw new Error(`nothing at ${text(reference)}`);
  return found;
}

/** What IAM’s conditions see of a request about a resource of the output: its name there, and the roles that it grants. */
export function requestOf(
  config: Config,
  project: string,
  type: string,
  args: Json,
): GoogleRequest {
  const keyName = (key: Json): string => {
    const ring = referred(config, key.key_ring);
    return `projects/${project}/locations/${text(ring.location)}/keyRings/${text(ring.name)}/cryptoKeys/${text(key.name)}`;
  };
  // Secret Manager knows a project by its number.
  const secretName = (secret: Json): string => `projects/424242/secrets/${text(secret.secret_id)}`;
  const bucketName = (bucket: unknown): string =>
    `projects/_/buckets/${text(text(bucket).startsWith('$') ? referred(config, bucket).name : bucket)}`;
  const machineName = (zone: unknown, name: unknown): string =>
    `projects/${project}/zones/${text(zone)}/instances/${text(name)}`;
  switch (type) {
    case 'google_kms_crypto_key':
      return { resource: keyName(args), granted: [] };
    case 'google_kms_crypto_key_iam_binding':
      return {
        resource: keyName(referred(config, args.crypto_key_id)),
        granted: [text(args.role)],
      };
    case 'google_secret_manager_secret':
      return { resource: secretName(args), granted: [] };
    case 'google_secret_manager_secret_iam_binding':
      return { resource: secretName(referred(config, args.secret_id)), granted: [text(args.role)] };
    case 'google_logging_project_bucket_config':
      return {
        resource: `projects/${project}/locations/${text(args.location)}/buckets/${text(args.bucket_id)}`,
        granted: [],
      };
    case 'google_storage_bucket':
      return { resource: bucketName(args.name), granted: [] };
    case 'google_storage_bucket_iam_member':
      return { resource: bucketName(args.bucket), granted: [text(args.role)] };
    case 'google_compute_instance':
      return { resource: machineName(args.zone, args.name), granted: [] };
    case 'google_compute_instance_iam_member':
      return { resource: machineName(args.zone, args.instance_name), granted: [text(args.role)] };
    case 'google_cloud_run_v2_job_iam_member':
    case 'google_iap_tunnel_instance_iam_member':
    case 'google_project_iam_member':
      return { resource: `projects/${project}`, granted: [text(args.role)] };
    default:
      return { resource: `projects/${project}`, granted: [] };
  }
}
