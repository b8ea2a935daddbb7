import { join } from 'node:path';
import type { Command } from 'commander';
import { jsonSchema, SCHEMA_NAMES } from '../../model/language/json-schema';
import type { Read } from '../../model/language/yaml-file';
import { alertsReference } from './alerts-reference';
import { commandReference } from './command-reference';
import { engineReference } from './engine-reference';
import { languageReference } from './language-reference';
import { parameterReference } from './parameter-reference';
import { placementReference } from './placement-reference';
import { presetReference } from './preset-reference';
import { recoveryReference } from './recovery-reference';
import { readRequirements, requirementMap, REQUIREMENTS_FILE } from './requirement-map';
import { extensionReference } from './extension-reference';
import { roleReference } from './role-reference';
import { tierReference } from './tier-reference';

/** Folders that hold generated files only: any other file in them is stale. */
export const GENERATED_FOLDERS = ['docs/reference', 'docs/schema'] as const;

/** Every generated file by its path in the project, with its text. */
export type Pages = ReadonlyMap<string, string>;

/** All generated documentation of the project in a folder. */
export async function generatePages(root: string, program: Command): Promise<Read<Pages>> {
  const requirements = readRequirements(join(root, REQUIREMENTS_FILE));
  if (!requirements.ok) return requirements;
  // Not before it is needed: it loads cdktf, which no other page does.
  const { parityReference } = await import('./parity-reference');
  return {
    ok: true,
    value: new Map([
      ...SCHEMA_NAMES.map(
        (name) =>
          [
            `docs/schema/${name}.schema.json`,
            `${JSON.stringify(jsonSchema(name), null, 2)}\n`,
          ] as const,
      ),
      ['docs/reference/alerts.md', alertsReference()],
      ['docs/reference/language.md', languageReference()],
      ['docs/reference/placement.md', placementReference()],
      ['docs/reference/presets.md', presetReference()],
      ['docs/reference/recovery.md', recoveryReference()],
      ['docs/reference/tiers.md', tierReference()],
      ['docs/reference/roles.md', roleReference()],
      ['docs/reference/extensions.md', extensionReference()],
      ['docs/reference/engines.md', engineReference()],
      ['docs/reference/parameters.md', parameterReference()],
      ['docs/reference/parity.md', parityReference()],
      ['docs/reference/command.md', commandReference(program)],
      ['docs/requirements.md', requirementMap(requirements.value)],
    ]),
  };
}
