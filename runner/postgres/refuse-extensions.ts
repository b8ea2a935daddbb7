import type { Problem } from '../../model/problem';
import { extensionFacts } from '../../model/sql/extensions';
import { extensionsOf, isCreatable } from './plan-extensions';
import type { Scope } from './scope';

/** Extensions that a service asks for and the server has not. Those that all databases have are a finding instead. */
export function extensionProblems(scope: Scope): readonly Problem[] {
  return [...scope.declared.values()].flatMap((database) =>
    extensionsOf(database)
      .filter((extension) => extensionFacts(extension).everywhere !== true)
      .filter((extension) => !isCreatable(scope, extension))
      .filter((extension) => !isThere(scope, database.name, extension))
      .map((extension) => ({
        place: database.name,
        required: `server must offer the extension ${extension}`,
        got: sayMissing(scope, extension),
        cure: `Take it out of \`extensions:\`, or have it on the instance first.`,
      })),
  );
}

function isThere({ catalog }: Scope, database: string, extension: string): boolean {
  return (
    catalog.databases.get(database)?.extensions.some(({ name }) => name === extension) === true
  );
}

function sayMissing({ server }: Scope, extension: Parameters<typeof extensionFacts>[0]): string {
  const { preload } = extensionFacts(extension);
  const available = server.available.find(({ name }) => name === extension);
  if (!available) return 'none of that name';
  return preload !== undefined && !server.libraries.includes(preload)
    ? `its library missing in shared_preload_libraries`
    : 'one for superusers only';
}
