import type { Deployment } from '../model/deployment';
import { quote, type Problem } from '../model/problem';
import type { Read } from '../model/language/yaml-file';
import { stackNames, type Only } from './build';

/**
 * Reads a choice of stacks: names with commas between them, `*` for any text. `prod-aws-order,dev-*` is one stack and
 * all of an environment. `place` is where the user wrote it: `--only`, `KURA_ONLY`.
 */
export function selectStacks(deployment: Deployment, text: string, place: string): Read<Only> {
  const patterns = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => new RegExp(`^${part.split('*').map(escapeRegExp).join('.*')}$`));
  const only: Only = (stack) => patterns.some((pattern) => pattern.test(stack));
  const names = stackNames(deployment);
  if (names.some(only)) return { ok: true, value: only };
  const required = `a stack of this deployment is required (${names.join(', ')})`;
  const cure = 'Name stacks with commas between them; * stands for any text.';
  return { ok: false, problems: [{ place, required, got: quote(text), cure }] };
}

/** cdktf 0.21 leaves ephemeral resources and the required version out of HCL, and says nothing. */
export const NO_HCL: Problem = {
  place: 'cdktf synth --hcl',
  required: 'JSON output is required',
  got: 'HCL',
  cure: 'Leave --hcl out.',
};

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
