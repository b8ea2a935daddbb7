import { Argument, Command } from 'commander';
import { jsonSchema, SCHEMA_NAMES, type SchemaName } from '../model/language/json-schema';
import { printJson } from './terminal';

/** `kura schema`: the JSON Schema that editors complete from. */
export function schemaCommand(): Command {
  const name = new Argument('[name]', 'of estate.yaml, a service’s file or deployment.json')
    .choices(SCHEMA_NAMES)
    .default('service');
  return new Command('schema')
    .description('Print a JSON Schema (draft 2020-12).')
    .addArgument(name)
    .action((chosen: SchemaName) => printJson(jsonSchema(chosen)));
}
