import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { generatePages, GENERATED_FOLDERS, type Pages } from './docs/pages';
import { EXIT } from './exit-code';
import { refuse } from './refuse';
import { counted, print, printAside } from './terminal';

interface DocsOptions {
  readonly write?: true;
  readonly check?: true;
  readonly project: string;
}

/** `kura docs`: writes the generated documentation, or says which of it is out of date. For those who work on Kura. */
export function docsCommand(): Command {
  return new Command('docs')
    .description('Write or check the generated documentation of the project.')
    .addOption(new Option('--write', 'write every generated file').conflicts('check'))
    .option('--check', 'write nothing; exit 1 where a file is out of date')
    .option('--project <dir>', 'folder of the project', '.')
    .action(async ({ write, project }: DocsOptions, command: Command) => {
      const pages = await generatePages(project, command.parent ?? command);
      if (!pages.ok) {
        refuse(pages.problems);
        return;
      }
      const stale = stalePages(project, pages.value);
      if (write) writePages(project, pages.value, stale);
      else reportStale(stale, pages.value.size);
    });
}

/** Paths of generated files that are missing, differ, or should not be there. */
export function stalePages(project: string, pages: Pages): readonly string[] {
  const strangers = GENERATED_FOLDERS.flatMap((folder) =>
    existsSync(join(project, folder))
      ? readdirSync(join(project, folder)).map((name) => `${folder}/${name}`)
      : [],
  ).filter((file) => !pages.has(file));
  const different = [...pages].flatMap(([file, text]) => {
    const path = join(project, file);
    return existsSync(path) && readFileSync(path, 'utf8') === text ? [] : [file];
  });
  return [...different, ...strangers].sort();
}

function writePages(project: string, pages: Pages, stale: readonly string[]): void {
  for (const file of stale) {
    const path = join(project, file);
    const text = pages.get(file);
    if (text === undefined) {
      rmSync(path, { recursive: true });
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  print(`${counted(pages.size, 'generated file')}, ${stale.length} changed.`);
}

function reportStale(stale: readonly string[], all: number): void {
  if (stale.length === 0) {
    print(`${counted(all, 'generated file')} up to date.`);
    return;
  }
  process.exitCode = EXIT.findings;
  printAside(
    ...stale.map(
      (file) =>
        `${file}: must be as generated, got another text. Run \`npm run docs\` and commit it.`,
    ),
  );
}
