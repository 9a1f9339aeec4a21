import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { findReads } from '../../engine/language/expression/index.ts';
import { listSecretFields } from '../../engine/manifest/secret-settings.ts';
import type { Manifest } from '../../engine/manifest/types.generated.ts';
import { CONNECTORS, readManifestFile, readSchema, SIMULATED, type SimulatedId } from './connectors.ts';
import { GUIDE_ROWS } from './guide-rows.ts';

const ajv = new Ajv({ strict: false, allErrors: true, discriminator: true });
(addFormats as unknown as (instance: Ajv) => void)(ajv);
const validate = ajv.compile(readSchema('manifest'));

const VERACODE = ['api_id', 'api_key', 'region', 'base_url', 'history_months', 'poll_seconds', 'report_time_zone'];

const REPORTS = ['source', 'report_start', 'policy_sandbox', 'include_manual', 'delta'];

/** Setting keys of the contract, and later additions. */
const SETTINGS: Readonly<Record<SimulatedId, readonly string[]>> = {
  'veracode-sast': [...VERACODE, ...REPORTS],
  'veracode-dast': [...VERACODE, ...REPORTS],
  'veracode-sca': VERACODE,
  'checkmarx-one-dast': ['domain_name', 'tenant_name', 'api_key', 'iam_url'],
  'hcl-appscan-dast': ['domain_url', 'key_id', 'key_secret', 'page_size'],
};

const REQUIRED: Readonly<Record<SimulatedId, readonly string[]>> = {
  'veracode-sast': ['api_id', 'api_key'],
  'veracode-dast': ['api_id', 'api_key'],
  'veracode-sca': ['api_id', 'api_key'],
  'checkmarx-one-dast': ['domain_name', 'tenant_name', 'api_key'],
  'hcl-appscan-dast': ['key_id', 'key_secret'],
};

const SECRET: Readonly<Record<SimulatedId, string>> = {
  'veracode-sast': 'api_key',
  'veracode-dast': 'api_key',
  'veracode-sca': 'api_key',
  'checkmarx-one-dast': 'api_key',
  'hcl-appscan-dast': 'key_secret',
};

const STATUSES = ['NEW', 'ACTIVE', 'REOPENED', 'FIXED', 'IGNORED', 'NONE'];

const sourceOf = (field: Manifest['maps'][string]['fields'][string]): string =>
  typeof field === 'string' ? field : field.value;

/** Returns the paths that an expression reads; paths of variables include the `$`. */
const pathsOf = (source: string): string[] => {
  const { input, variables } = findReads(source);
  const own = input.map((path) => path.join('.'));
  return [
    ...own,
    ...Object.entries(variables).flatMap(([name, paths]) => paths.map((p) => `$${[name, ...p].join('.')}`)),
  ];
};

