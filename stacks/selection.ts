import type { Deployment } from '../model/deployment/deployment';
import { nearest, quote, type Problem } from '../model/problem';
import type { Read } from '../model/language/yaml-file';
import { stackNames, type Only } from './build';

/**
 * Reads a choice of stacks: names with commas between them, `*` for any text. `prod-aws-order,dev-*` is one stack and
 * all of an environment; several texts are as one. Each name must be of a stack. `place` is where the user wrote it:
 * `--only`, `KURA_ONLY`.
 */
export function selectStacks(
  deployment: Deployment,
  texts: string | readonly string[],
  place: string,
): Read<Only> {
  const names = stackNames(deployment);
  const patterns = [texts].flat().flatMap(splitNames);
  const matchers = patterns.map(matcherOf);
  const unmatched = patterns.filter((_, i) => !names.some((name) => matchers[i]?.test(name)));
  if (unmatched.length === 0) {
    return { ok: true, value: (stack) => matchers.some((matcher) => matcher.test(stack)) };
  }
  const known = names.length > 0 ? names.join(', ') : 'it has none';
  const required = `a stack of this deployment is required (${known})`;
  const problems = [...new Set(unmatched)].map((pattern) => {
    const meant = nearest(pattern, names);
    const cure =
      meant === undefined
        ? 'Name stacks with commas between them; * stands for any text.'
        : `Did you mean "${meant}"?`;
    return { place, required, got: quote(pattern), cure };
  });
  return { ok: false, problems };
}

/** The names in a text with commas; a text without any is its own one name, which no stack has. */
function splitNames(text: string): readonly string[] {
  const names = text.split(',').map((part) => part.trim());
  const stated = names.filter((name) => name !== '');
  return stated.length > 0 ? stated : [text];
}

function matcherOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`);
}

/** cdktf 0.21 leaves ephemeral resources and the required version out of HCL, and says nothing. */
export const NO_HCL: Problem = {
  place: 'cdktf synth --hcl',
  required: 'JSON output is required',
  got: 'HCL',
  cure: 'Leave --hcl out.',
};

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
