import type { Command, Option } from 'commander';
import { code, markdownTable, page, prose } from './markdown';

/** Every verb with its arguments and options. */
export function commandReference(program: Command): string {
  return page('The `kura` command', [
    'Run it as `npx kura <verb>`. Exit codes: 0 = holds, 1 = findings, 2 = unusable input.',
    ...program.commands.flatMap((verb) => describe(verb, program.name())),
  ]);
}

function describe(command: Command, before: string): string[] {
  const name = `${before} ${command.name()}`;
  const inner = command.commands.flatMap((each) => describe(each, name));
  // A verb that does nothing but hold others.
  if (inner.length > 0 && command.registeredArguments.length === 0) return inner;
  const rows = [
    ...command.registeredArguments.map((argument) => [
      code(argument.name()),
      [argument.description, choices(argument.argChoices), fallback(argument.defaultValue)]
        .filter((part) => part !== '')
        .join('; '),
    ]),
    ...command.options.filter(({ hidden }) => !hidden).map(rowOf),
  ];
  return [
    `## ${code(`${name} ${command.usage().replace('[options]', '').trim()}`.trim())}`,
    prose(command.description()),
    ...(rows.length > 0 ? [markdownTable(['Argument or option', 'Meaning'], rows)] : []),
    ...inner,
  ];
}

function rowOf(option: Option): string[] {
  const environment = option.envVar === undefined ? '' : `or ${option.envVar}`;
  const parts = [
    option.description,
    choices(option.argChoices),
    environment,
    fallback(option.defaultValue),
  ];
  return [code(option.flags), parts.filter((part) => part !== '').join('; ')];
}

function choices(values: readonly string[] | undefined): string {
  return values === undefined ? '' : `one of ${values.map(code).join(', ')}`;
}

function fallback(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? `by default ${code(String(value))}`
    : '';
}
