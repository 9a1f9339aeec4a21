import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../base/json/index.ts';
import { RECORD_CHECK, schemaCompiler } from '../base/json/schema-compiler.ts';

const HEAD = `/* Generated from schemas/ by \`npm run gen\`: edit the schema, never this file. */
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
`;

/** A JSON Schema → the text of a JavaScript module that exports \`check(value)\`, its errors in \`check.errors\`. */
export function checkOfSchema(schema: JsonObject): string {
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
const WORDS = ['$schema', 'title', 'description', 'examples'];

/** A schema without what it says to people: no check needs it, and examples name vendors. */
const wordless = (schema: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    WORDS.includes(key) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value,
  );

/** The targets' schemas by name → the text of a JavaScript module that exports a check of each, as `schemaCheck` makes them. */
export function checksOfTargets(schemas: Readonly<Record<string, JsonObject>>): string {
  const ajv = schemaCompiler({
    ...RECORD_CHECK,
    schemas: Object.values(schemas).map(wordless),
    code: { source: true, esm: true },
  });
  const ids = Object.entries(schemas).map(([name, schema]) => [name, String(schema['$id'])]);
  return HEAD + standalone.default(ajv, Object.fromEntries(ids));
}
