import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../../engine/manifest/index.ts';
import { type Rename, renameEntry } from '../../../engine/manifest/rename.ts';
import { type Recording, runCase } from '../../../engine/workbench/replay/index.ts';
import { renameInRecording } from '../../../engine/workbench/replay/rename-recording.ts';
import { CONNECTORS, readJson } from '../../manifests/connectors.ts';

const ALL = process.env['MAPWRIGHT_TESTS'] === 'full' ? CONNECTORS : ['veracode-sca', 'jira', 'snyk'];

const caseNames = (id: string): string[] =>
  readdirSync(new URL(`../../../manifests/${id}/recordings`, import.meta.url)).map((file) => file.replace('.json', ''));

function parse(text: string) {
  const { manifest } = parseManifest(text, 'none');
  if (!manifest) throw new Error('invalid manifest');
  return manifest;
}

/** Renames every setting, stream, map and enum. */
function listRenames(text: string): Rename[] {
  const { settings, streams, maps, enums = {}, auths = {} } = parse(text);
  const names = { settings: settings.properties, streams, maps, enums, auths };
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((section) =>
    Object.keys(names[section]).map((from, at) => ({ section, from, to: `${section}_${at}` })),
  );
}

describe.each(ALL)('under new names, %s', (id) => {
  const text = readFileSync(new URL(`../../../manifests/${id}/manifest.json`, import.meta.url), 'utf8');
  const renames = listRenames(text);
  const renamed = parse(renames.reduce(renameEntry, text));

  test.each(caseNames(id))('gives the same records in the case %s', async (name) => {
    const recording = readJson(`manifests/${id}/recordings/${name}.json`) as Recording;
    const before = await runCase(parse(text), recording);
    const after = await runCase(renamed, renames.reduce(renameInRecording, recording));
    for (const entity of ['asset', 'finding'] as const) expect(after.outcome[entity]).toEqual(before.outcome[entity]);
    expect(Object.values(after.outcome.records ?? {})).toEqual(Object.values(before.outcome.records ?? {}));
    expect(after.outcome.rejects.map(({ pointer, code }) => ({ pointer, code }))).toEqual(
      before.outcome.rejects.map(({ pointer, code }) => ({ pointer, code })),
    );
    expect(after.unused).toEqual([]);
  });
});
