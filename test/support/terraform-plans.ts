import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Deployment } from '../../model/deployment/deployment';
import { rowsOf, scratch } from './synth';

/** What real Terraform would do with one stack, whose state is a local file. */
export interface Plans {
  readonly apply: (deployment: Deployment) => void;
  /** `update aws_db_instance.order` of what is not left as it is. */
  readonly plan: (deployment: Deployment) => readonly string[];
  /** Changes what the state says of a resource, as a refresh would that found it so. */
  readonly find: (address: string, attributes: Readonly<Record<string, unknown>>) => void;
}

interface Change {
  readonly address: string;
  readonly mode: string;
  readonly change: { readonly actions: readonly string[] };
}

interface State {
  serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
  }[];
}

export function plansOf(stack: string): Plans {
  const folder = scratch();
  const out = path.join(folder, 'cdktf.out');
  const credentials = { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  const terraform = (...argv: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('terraform', [...argv, '-no-color'], {
      cwd: path.join(out, 'stacks', stack),
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, TF_INPUT: '0', ...credentials },
    });
    if (status !== 0) throw new Error(stdout + stderr);
    return stdout;
  };
  let initialized = false;
  const write = (deployment: Deployment): void => {
    rowsOf(deployment, { out, only: (name) => name === stack });
    if (!initialized) terraform('init');
    initialized = true;
  };
  return {
    apply: (deployment) => {
      write(deployment);
      terraform('apply', '-auto-approve');
    },
    plan: (deployment) => {
      write(deployment);
      terraform('plan', '-out', 'plan');
      const { resource_changes: changes } = JSON.parse(terraform('show', '-json', 'plan')) as {
        readonly resource_changes: readonly Change[];
      };
      return changes
        .filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op')
        .map(({ address, change }) => `${change.actions.join('+')} ${address}`);
    },
    find: (address, attributes) => {
      const file = path.join(folder, 'state', `${stack}.tfstate`);
      const state = JSON.parse(readFileSync(file, 'utf8')) as State;
      const [type, name] = address.split('.');
      const found = state.resources.find((each) => each.type === type && each.name === name);
      if (!found) throw new Error(`no ${address} in the state of ${stack}`);
      for (const each of found.instances) Object.assign(each.attributes, attributes);
      state.serial += 1;
      writeFileSync(file, JSON.stringify(state));
    },
  };
}
