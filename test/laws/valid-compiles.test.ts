import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileConnector, isEngineError } from '../../engine/index.ts';
import { hasErrors, type Manifest, parseManifest } from '../../engine/manifest/index.ts';
import { applyMutations, arbitraryMutations } from '../hostile/manifests/mutations.ts';
import { CONNECTORS, readJson, readManifestFile, SIMULATED } from '../manifests/connectors.ts';
import { pickRows } from '../setup/suite.ts';

/** Errors of the config, not of the manifest: the changed manifest may require different settings. */
const OF_THE_CONFIG = [
  'SETTING_MISSING',
  'CONFIG_INVALID',
  'SECRET_TOO_SHORT',
  'TEMPLATE_NAME_UNKNOWN',
  'TEMPLATE_VALUE_REFUSED',
];

const settingsOf = (id: string) => {
  const [first = ''] = readdirSync(new URL(`../../manifests/${id}/recordings/`, import.meta.url)).sort();
  return (readJson(`manifests/${id}/recordings/${first}`) as { settings: Record<string, string> }).settings;
};

/** Changes that mostly keep a manifest valid: a removed field, or a replaced expression. */
const gentle = (manifest: object) => {
  const places = Object.entries((manifest as Manifest).maps).flatMap(([name, { fields }]) =>
    Object.keys(fields).map((field) => ['maps', name, 'fields', field]),
  );
  const expressions = [
    'Id',
    '$string($)',
    '$x := 1',
    '*.a[b=1]',
    '($f := function($n){$n}; $f(1))',
    '$now()',
    '$eval("1")',
    'a.%',
    '@',
    '$sort(a, function($l, $r){$l > $r})',
    '{"__proto__": 1}',
    '/a+/',
  ];
  if (places.length === 0) return fc.constant([]);
  const change = fc.record({
    path: fc.constantFrom(...places),
    kind: fc.constantFrom('set' as const, 'remove' as const),
    value: fc.constantFrom<unknown>(...expressions),
  });
  return fc.array(change, { minLength: 1, maxLength: 2 });
};

test.each(pickRows(CONNECTORS, SIMULATED.length))('%s compiles after any change that keeps it valid', async (id) => {
  const manifest = readManifestFile(id);
  const settings = settingsOf(id);
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 3, arbitrary: gentle(manifest) }, arbitraryMutations(manifest)),
      async (mutations) => {
        const { manifest: changed, issues } = parseManifest(applyMutations(manifest, mutations));
        if (!changed || hasErrors(issues)) return;
        compiled += 1;
        await compileConnector(changed, { settings }).catch((error: unknown) => {
          expect(isEngineError(error) ? error.code : error).toBeOneOf(OF_THE_CONFIG);
        });
      },
    ),
    { numRuns: 40, seed: 34 },
  );
  expect(compiled).toBeGreaterThan(5);
});
