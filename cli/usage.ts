import type { Command, CommanderError } from 'commander';
import { quote, sayProblem, type Problem } from '../model/problem';
import { printAside } from './terminal';

/** Makes a program say what is wrong with a command line in Kura’s grammar, on one line. */
export function sayUsage(program: Command): void {
  // Said below, where the verb is known.
  program.configureOutput({ outputError: () => undefined });
  program.hook('preAction', (_, command) => settleEmptyValues(command));
  sayUsageOf(program);
}

function sayUsageOf(command: Command): void {
  command.exitOverride((error) => {
    // What else ends here is help or a version, which commander has printed.
    if (error.message.startsWith(ERROR)) printAside(sayProblem(problemOf(error, command)));
    throw error;
  });
  for (const child of command.commands) {
    // Commander passes its settings on to commands it makes itself, not to those that are added.
    child.copyInheritedSettings(command);
    sayUsageOf(child);
  }
}

/** An empty variable of the environment is as good as none; an empty value on the command line is a mistake. */
function settleEmptyValues(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValue(name) !== '') continue;
    if (command.getOptionValueSource(name) === 'cli') {
      command.error(`${ERROR}option '${option.flags}' argument empty`);
    }
    command.setOptionValueWithSource(name, option.defaultValue, 'default');
  }
}

/** How commander’s messages begin. */
const ERROR = 'error: ';

type Words = readonly (string | undefined)[];

/** How commander says each fault, and from the words in brackets what is required and what was found. */
const FAULTS: readonly (readonly [RegExp, (words: Words) => readonly [string, string]])[] = [
  [/^unknown option '(.*)'$/s, ([option]) => ['a known option is required', quote(option)]],
  [/^unknown command '(.*)'$/s, ([verb]) => ['a known verb is required', quote(verb)]],
  [/^missing required argument '(.*)'$/, ([name]) => [`<${name ?? ''}> is required`, 'nothing']],
  [/^option '(.*)' argument missing$/, ([flags]) => [valueOf(flags), 'nothing']],
  [/^option '(.*)' argument empty$/, ([flags]) => [valueOf(flags), quote('')]],
  [
    /^too many arguments.* Expected (.*) but got (\d+)\.$/,
    ([most, count]) => [`at most ${most ?? ''} may stand here`, count ?? 'more'],
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/s,
    ([value, name, choices]) => [`<${name ?? ''}> must be one of ${choices ?? ''}`, quote(value)],
  ],
  [
    /^option '(\S*).*?' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s,
    ([option, value, choices]) => [`${option ?? ''} must be one of ${choices ?? ''}`, quote(value)],
  ],
  [
    /^option '(\S*).*' cannot be used with option '(\S*).*'$/,
    ([one, other]) => [`only one of ${one ?? ''} and ${other ?? ''} is allowed`, 'both'],
  ],
];

const valueOf = (flags = ''): string => `a value for ${flags.replace(/ .*/, '')} is required`;

function problemOf({ message }: CommanderError, command: Command): Problem {
  const [, said = '', meant] =
    /^(.*?)(?:\n\(Did you mean (.*)\?\))?$/s.exec(message.slice(ERROR.length)) ?? [];
  const place = fullName(command);
  const cure = `${meant === undefined ? '' : `Did you mean ${meant}? `}See ${place} --help.`;
  for (const [pattern, say] of FAULTS) {
    const match = pattern.exec(said);
    if (!match) continue;
    const [required, got] = say(match.slice(1));
    return { place, required, got, cure };
  }
  return { place, required: 'a command line that holds is required', got: quote(said), cure };
}

/** `kura new service`. */
function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}
