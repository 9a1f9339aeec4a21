import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { testConnector } from '../../engine/index.ts';
import { readJson, readManifestFile, readSchema } from './connectors.ts';

const ajv = new Ajv({ strict: false, allErrors: true });
(addFormats as unknown as (instance: Ajv) => void)(ajv);
const fits = { recordings: ajv.compile(readSchema('recording')), expected: ajv.compile(readSchema('expected')) };

/** Returns the folder of a shipped connector. */
export const caseFolder = (id: string): string => fileURLToPath(new URL(`../../manifests/${id}`, import.meta.url));

const namesIn = (id: string, part: keyof typeof fits): string[] => readdirSync(`${caseFolder(id)}/${part}`).sort();

/** Tests that a connector has these recorded cases, and that they are well formed and pass. */
export const testRecordedCases = (id: string, names: readonly string[]): void => {
  test('has the expected recorded cases', () => {
    const files = names.map((name) => `${name}.json`).sort();
    expect([namesIn(id, 'recordings'), namesIn(id, 'expected')]).toEqual([files, files]);
  });

  test.each(names)('the case %s is well formed', (name) => {
    for (const part of ['recordings', 'expected'] as const) {
      fits[part](readJson(`manifests/${id}/${part}/${name}.json`));
      expect(fits[part].errors).toBeNull();
    }
  });

  test('the cases produce the expected outcome', async () => {
    const results = await testConnector(readManifestFile(id), caseFolder(id));
    const failed = results.filter(({ passed }) => !passed);
    expect(failed.map(({ name, differences, unused, error }) => ({ name, differences, unused, error }))).toEqual([]);
    expect(results).toHaveLength(names.length);
  });
};
