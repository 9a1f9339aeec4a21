import { readdir, readFile, writeFile } from 'node:fs/promises';
import { styleText } from 'node:util';
import type { JsonObject } from '../base/json/types.ts';
import { FILLED } from '../manifest/defaults.ts';
import { renderConnectorList } from '../manifest/docs/connector-list.ts';
import { renderGuide } from '../manifest/docs/guide.ts';
import { type Manifest, parseManifest } from '../manifest/index.ts';
import { renderFunctionModule, renderLanguageReference } from './language-reference.ts';
import {
  renderErrorReference,
  renderManifestReference,
  renderRuleReference,
  renderStrictReference,
  renderWarningReference,
} from './reference.ts';
import { generateSchemaTypes, requireKeys } from './schema-types.ts';
import { compileSchemaModule, compileTargetsModule } from './schema-validators.ts';
import { moduleOfSitePlan, sitePlanOf } from './site-plan.ts';
import { compileWat } from './wasm-program.ts';

const ROOT = new URL('../../', import.meta.url);

/** Schema → module of its types, in the folder of the stage that owns them. */
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

const readSource = (path: string) => readFile(new URL(path, ROOT), 'utf8');

const readSchema = async (name: string) => JSON.parse(await readSource(`schemas/${name}.schema.json`)) as JsonObject;

/** Replaces the part of `text` between the markers of `name`. */
function replaceSection(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no section "${name}": add its two markers.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** Returns the generated sections of the reference pages, by path and section name. */
const references = async (): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> => ({
  'schemas/README.md': {
    'manifest-reference': renderManifestReference(await readSchema('manifest')),
    'language-reference': renderLanguageReference(await readSchema('manifest')),
    'rule-reference': renderRuleReference(),
    'strict-reference': renderStrictReference(),
  },
  'engine/base/errors/README.md': {
    'error-reference': renderErrorReference(),
    'warning-reference': renderWarningReference(),
  },
});

/** Reads the manifests of the connectors, sorted by title. Skips invalid ones. */
async function readManifests(): Promise<Manifest[]> {
  const entries = await readdir(new URL('manifests/', ROOT), { withFileTypes: true });
  const ids = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const texts = await Promise.all(ids.map((id) => readSource(`manifests/${id}/manifest.json`)));
  return texts
    .flatMap((text) => parseManifest(text, 'errors').manifest ?? [])
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

async function buildGeneratedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, target] of Object.entries(TYPES)) {
    const schema = await readSchema(name);
    const filled = name === 'manifest' ? requireKeys(schema, FILLED) : schema;
    files.set(target, await generateSchemaTypes(filled, String(schema['title'])));
  }
  files.set('engine/manifest/sites.generated.ts', moduleOfSitePlan(sitePlanOf(await readSchema('manifest'))));
  files.set('engine/manifest/validator.generated.js', compileSchemaModule(await readSchema('manifest')));
  const targets = { asset: await readSchema('asset'), finding: await readSchema('finding') };
  files.set('engine/pipeline/connector/validators.generated.js', compileTargetsModule(targets));
  files.set(
    'engine/base/json/structure.generated.ts',
    await compileWat('structure.wat', await readSource('engine/base/json/structure.wat')),
  );
  files.set('studio/web/mapping/jsonata-functions.generated.ts', renderFunctionModule());
  const manifests = await readManifests();
  for (const manifest of manifests) files.set(`manifests/${manifest.id}/README.md`, renderGuide(manifest));
  files.set('manifests/README.md', renderConnectorList(manifests));
  for (const [path, sections] of Object.entries(await references())) {
    const page = await readSource(path);
    files.set(
      path,
      Object.entries(sections).reduce((text, [name, content]) => replaceSection(text, name, content), page),
    );
  }
  return files;
}

/** Implements `npm run gen`: writes all generated files. With --check, changes nothing and fails if a file is stale. */
async function main(check: boolean): Promise<void> {
  for (const [path, text] of await buildGeneratedFiles()) {
    const before = await readSource(path).catch(() => '');
    if (before === text) continue;
    if (!check) await writeFile(new URL(path, ROOT), text);
    else process.exitCode = 1;
    process.stderr.write(`${check ? styleText('red', 'stale') : 'wrote'} ${path}\n`);
  }
}

await main(process.argv.includes('--check'));
