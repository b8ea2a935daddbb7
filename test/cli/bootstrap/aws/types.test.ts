import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NEEDS } from '../../../support/terraform-actions';

/** Every construct's type, also one that no shipped service makes: found by the provider's subpaths that are imported. */
test('every type of a construct or a stack is known', () => {
  const root = path.resolve(__dirname, '../../../..');
  const files = ['constructs/aws', 'stacks'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((file) =>
      readFileSync(path.join(root, folder, file), 'utf8'),
    ),
  );
  const types = files
    .flatMap((text) => [...text.matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)])
    .map(([, slug = '']) => `aws_${slug.replace(/^data-aws-/, '').replaceAll('-', '_')}`)
    .filter((type) => type !== 'aws_provider');
  expect(new Set(types).size).toBeGreaterThan(30);
  expect(types.filter((type) => !(type in NEEDS))).toEqual([]);
  // A password that nobody keeps is no construct's: the provider has no class for it.
  expect(Object.keys(NEEDS).filter((type) => !types.includes(type))).toEqual([
    'aws_secretsmanager_random_password',
  ]);
});
