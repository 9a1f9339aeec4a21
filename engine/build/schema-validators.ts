import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../base/json/index.ts';
import { createSchemaCompiler, RECORD_VALIDATION } from '../base/json/schema-compiler.ts';

const HEAD = `/* Generated from schemas/ by \`npm run gen\`: edit the schema, never this file. */
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
`;

/** Compiles a JSON Schema to the text of a JavaScript module that exports `check(value)`, with errors in `check.errors`. */
export function compileSchemaModule(schema: JsonObject): string {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    // Alternatives with only `required` refer to keys that the enclosing schema declares.
    strictRequired: false,
    strictTypes: false,
    messages: false,
    // Errors must contain the schema node, because schemaPath alone does not lead to it through a $ref.
    verbose: true,
    inlineRefs: false,
    schemas: { check: schema },
    code: { source: true, esm: true },
  });
  addFormats.default(ajv);
  // The annotations must stay in the schema, because errors are matched with nodes by content.
  ajv.addVocabulary(['x-site', 'x-name']);
  return HEAD + standalone.default(ajv, { check: String(schema['$id']) });
}

/** Keywords for human readers. A property with such a name is a schema, and therefore an object. */
const PROSE_KEYWORDS = ['$schema', 'title', 'description', 'examples'];

/** Removes descriptions and examples, which no check needs. Examples contain vendor names. */
const stripProse = (schema: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    PROSE_KEYWORDS.includes(key) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value,
  );

/** Compiles target schemas to the text of a JavaScript module that exports one check per schema name. */
export function compileTargetsModule(schemas: Readonly<Record<string, JsonObject>>): string {
  const ajv = createSchemaCompiler({
    ...RECORD_VALIDATION,
    schemas: Object.values(schemas).map(stripProse),
    code: { source: true, esm: true },
  });
  const ids = Object.entries(schemas).map(([name, schema]) => [name, String(schema['$id'])]);
  return HEAD + standalone.default(ajv, Object.fromEntries(ids));
}
