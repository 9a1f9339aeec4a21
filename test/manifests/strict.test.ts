import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifest, testConnector } from '../../engine/index.ts';
import { inlineEntitySchemas } from '../../engine/io/entity-schemas.ts';
import { type CaseOutcome, runCase } from '../../engine/workbench/replay/index.ts';
import { checkStrictly } from '../../engine/workbench/strict/index.ts';
import { CONNECTORS } from './connectors.ts';
import { caseFolder } from './recorded.ts';

// What `mapwright test --all --strict` checks, in this process.
describe.each(CONNECTORS)('%s', (id) => {
  test('passes its recorded cases and the strict checks', async () => {
    const folder = caseFolder(id);
    const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
    const { manifest, issues } = parseManifest((await inlineEntitySchemas(text, folder)).text);
    expect(issues).toEqual([]);
    if (!manifest) return;
    const outcomes = new Map<string, CaseOutcome>();
    const cases = await testConnector(manifest, folder, { onOutcome: (name, one) => outcomes.set(name, one) });
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
    expect(await checkStrictly({ manifest, issues }, folder, { replay: runCase, outcomes })).toEqual([]);
  });
});
