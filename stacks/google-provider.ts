import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { GoogleTarget } from '../model/deployment/google-deployment';
import { TERRAFORM, type Labels } from './labels';

/** The stack's provider, pinned to its project: a deploy with the wrong credentials stops before it changes anything. */
export function createGoogleProvider(
  stack: TerraformStack,
  { project, region, deployServiceAccount }: GoogleTarget,
  labels: Labels,
): void {
  stack.addOverride('terraform.required_version', TERRAFORM);
  const provider = new GoogleProvider(stack, 'google', {
    project,
    region,
    impersonateServiceAccount: deployServiceAccount,
    addTerraformAttributionLabel: false,
  });
  // As a property, cdktf would write managed_by for managed-by.
  provider.addOverride('default_labels', labelsOf(stack, labels));
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
    stack: stack.node.id.slice(0, LONGEST_LABEL),
    ...(owners.length > 0 ? { owner: labelOf(owners) } : {}),
    'managed-by': 'kura',
  };
}

const LONGEST_LABEL = 63;

/** Of many owners, as many as fit; other signs than a label's become one _. */
function labelOf(owners: readonly string[]): string {
  const distinct = [...new Set(owners.map(plain))].sort();
  const fitting = distinct.filter(
    (_, i) => distinct.slice(0, i + 1).join('_').length <= LONGEST_LABEL,
  );
  return fitting.length > 0 ? fitting.join('_') : (distinct[0] ?? '').slice(0, LONGEST_LABEL);
}

/** International letters are allowed in lower case. */
const plain = (owner: string): string =>
  owner.toLowerCase().replace(/[^\p{Ll}\p{Lo}\p{N}_-]+/gu, '_');
