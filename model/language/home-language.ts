import { mapping, text } from './words';

/** Where what Kura makes is, who makes it, and where Terraform keeps what it knows of it. */

export const account = text(
  /^\d{12}$/,
  'be an AWS account id of twelve digits, in quotes',
  'Write it as "123456789012": quotes keep leading zeros.',
  'The AWS account. Every provider block is pinned to it.',
);

export const awsState = mapping(
  {
    bucket: text(
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'be a bucket name',
      'Write it as suzumina-kura-state-prod.',
      'The state bucket, in the region that the state is of; `kura bootstrap` makes it.',
    ),
    kmsKey: text(
      /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/,
      'be the ARN of a KMS key',
      'Write the ARN that `kura bootstrap` printed; an alias will not do.',
      'The key that encrypts the state.',
    ),
  },
  'Where Terraform keeps state: an S3 bucket with native locking. Local files, outside the output folder, where absent.',
);

/** The role that Terraform assumes; `description` says of what. */
export const deployRole = (description: string) =>
  text(
    /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    'be a role name',
    'Write it as kura-deploy.',
    description,
  );

export const project = text(
  /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  'be a project id of 6 to 30 lower-case letters, digits and hyphens, with a letter first',
  'Write it as suzumina-prod.',
  'The Google Cloud project. Every provider block is pinned to it.',
);

export const googleState = mapping(
  {
    bucket: text(
      /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/,
      'be a bucket name',
      'Write it as suzumina-kura-state-prod.',
      'The state bucket, in the region that the state is of; `kura bootstrap --google` makes it.',
    ),
    kmsKey: text(
      /^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/locations\/[a-z0-9-]+\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/,
      'be the resource name of a Cloud KMS key',
      'Write the name that `kura bootstrap --google` printed: projects/…/cryptoKeys/….',
      'The key that encrypts the state.',
    ),
  },
  'Where Terraform keeps state: a Cloud Storage bucket, which locks by itself. Local files, outside the output folder, where absent.',
);

/** The service account that Terraform acts as; `description` says of what. */
export const deployServiceAccount = (description: string) =>
  text(
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    'be the name of a service account of the project, 6 to 30 lower-case letters, digits and hyphens, with a letter first',
    'Write it as kura-deploy.',
    description,
  );