/** Returns all texts in a value at any depth. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

describe.each(CONNECTORS)('%s', (id) => {
  const manifest = readManifestFile(id);
  const { about, settings } = manifest;
  const maps = Object.values(manifest.maps);

  test('matches the schema', () => {
    validate(manifest);
    expect(validate.errors).toBeNull();
  });

  test('is named after its folder', () => {
    expect(manifest.id).toBe(id);
  });

  test('describes each setting, with an example for each required one that is no secret', () => {
    const silent = Object.entries(settings.properties).filter(([, { title, description }]) => !title || !description);
    const bare = (settings.required ?? []).filter((key) => {
      const { writeOnly, examples, choices, oneOf } = settings.properties[key] ?? {};
      return !writeOnly && !examples && !choices && !oneOf;
    });
    expect([...silent, ...bare]).toEqual([]);
  });

  test('uses its secrets in auth only', () => {
    const { auth, settings: _settings, ...rest } = manifest;
    const uses = (part: unknown, path: string) =>
      textsIn(part).filter((text) => new RegExp(`settings\\.${path.replaceAll('.', '\\.')}\\b`).test(text));
    for (const path of listSecretFields(manifest)) {
      expect(uses(auth, path), path).not.toEqual([]);
      expect(uses(rest, path)).toEqual([]);
    }
  });

  test('maps severities to 1 to 5 and statuses to target statuses, and rejects unknown values', () => {
    const fields = maps.flatMap((map) =>
      map.to === 'finding'
        ? [
            { field: map.fields['severity'], allowed: [1, 2, 3, 4, 5] },
            { field: map.fields['findingStatus'], allowed: STATUSES },
          ]
        : [],
    );
    const wrong = fields.filter(({ field, allowed }) => {
      if (typeof field !== 'object' || field.enum === undefined) return false;
      const { values = {}, unmapped } = manifest.enums?.[field.enum] ?? {};
      return unmapped !== 'reject' || Object.values(values).some((value) => !allowed.includes(value as never));
    });
    expect(wrong).toEqual([]);
  });

  test('identifies assets and findings by their external id', () => {
    const identities = maps.map(({ to, fields }) => ({
      to,
      by: Object.keys(fields).filter((target) => {
        const field = fields[target];
        return typeof field === 'object' && field.identity === true;
      }),
    }));
    for (const { to, by } of identities) {
      if (to === 'asset') expect(by).toEqual(['externalAssetId']);
      else if (to === 'finding') expect(by).toEqual(['externalFindingId']);
      else expect([...by, ...(manifest.entities?.[to]?.identity ?? [])], to).not.toEqual([]);
    }
  });

  test('contains the parts of a guide', () => {
    const { links, prerequisites, credentials, permissions, dataAccess, howItWorks, troubleshooting } = about;
    const lists = { links, prerequisites, steps: credentials?.steps, permissions, dataAccess, howItWorks };
    const empty = Object.entries({ ...lists, troubleshooting }).filter(([, list]) => !list?.length);
    expect(empty.map(([part]) => part)).toEqual([]);
    expect(about.summary).not.toBe('');
    const unnamed = Object.entries(manifest.streams).filter(([, { title, description }]) => !title || !description);
    expect(unnamed.map(([stream]) => stream)).toEqual([]);
  });
});

describe.each(SIMULATED)('%s, by its guide', (id) => {
  const manifest = readManifestFile(id);
  const { about, settings } = manifest;

  test('declares the settings of the contract', () => {
    expect(Object.keys(settings.properties)).toEqual(SETTINGS[id]);
    expect(settings.required).toEqual(REQUIRED[id]);
  });

  test('has one secret', () => {
    expect(listSecretFields(manifest)).toEqual([SECRET[id]]);
  });

  test.each(GUIDE_ROWS[id])('contains the row $guide → $target', ({ map, target, reads }) => {
    const field = manifest.maps[map]?.fields[target];
    expect(field).toBeDefined();
    expect(pathsOf(field === undefined ? '' : sourceOf(field))).toContain(reads);
  });

  test('maps severity and status with an enum in every map of findings', () => {
    const maps = Object.values(manifest.maps).filter(({ to }) => to === 'finding');
    const through = maps.flatMap(({ fields }) => [fields['severity'], fields['findingStatus']]);
    expect(through.filter((field) => typeof field !== 'object' || field.enum === undefined)).toEqual([]);
    expect(through.length).toBeGreaterThan(0);
    expect(new Set(Object.values(manifest.enums?.['severity']?.values ?? {}))).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test('writes the asset types that it declares', () => {
    const types = Object.values(manifest.maps).flatMap(({ to, fields }) =>
      to === 'asset' ? [fields['assetType']] : [],
    );
    expect(types).toEqual(about.assetTypes.map((type) => `'${type}'`));
  });

  test('contains the optional parts of a guide', () => {
    const { scope, viewing, notes } = about;
    const empty = Object.entries({ scope, viewing, notes }).filter(([, list]) => !list?.length);
    expect(empty).toEqual([]);
    expect([about.keyRotation, about.filtering].filter((text) => !text)).toEqual([]);
  });

  test('has viewing queries that find its records', () => {
    const queries = (about.viewing ?? []).map(({ query }) => query);
    expect(queries).toContain(`inventory:(source:"${about.source}")`);
    expect(queries).toContain(`findings.vendorProductname:"${about.vendorProductName}"`);
  });

  test('mentions the inventory and no other product', () => {
    expect(textsIn(manifest).filter((text) => /\b(qualys|etm|trurisk|csam)\b/i.test(text))).toEqual([]);
  });
});
