import { drillsOf } from '../../../cli/drill/choose-drill';
import { drillJob } from '../../../cli/drill/on-google';
import type { GoogleFoundation } from '../../../model/deployment/google-deployment';
import { DRILL_ENDING } from '../../../model/recovery/drill-order';
import { deploymentOf, googleInstanceOf, webWith } from '../../support/estate-folder';
import { synthesized } from '../../support/synthesized';

test.each([
  ['the primary serves', ''],
  ['the recovery region serves', 'active: recovery'],
])('finds every job where its stack puts it while %s', (_, line) => {
  const deployment = deploymentOf(webWith(line));
  const instance = googleInstanceOf(webWith(line), 'prod-google-web');
  const [foundation] = deployment.foundations as readonly [GoogleFoundation];
  const found = drillsOf(instance).map((each) => {
    const { stack, name, region } = drillJob({ instance, foundation }, each);
    return { stack, name, region };
  });
  const made = [...synthesized(deployment)]
    .filter(([stack]) => stack.startsWith('prod-google-web'))
    .flatMap(([stack, { resource }]) =>
      Object.values(resource.google_cloud_run_v2_job ?? {}).map(({ name, location }) => ({
        ...{ stack, name, region: location },
      })),
    )
    .filter(({ name }) => String(name).endsWith(DRILL_ENDING));
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found)).toEqual(new Set(made));
});
