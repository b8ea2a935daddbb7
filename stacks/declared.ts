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
    yield `${before}    ${JSON.stringify(item, null, 2).replaceAll('\n', '\n    ')}`;
    before = ',\n';
  }
  yield '\n  ]';
}
