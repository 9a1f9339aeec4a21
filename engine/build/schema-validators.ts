import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../base/json/index.ts';
import { createSchemaCompiler, RECORD_VALIDATION } from '../base/json/schema-compiler.ts';

const HEAD = `/* Generated from schemas/ by \`npm run gen\`: edit the schema, never this file. */
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
`;

/** A JSON Schema → the text of a JavaScript module that exports \`check(value)\`, its errors in \`check.errors\`. */
export function compileSchemaModule(schema: JsonObject): string {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    // Alternatives that only say \`required\` name keys that their holder declares.
    strictRequired: false,
    strictTypes: false,
    messages: false,
    // Errors carry the schema's node: their schemaPath alone does not lead to it through a $ref.
    verbose: true,
    inlineRefs: false,
    schemas: { check: schema },
    code: { source: true, esm: true },
  });
  addFormats.default(ajv);
  // An annotation; it stays, as errors are matched with the schema's nodes by their content.
  ajv.addVocabulary(['x-site']);
  return HEAD + standalone.default(ajv, { check: String(schema['$id']) });
}

/** What schemas say to people. A property of such a name is a schema, so an object. */
const PROSE_KEYWORDS = ['$schema', 'title', 'description', 'examples'];

/** A schema without what it says to people: no check needs it, and examples name vendors. */
const stripProse = (schema: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    PROSE_KEYWORDS.includes(key) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value,
  );

/** The targets' schemas by name → the text of a JavaScript module that exports a check of each, as `compileSchemaCheck` makes them. */
export function compileTargetsModule(schemas: Readonly<Record<string, JsonObject>>): string {
  const ajv = createSchemaCompiler({
    ...RECORD_VALIDATION,
    schemas: Object.values(schemas).map(stripProse),
    code: { source: true, esm: true },
  });
  const ids = Object.entries(schemas).map(([name, schema]) => [name, String(schema['$id'])]);
  return HEAD + standalone.default(ajv, Object.fromEntries(ids));
}
