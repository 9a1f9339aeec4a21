import { readFile, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import { compile } from 'json-schema-to-typescript';
import { SCHEMAS } from './server/schemas/index.ts';

const TARGET = new URL('web/api/types.generated.ts', import.meta.url);
const BANNER = '/* Generated from studio/server/schemas/ by `npm run gen:api`: edit the schemas, never this file. */';

/** `{ $ref: 'Issue#' }`, as the server's validator knows it → a definition of one schema that holds all of them. */
const toLocalRef = (schema: object): object =>
  JSON.parse(
    JSON.stringify(schema, (_key, value) =>
      typeof value?.$ref === 'string' ? { $ref: `#/definitions/${value.$ref.replace('#', '')}` } : value,
    ),
  );

const definitions = Object.fromEntries(
  SCHEMAS.map(({ $id, ...schema }) => [$id, { title: $id, ...toLocalRef(schema) }]),
);

/** The types of the API for the page; with --check nothing is written, and a stale file fails. */
async function main(check: boolean): Promise<void> {
  const options = {
    bannerComment: BANNER,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 120 },
  };
  const api = { title: 'Api', type: 'object', additionalProperties: false, properties: {}, definitions };
  const text = await compile(api as never, 'Api', options);
  if ((await readFile(TARGET, 'utf8').catch(() => '')) === text) return;
  if (check) process.exitCode = 1;
  else await writeFile(TARGET, text);
  process.stderr.write(`${check ? styleText('red', 'stale') : 'wrote'} studio/web/api/types.generated.ts\n`);
}

await main(process.argv.includes('--check'));
