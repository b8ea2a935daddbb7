import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../model/problem';
import type { DeclaredState } from '../../model/sql/declared-state';
import { extensionFacts } from '../../model/sql/extensions';
import { connectionProblem } from '../../runner/connection-problem';
import type { Host } from '../../runner/host';
import { postgresSession } from '../../runner/hosts/postgres-session';
import type { Result } from '../../runner/result';
import { run } from '../../runner/run';
import { clusterVersion, makeCluster, resetPassword, type ClusterSettings } from './cluster';
import { findInstallation, type Installation } from './installation';
import { givePasswords } from './give-passwords';
import type { LocalService } from './local-service';
import { notStarted, otherVersion, portTaken } from './problems';
import { LOCAL_ADMINS, localState, onlyDatabase } from './local-state';
import { readPassfile, writePassfile } from './passfile';
import { freePort, isReady, runningServer, startServer, type LocalServer } from './server';
import { serverUser } from './server-user';
import { extensionsOf } from '../../runner/postgres/plan-extensions';

export interface LocalRequest extends LocalService {
  /** Where the server’s files are kept. */
  readonly folder: string;
  readonly port: number | undefined;
  /** Whether to begin with an empty server. */
  readonly fresh: boolean;
}

/** A server that runs and has been brought to what is declared, or to where that failed. */
export interface LocalDatabase {
  readonly server: LocalServer;
  readonly port: number;
  readonly passfile: string;
  readonly state: DeclaredState;
  readonly result: Result;
  /** Runs the runner once more, as after a migration. It throws nothing. */
  readonly again: () => Promise<Result>;
  /** Extensions that the npm packages lack. */
  readonly leftOut: readonly string[];
}

type Refused = { readonly problems: readonly Problem[] };

/** Starts a PostgreSQL of the service’s version, and runs on it what the cloud’s runner runs. */
export async function openLocal(request: LocalRequest): Promise<LocalDatabase | Refused> {
  const { instance, folder } = request;
  const version = instance.decisions.engineVersion.value;
  const [installation, user] = [findInstallation(version), serverUser()];
  if ('required' in installation || 'required' in user) {
    const found = [installation, user];
    return { problems: found.flatMap((each) => ('required' in each ? [each] : [])) };
  }
  const settings = { installation, user, data: path.join(folder, 'data') };
  const problem = await occupied(settings.data, version, request.fresh);
  if (problem) return { problems: [problem] };
  // Whoever the server runs as passes through.
  mkdirSync(folder, { recursive: true, mode: user.uid === undefined ? 0o700 : 0o711 });
  const { password, port, passfile } = await prepare(settings, request);
  if (port === undefined) return { problems: [portTaken(request.port)] };
  const log = path.join(folder, 'log');
  const server = startServer(settings, port, log);
  const host = hostOf(port, password);
  if (!(await isReady(server, async () => (await connectAsAdmin(host)).end()))) {
    await server.stop();
    return { problems: [notStarted(log, passfile)] };
  }
  // Not before: a port that was refused once would be refused the next time too.
  writePassfile(passfile, port, password);
  const { state, leftOut } = stateOf(request, installation);
  const again = () => reconcile(state, host, password);
  return { server, port, passfile, state, result: await again(), again, leftOut };
}

/** What the cloud’s runner does, and then the passwords that stand for IAM. */
async function reconcile(state: DeclaredState, host: Host, password: string): Promise<Result> {
  const result = await run(state, host, sleep);
  try {
    await givePasswords(state, host, password);
    return result;
  } catch (error) {
    const problem = connectionProblem(state.stack, error);
    return { ...result, outcome: 'failed', problems: [...result.problems, problem] };
  }
}

/** The files of the server, its password and its port: those of the last time where they are free. */
async function prepare(
  settings: ClusterSettings,
  { folder, port: wanted, fresh }: LocalRequest,
): Promise<{ password: string; port: number | undefined; passfile: string }> {
  const passfile = path.join(folder, 'pgpass');
  if (fresh)
    for (const each of [settings.data, passfile]) rmSync(each, { recursive: true, force: true });
  const { password, port: last, made } = readPassfile(passfile);
  const port =
    (await freePort(wanted ?? last ?? 0)) ?? (wanted === undefined ? await freePort(0) : undefined);
  if (port === undefined) return { password, port, passfile };
  if (!existsSync(settings.data)) makeCluster(settings, password);
  else if (made) resetPassword(settings, password);
  return { password, port, passfile };
}

async function occupied(
  data: string,
  version: string,
  fresh: boolean,
): Promise<Problem | undefined> {
  const place = path.dirname(data);
  const running = await runningServer(data);
  if (running) {
    return {
      place,
      required: 'no server may run on these files already',
      got: `process ${running.pid} on port ${running.port}`,
      cure: `Use that one, or stop it: Ctrl-C where it runs, or \`kill -INT ${running.pid}\`.`,
    };
  }
  const there = clusterVersion(data);
  if (fresh || there === undefined || there === version) return undefined;
  return otherVersion(place, version, there);
}

/** The server as the runner’s code knows one. It is asked for no secret: nobody has one here. */
function hostOf(port: number, password: string): Host {
  return {
    connect: (database, as) =>
      postgresSession({
        ...{ host: '127.0.0.1', port, database, ssl: false },
        ...{ user: as.user, password: as.password ?? password },
      }),
    newestVersion: () => Promise.resolve(undefined),
    addVersion: () => Promise.reject(new Error('A local server has no secrets.')),
    log: () => undefined,
  };
}

const connectAsAdmin = ({ connect }: Host) => connect('postgres', { user: LOCAL_ADMINS.postgres });

/** What npm’s server cannot have is not asked of it. */
function stateOf(
  { instance, service }: LocalService,
  { has }: Installation,
): { readonly state: DeclaredState; readonly leftOut: readonly string[] } {
  const state = onlyDatabase(localState(instance), service.database.value);
  const lacks = (name: DeclaredState['databases'][number]['extensions'][number]): boolean =>
    !has(name) || extensionFacts(name).preload !== undefined;
  return {
    state: {
      ...state,
      databases: state.databases.map((database) => ({
        ...database,
        extensions: database.extensions.filter((name) => !lacks(name)),
      })),
    },
    leftOut: [...new Set(state.databases.flatMap(extensionsOf))].filter(lacks),
  };
}
