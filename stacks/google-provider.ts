import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { GoogleTarget } from '../model/deployment/google-deployment';
import { TERRAFORM, type Labels } from './labels';

/** The stack's provider, pinned to its project: a deploy with the wrong credentials stops before it changes anything. */
export function createGoogleProvider(
  stack: TerraformStack,
  target: GoogleTarget,
  labels: Labels,
): void {
  stack.addOverride('terraform.required_version', TERRAFORM);
  createPinned(stack, 'google', target, labels);
}

/** One beside it, pinned in the same way to another project: for what of that the stack makes. */
export function createGoogleProviderAt(
  stack: TerraformStack,
  target: GoogleTarget,
  labels: Labels,
): GoogleProvider {
  const { project } = target;
  return createPinned(stack, `google-${project}`, target, labels, project);
}

function createPinned(
  stack: TerraformStack,
  id: string,
  { project, region, deployServiceAccount }: GoogleTarget,
  labels: Labels,
  alias?: string,
): GoogleProvider {
  const provider = new GoogleProvider(stack, id, {
    project,
    region,
    impersonateServiceAccount: deployServiceAccount,
    addTerraformAttributionLabel: false,
    ...(alias === undefined ? {} : { alias }),
  });
  // As a property, cdktf would write managed_by for managed-by.
  provider.addOverride('default_labels', labelsOf(stack, labels));
  return provider;
}

/**
 * The labels of everything in a stack. Values have lower-case letters, digits, _ and -, 63 characters at most ("Requirements for
 * labels", Resource Manager, read 2026-11).
 */
export function labelsOf(
  stack: TerraformStack,
  { organisation, environment, owners }: Labels,
): Readonly<Record<string, string>> {
  return {
    organisation,
    environment,
    stack: cut(stack.node.id),
    ...(owners.length > 0 ? { owner: labelOf(owners) } : {}),
    'managed-by': 'kura',
  };
}

/** Characters, and bytes of UTF-8: Secret Manager counts both (Secret resource, Secret Manager API, 2026-11). */
const LONGEST_LABEL = 63;
const LARGEST_LABEL = 128;

const fits = (value: string): boolean =>
  Array.from(value).length <= LONGEST_LABEL && Buffer.byteLength(value) <= LARGEST_LABEL;

/** Of many owners, as many as fit; other signs than a label's become one _. */
function labelOf(owners: readonly string[]): string {
  const distinct = [...new Set(owners.map(plain))].sort();
  const fitting = distinct.filter((_, i) => fits(distinct.slice(0, i + 1).join('_')));
  return fitting.length > 0 ? fitting.join('_') : cut(distinct[0] ?? '');
}

/** By whole characters: half of a pair is none. */
function cut(value: string): string {
  let kept = '';
  for (const sign of value) {
    if (!fits(kept + sign)) return kept;
    kept += sign;
  }
  return kept;
}

/** International letters are allowed in lower case. */
const plain = (owner: string): string =>
  owner.toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}_-]+/gu, '_');
