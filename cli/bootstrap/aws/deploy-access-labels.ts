import { inRegions, type AccountPlace } from './account-scope';
import type { Statement } from './policy-document';

type Condition = Statement['Condition'];

/** The tags that every stack's provider gives (stacks/provider.ts), as a request carries them. */
const labelled = (
  key: 'RequestTag' | 'ResourceTag',
  { organisation, environment }: AccountPlace,
) => ({
  [`aws:${key}/organisation`]: organisation,
  [`aws:${key}/environment`]: environment,
  [`aws:${key}/managed-by`]: 'kura',
});

/** What is made gets our tags with it. */
export const comesLabelled = (scope: AccountPlace): Condition => ({
  StringEquals: { ...inRegions(scope), ...labelled('RequestTag', scope) },
});

/** What is changed has our tags already. */
export const isLabelled = (scope: AccountPlace): Condition => ({
  StringEquals: { ...inRegions(scope), ...labelled('ResourceTag', scope) },
});

/** What gets our tags has none yet, or these; never those of another environment. */
export const getsLabelled = (scope: AccountPlace): Condition => ({
  ...comesLabelled(scope),
  StringEqualsIfExists: labelled('ResourceTag', scope),
});

/** A condition that also wants these keys equal. */
export const withEquals = (
  condition: Condition,
  keys: Readonly<Record<string, string | readonly string[]>>,
): Condition => ({ ...condition, StringEquals: { ...condition?.StringEquals, ...keys } });
