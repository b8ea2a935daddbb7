import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runAsJob } from '../../../runner/hosts/job';
import { awsOrder, googleOrder } from '../drill/orders';

const folder = mkdtempSync(path.join(tmpdir(), 'kura-job-'));
afterAll(() => rmSync(folder, { recursive: true }));

const STATE = {
  ...{ format: 1, stack: 'prod-google-order', platform: 'cloud-sql', engine: 'postgres' },
  ...{ version: '17', admin: { login: 'r@p.iam', role: 'cloudsqlsuperuser' } },
  ...{ databases: [], logins: [] },
};

function file(state: unknown): string {
  const at = path.join(folder, 'state.json');
  writeFileSync(at, JSON.stringify(state));
  return at;
}

it.each([
  ['no file is named', [], 'The file of the declared state must be named.'],
  ['there is no such file', ['/none/state.json'], 'ENOENT'],
])('never begins where %s', async (_case, args, said) => {
  const lines: string[] = [];
  expect(await runAsJob(args, {}, (line) => lines.push(line))).toBe(2);
  expect(lines.join('\n')).toContain(said);
});

it('never begins with a state of another version', async () => {
  const lines: string[] = [];
  const args = [file({ ...STATE, format: 2 })];
  expect(await runAsJob(args, {}, (line) => lines.push(line))).toBe(2);
  expect(lines[0]).toMatch(/^the state.format: must be right/);
});

it('never begins without its instance', async () => {
  const lines: string[] = [];
  expect(await runAsJob([file(STATE)], {}, (line) => lines.push(line))).toBe(2);
  expect(lines[0]).toContain('KURA_INSTANCE must be set');
});

describe('a call for a drill', () => {
  const said = async (call: unknown): Promise<string> => {
    const lines: string[] = [];
    expect(await runAsJob([file(call)], {}, (line) => lines.push(line))).toBe(2);
    return lines.join('\n');
  };

  it('is told from a state, and refused where it is not right', async () => {
    const drill = { ...googleOrder(), target: 'suzumina-prod-order' };
    expect(await said({ drill, phase: 'start' })).toContain(
      'the drill’s call.drill.target: must be',
    );
  });

  it('is of Cloud SQL, from the start on', async () => {
    const refusal = 'The drill’s order must be of Cloud SQL here, and its phase start.';
    expect(await said({ drill: awsOrder(), phase: 'start' })).toBe(refusal);
    expect(await said({ drill: googleOrder(), phase: 'end' })).toBe(refusal);
  });
});
