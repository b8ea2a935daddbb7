import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AwsInstance } from '../../model/deployment/aws-deployment';
import type { Deployment, Instance } from '../../model/deployment/deployment';
import type { GoogleInstance } from '../../model/deployment/google-deployment';
import { loadEstate } from '../../model/language/load-estate';
import { sayProblem } from '../../model/problem';
import { resolve } from '../../model/resolver/resolve';

/** Files of an estate by name; a Buffer for bytes that are not text, undefined to leave a base file out. */
export type EstateFiles = Readonly<Record<string, string | Buffer | undefined>>;

/** The last line of either estate’s environment. */
const NOTIFY = '    notify: [oncall@acme.example]\n';

/** The smallest estate: one environment, one service. */
export const SMALL_ESTATE: EstateFiles = {
  'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: production
    aws:
      account: '333333333333'
      region: ap-northeast-1
      recoveryRegion: ap-northeast-3
      network: { cidr: 10.30.0.0/16 }
${NOTIFY}`,
  'services/order.yaml': `service: order
owner: team-order
cloud: aws
engine: postgres
access:
  - { identity: role/order-api, role: writer }
`,
};

/** The same on Google Cloud. */
export const GOOGLE_ESTATE: EstateFiles = {
  'estate.yaml': `organisation: acme
timeZone: Asia/Tokyo
environments:
  prod:
    preset: production
    google:
      project: acme-prod
      region: asia-northeast1
      recoveryRegion: asia-northeast2
      network: { cidr: 10.31.0.0/16 }
${NOTIFY}`,
  'services/web.yaml': `service: web
owner: team-web
cloud: google
engine: postgres
access:
  - { identity: 'serviceAccount:web-api', role: writer }
`,
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes an estate into a folder of its own, which goes with the test file. */
export function estateFolder(files: EstateFiles): string {
  const folder = mkdtempSync(join(tmpdir(), 'kura-estate-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The Deployment of an estate, or its problems as the user reads them. */
export function resolveFiles(files: EstateFiles): { deployment?: Deployment; problems: string[] } {
  const estate = loadEstate(estateFolder(files));
  if (!estate.ok) return { problems: estate.problems.map(sayProblem) };
  const result = resolve(estate.value);
  return result.ok
    ? { deployment: result.value, problems: [] }
    : { problems: result.problems.map(sayProblem) };
}

/** The Deployment of an estate that must resolve. */
export function deploymentOf(files: EstateFiles): Deployment {
  const { deployment, problems } = resolveFiles(files);
  if (!deployment) throw new Error(`the estate does not resolve:\n${problems.join('\n')}`);
  return deployment;
}

/** One instance of an estate that must resolve, by stack. */
export function instanceOf(files: EstateFiles, stack: string): Instance {
  const { instances } = deploymentOf(files);
  const instance = instances.find((each) => each.stack === stack);
  if (!instance)
    throw new Error(`no ${stack} among ${instances.map((each) => each.stack).join(', ')}`);
  return instance;
}

/** The same of an instance on AWS. */
export function awsInstanceOf(files: EstateFiles, stack: string): AwsInstance {
  const instance = instanceOf(files, stack);
  if (instance.cloud !== 'aws') throw new Error(`${stack} is on ${instance.cloud}`);
  return instance;
}

/** The same of an instance on Google Cloud. */
export function googleInstanceOf(files: EstateFiles, stack: string): GoogleInstance {
  const instance = instanceOf(files, stack);
  if (instance.cloud !== 'google') throw new Error(`${stack} is on ${instance.cloud}`);
  return instance;
}

/** The small estate with files changed, or lines added to its one service. */
export function smallEstate(changes: EstateFiles): EstateFiles {
  return { ...SMALL_ESTATE, ...changes };
}

/** The small estate’s service with lines after its own. */
export function orderWith(lines: string): EstateFiles {
  return smallEstate({
    'services/order.yaml': `${String(SMALL_ESTATE['services/order.yaml'])}${lines}\n`,
  });
}

/** The small estate’s estate.yaml with lines after its own. */
export function estateWith(lines: string): EstateFiles {
  return smallEstate({ 'estate.yaml': `${String(SMALL_ESTATE['estate.yaml'])}${lines}\n` });
}

/** Its estate.yaml with lines below `aws:`, after those that are there. */
export function awsWith(lines: string): EstateFiles {
  return smallEstate({ 'estate.yaml': belowCloud(String(SMALL_ESTATE['estate.yaml']), lines) });
}

/** The small estate on Google Cloud with files changed. */
export function googleEstate(changes: EstateFiles): EstateFiles {
  return { ...GOOGLE_ESTATE, ...changes };
}

/** Its service with lines after its own. */
export function webWith(lines: string): EstateFiles {
  return googleEstate({
    'services/web.yaml': `${String(GOOGLE_ESTATE['services/web.yaml'])}${lines}\n`,
  });
}

/** Its estate.yaml with lines below `google:`, after those that are there. */
export function googleWith(lines: string): EstateFiles {
  return googleEstate({ 'estate.yaml': belowCloud(String(GOOGLE_ESTATE['estate.yaml']), lines) });
}

/** The estate.yaml of either estate with lines below its cloud, after those that are there. */
export function belowCloud(estate: string, lines: string): string {
  if (!estate.includes(NOTIFY)) throw new Error('estate.yaml has no notify');
  return estate.replace(NOTIFY, `${lines.replaceAll(/^/gm, '      ')}\n${NOTIFY}`);
}

/** One of its files with a text in place of another, which must be there. */
export function googleAs(
  file: 'estate' | 'service',
  from: string,
  to: string,
  files: EstateFiles = GOOGLE_ESTATE,
): EstateFiles {
  const name = file === 'estate' ? 'estate.yaml' : 'services/web.yaml';
  const text = String(files[name]);
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  return { ...files, [name]: text.replace(from, to) };
}
