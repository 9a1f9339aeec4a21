import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import type { Manifest } from '../../../engine/manifest/index.ts';
import { previewMap } from '../../../engine/workbench/preview/index.ts';
import { extractItems } from '../../../engine/workbench/preview/sample.ts';
import { type RecordedPage, readRecordedPages } from '../../../engine/workbench/replay/pages.ts';
import type { Recording } from '../../../engine/workbench/replay/recording.generated.ts';
import { runMapwright } from '../../cli/program.ts';
import { readJson, readManifestFile, SIMULATED } from '../../manifests/connectors.ts';
import { isFull, pickRows } from '../../setup/suite.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mapwright-copies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Copies a shipped connector out of the project, because a manifest given as a path runs in the sandbox. */
function copyOut(id: string): string {
  const copy = join(folder, id);
  cpSync(new URL(`../../../manifests/${id}`, import.meta.url), copy, { recursive: true });
  return copy;
}

/** Returns the first item of each stream that a stream looks up, by its name in expressions. */
async function lookedUp(manifest: Manifest, stream: string, pages: readonly RecordedPage[]) {
  const found: Record<string, Json> = {};
  for (const [name, { stream: from }] of Object.entries(manifest.streams[stream]?.lookup ?? {})) {
    const page = pages.find((one) => one.stream === from && one.items > 0);
    if (!page) continue;
    const [first] = await extractItems(manifest, from, { ...page, bindings: {} });
    if (first?.kind === 'item') found[name] = first.value;
  }
  return found;
}

interface Example {
  /** Recorded page in the input format of `preview`, with its ancestors. */
  readonly sample: string;
  /** Records that this process maps the page to. */
  readonly records: readonly unknown[];
}

/** Returns a recorded page for which a map produces records. */
async function exampleOf(id: string, map: string): Promise<Example> {
  const manifest = readManifestFile(id);
  for (const file of readdirSync(new URL(`../../../manifests/${id}/recordings`, import.meta.url))) {
    const pages = await readRecordedPages(manifest, readJson(`manifests/${id}/recordings/${file}`) as Recording);
    for (const { stream, scope, text } of pages) {
      if (stream !== manifest.maps[map]?.from) continue;
      const known = { ...scope, ...(await lookedUp(manifest, stream, pages)) };
      const sample = JSON.stringify({ scope: known, page: JSON.parse(text) });
      const { records } = await previewMap(manifest, map, sample);
      if (records.length > 0) return { sample, records };
    }
  }
  throw new Error(`no recording of ${id} has a page for the map ${map}`);
}

describe.each(pickRows(SIMULATED))('a copy of %s outside the project', (id) => {
  test('is valid', async () => {
    expect(await runMapwright(['validate', copyOut(id)], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
  });

  test('passes its recorded cases', async () => {
    const { code, stdout } = await runMapwright(['test', copyOut(id)], { cwd: folder });
    expect(stdout).toContain(', 0 failed');
    expect(code).toBe(0);
  });

  test.runIf(isFull)('previews each of its maps', async () => {
    const copy = copyOut(id);
    for (const map of Object.keys(readManifestFile(id).maps)) {
      const { sample, records } = await exampleOf(id, map);
      const args = ['preview', copy, '--map', map, '--sample', '-', '--json'];
      const { stdout } = await runMapwright(args, { cwd: folder, input: sample });
      expect(JSON.parse(stdout).records).toEqual(records);
    }
  });
});

/** Matches code that loads a module only when it runs. */
const LOADS_LATER = /\b(?:createRequire|getBuiltinModule)\(|\bimport\(/;

/** Returns the engine files that a file imports statically, including transitive imports. */
function loadedBy(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  const text = readFileSync(file, 'utf8').replaceAll(/^import type [^;]*;/gm, '');
  for (const [, path = ''] of text.matchAll(/from '(\.[^']+\.(?:ts|js))'/g)) loadedBy(join(file, '..', path), known);
  return known;
}

test('the child loads every lazy module before the lockdown', () => {
  const child = fileURLToPath(new URL('../../../engine/workbench/sandbox/child.ts', import.meta.url));
  const engine = fileURLToPath(new URL('../../../engine/', import.meta.url));
  const files = [...loadedBy(child)];
  const later = files.filter((file) => file.endsWith('.ts') && LOADS_LATER.test(readFileSync(file, 'utf8')));
  expect(files.length).toBeGreaterThan(100);
  // Stores are destinations of runs, which the child never opens.
  expect(later.map((file) => file.slice(engine.length)).sort()).toEqual([
    'base/time/temporal.ts',
    'pipeline/extract/on-demand.ts',
    'pipeline/sink/store.ts',
  ]);
  expect(readFileSync(child, 'utf8')).toMatch(
    /^loadTemporal\(\);\nawait loadDecoders\(\);\n[^;]*;\nlockDownProcess\(\);$/m,
  );
});
