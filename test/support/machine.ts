import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { PolicyDocument } from '../../cli/bootstrap/aws/policy-document';
import { estateFolder } from './estate-folder';

/** What a fake cloud holds, by name: fake-aws.sh and fake-gcloud.sh say how things are named. */
export type Cloud = Readonly<Record<string, string>>;

export interface Call {
  readonly service: string;
  readonly verb: string;
  readonly options: Readonly<Record<string, string>>;
  readonly documents: readonly PolicyDocument[];
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly Call[];
  /** What was called that changes something. */
  readonly writes: readonly string[];
}

export interface MachineChoice {
  /** The clouds’ commands that it has. */
  readonly clouds?: readonly ('aws' | 'gcloud')[];
  readonly holding?: Cloud;
}

const ROOT = path.resolve(__dirname, '../..');
const FILE = 'file://';

/** A machine with a fake cloud: its programs, and what the cloud holds. */
export class Machine {
  private readonly folder = estateFolder({});
  private readonly calls = path.join(this.folder, 'calls');
  private readonly bin = path.join(this.folder, 'bin');
  private readonly things = path.join(this.folder, 'cloud');

  constructor({ clouds = ['aws', 'gcloud'], holding = {} }: MachineChoice = {}) {
    for (const made of [this.bin, this.things]) mkdirSync(made);
    for (const [name, thing] of Object.entries(holding))
      writeFileSync(path.join(this.things, name.replaceAll('/', ',')), `${thing}\n`);
    for (const program of ['bash', 'cat', 'mktemp', 'rm', 'sort', 'tr']) {
      const file = ['/usr/bin', '/bin']
        .map((at) => path.join(at, program))
        .find((each) => existsSync(each));
      if (file !== undefined) symlinkSync(file, path.join(this.bin, program));
    }
    for (const command of clouds) {
      copyFileSync(path.join(__dirname, `fake-${command}.sh`), path.join(this.bin, command));
      chmodSync(path.join(this.bin, command), 0o755);
    }
    // No test waits.
    writeFileSync(path.join(this.bin, 'sleep'), '#!/usr/bin/env bash\n', { mode: 0o755 });
  }

  get cloud(): Cloud {
    return Object.fromEntries(
      readdirSync(this.things)
        .sort()
        .map((name) => [
          name.replaceAll(',', '/'),
          readFileSync(path.join(this.things, name), 'utf8').replace(/\n$/, ''),
        ]),
    );
  }

  /** A program with its arguments and input, with the credentials of an account, or gcloud’s project. */
  run(
    account: string,
    program: string,
    args: readonly string[],
    input = '',
    more: Readonly<Record<string, string>> = {},
  ): Ran {
    writeFileSync(this.calls, '');
    const env = {
      PATH: this.bin,
      FAKE_CLOUD: this.things,
      FAKE_CALLS: this.calls,
      FAKE_ACCOUNT: account,
      ...more,
    };
    const { status, stdout, stderr } = spawnSync(program, args, {
      input,
      env,
      encoding: 'utf8',
      cwd: ROOT,
    });
    const calls = readFileSync(this.calls, 'utf8').split('\x1e').slice(0, -1).map(callOf);
    const writes = calls
      .filter(({ verb }) => !/^(?:(?:get|list|head|describe)(?:-|$)|service-agent$)/.test(verb))
      .map(({ service, verb }) => `${service} ${verb}`);
    return { code: status, out: stdout, err: stderr, calls, writes };
  }

  script(account: string, text: string, more?: Readonly<Record<string, string>>): Ran {
    return this.run(account, 'bash', ['-s'], text, more);
  }
}

/** How often each word is there. */
export const counted = (words: readonly string[]): Record<string, number> =>
  Object.fromEntries(words.map((word) => [word, words.filter((each) => each === word).length]));

/** A call as the fake commands write it down. A document that is not JSON fails the test. */
function callOf(line: string): Call {
  const [service = '', verb = '', ...rest] = line.split('\x1f');
  const options = Object.fromEntries(
    rest.map((option) => {
      const at = option.indexOf('=');
      return [option.slice(0, at), option.slice(at + 1)] as const;
    }),
  );
  const documents = Object.values(options)
    .filter((value) => value.startsWith(FILE))
    .map((value) => JSON.parse(value.slice(FILE.length)) as PolicyDocument);
  return { service, verb, options, documents };
}
