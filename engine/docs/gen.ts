import { readFile, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import type { JsonObject } from '../json/types.ts';
import { checkOfSchema } from './schema-check.ts';
import { typesOfSchema } from './schema-types.ts';

const ROOT = new URL('../../', import.meta.url);

/** schema → the module of its types, beside the stage that owns them. */
const TYPES = {
  manifest: 'engine/manifest/types.generated.ts',
  config: 'engine/connector/config.generated.ts',
  asset: 'engine/map/asset.generated.ts',
  finding: 'engine/map/finding.generated.ts',
  'run-report': 'engine/run/report.generated.ts',
  recording: 'engine/replay/recording.generated.ts',
  expected: 'engine/replay/expected.generated.ts',
} as const;

const schemaNamed = async (name: string) =>
  JSON.parse(await readFile(new URL(`schemas/${name}.schema.json`, ROOT), 'utf8')) as JsonObject;

async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, target] of Object.entries(TYPES)) {
    const schema = await schemaNamed(name);
    files.set(target, await typesOfSchema(schema, String(schema['title'])));
  }
  files.set('engine/manifest/check.generated.js', checkOfSchema(await schemaNamed('manifest')));
  return files;
}

/** `npm run gen` writes what is generated from the schemas; with --check it changes nothing and fails when stale. */
async function main(check: boolean): Promise<void> {
  for (const [path, text] of await generated()) {
    const before = await readFile(new URL(path, ROOT), 'utf8').catch(() => '');
    if (before === text) continue;
    if (!check) await writeFile(new URL(path, ROOT), text);
    else process.exitCode = 1;
    process.stderr.write(`${check ? styleText('red', 'stale') : 'wrote'} ${path}\n`);
  }
}

await main(process.argv.includes('--check'));
