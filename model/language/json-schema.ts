import { z } from 'zod';
import { deploymentSchema } from '../deployment/deployment-schema';
import { estateSchema } from './estate-language';
import { serviceSchema } from './service-language';
import { readMust } from './words';

const SCHEMAS = { estate: estateSchema, service: serviceSchema, deployment: deploymentSchema };

export type SchemaName = keyof typeof SCHEMAS;
export const SCHEMA_NAMES = Object.keys(SCHEMAS) as readonly SchemaName[];

/** JSON Schema, as far as Kura’s own files use it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A file’s JSON Schema (draft 2020-12), as the file is written rather than as it is read. */
export function jsonSchema(name: SchemaName): JsonSchema {
  return toJsonSchema(name, ({ examples }) => (examples === undefined ? {} : { examples }));
}

/**
 * The same schema with a `form` at every node: what an error about it says is required, such as `a whole number from 0 to 15`.
 * The reference is written from it, so that documentation and errors never differ.
 */
export function schemaWithForms(name: SchemaName): JsonSchema {
  return toJsonSchema(name, (_, schema) => {
    const said = schema['~standard'].validate(undefined);
    const message = 'issues' in said ? said.issues?.[0]?.message : undefined;
    const form = message === undefined ? undefined : readMust(message)?.required;
    return form === undefined ? {} : { form: form.replace(/^be /, '') };
  });
}

function toJsonSchema(
  name: SchemaName,
  besides: (meta: z.core.GlobalMeta, schema: z.core.$ZodType) => object,
): JsonSchema {
  return z.toJSONSchema(SCHEMAS[name], {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Zod leaves out the examples of whatever is transformed: what people write is what they show.
      Object.assign(jsonSchema, besides(z.globalRegistry.get(zodSchema) ?? {}, zodSchema));
    },
  });
}
