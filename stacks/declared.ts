import type { Deployment } from '../model/deployment/deployment';

/**
 * The text of `deployment.json`, instance by instance: the same bytes as `JSON.stringify(deployment, null, 2)`, without a text
 * of ten thousand decisions in memory.
 */
export function* declaredText(deployment: Deployment): Generator<string> {
  let before = '{\n';
  for (const [key, value] of Object.entries(deployment) as [string, unknown][]) {
    yield `${before}  ${JSON.stringify(key)}: `;
    before = ',\n';
    if (Array.isArray(value) && value.length > 0) yield* listText(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* listText(items: readonly unknown[]): Generator<string> {
  let before = '[\n';
  for (const item of items) {
    yield before + JSON.stringify({ a: [item] }, null, 2).slice(AROUND.before, -AROUND.after);
    before = ',\n';
  }
  yield '\n  ]';
}

/** What JSON writes around the one item of a list, two levels deep, as the item of `deployment.json` stands. */
const AROUND = { before: '{\n  "a": [\n'.length, after: '\n  ]\n}'.length };
