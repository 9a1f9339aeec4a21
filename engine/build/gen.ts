import { readdir, readFile, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import type { JsonObject } from '../base/json/types.ts';
import { guideOf } from '../manifest/docs/guide.ts';
import { parseManifest } from '../manifest/index.ts';
import { errorReference, manifestReference, ruleReference } from './reference.ts';
import { checkOfSchema, checksOfTargets } from './schema-check.ts';
import { typesOfSchema } from './schema-types.ts';
import { moduleOfSitePlan, sitePlanOf } from './site-plan.ts';
import { programOfWat } from './wasm-program.ts';

const ROOT = new URL('../../', import.meta.url);

/** schema → the module of its types, beside the stage that owns them. */
const TYPES = {
  manifest: 'engine/manifest/types.generated.ts',
  config: 'engine/pipeline/connector/config.generated.ts',
  asset: 'engine/pipeline/map/asset.generated.ts',
  finding: 'engine/pipeline/map/finding.generated.ts',
  schedule: 'engine/platform/schedule/schedule.generated.ts',
  connection: 'engine/platform/connections/draft.generated.ts',
  'run-report': 'engine/base/report/report.generated.ts',
  recording: 'engine/workbench/replay/recording.generated.ts',
  expected: 'engine/workbench/replay/expected.generated.ts',
} as const;

const textOf = (path: string) => readFile(new URL(path, ROOT), 'utf8');

const schemaNamed = async (name: string) => JSON.parse(await textOf(`schemas/${name}.schema.json`)) as JsonObject;

/** `text` with the part between the markers of `name` replaced. */
function withSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  return from < 0 || to < from ? text : `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** The reference pages, by path: sections of each, generated from the schema, the lint rules and the error catalogue. */
const references = async (): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> => ({
  'schemas/README.md': {
    'manifest-reference': manifestReference(await schemaNamed('manifest')),
    'rule-reference': ruleReference(),
  },
  'engine/base/errors/README.md': { 'error-reference': errorReference() },
});

async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, target] of Object.entries(TYPES)) {
    const schema = await schemaNamed(name);
    files.set(target, await typesOfSchema(schema, String(schema['title'])));
  }
  files.set('engine/manifest/sites.generated.ts', moduleOfSitePlan(sitePlanOf(await schemaNamed('manifest'))));
  files.set('engine/manifest/check.generated.js', checkOfSchema(await schemaNamed('manifest')));
  const targets = { asset: await schemaNamed('asset'), finding: await schemaNamed('finding') };
  files.set('engine/pipeline/connector/checks.generated.js', checksOfTargets(targets));
  files.set(
    'engine/base/json/structure.generated.ts',
    await programOfWat('structure.wat', await textOf('engine/base/json/structure.wat')),
  );
  for (const id of await readdir(new URL('manifests/', ROOT))) {
    const { manifest } = parseManifest(await textOf(`manifests/${id}/manifest.json`));
    if (manifest) files.set(`manifests/${id}/README.md`, guideOf(manifest));
  }
  for (const [path, sections] of Object.entries(await references())) {
    const page = await textOf(path);
    files.set(
      path,
      Object.entries(sections).reduce((text, [name, content]) => withSection(text, name, content), page),
    );
  }
  return files;
}

/** `npm run gen` writes what is generated from schemas, manifests and structure.wat; with --check it changes nothing and fails when stale. */
async function main(check: boolean): Promise<void> {
  for (const [path, text] of await generated()) {
    const before = await textOf(path).catch(() => '');
    if (before === text) continue;
    if (!check) await writeFile(new URL(path, ROOT), text);
    else process.exitCode = 1;
    process.stderr.write(`${check ? styleText('red', 'stale') : 'wrote'} ${path}\n`);
  }
}

await main(process.argv.includes('--check'));
