import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../engine/base/json/index.ts';
import { fillDefaults } from '../../engine/manifest/defaults.ts';
import type { Manifest } from '../../engine/manifest/types.generated.ts';

const ROOT = new URL('../../', import.meta.url);

/** Shipped connectors that have a simulated vendor, and tables of their guides' rows and settings in the tests. */
export const SIMULATED = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
] as const;

export type SimulatedId = (typeof SIMULATED)[number];

const isSimulated = (id: string): id is SimulatedId => SIMULATED.some((one) => one === id);

/** All shipped connectors: the folders of manifests/, the simulated ones first. */
export const CONNECTORS: readonly string[] = [
  ...SIMULATED,
  ...readdirSync(new URL('manifests/', ROOT))
    .filter((id) => !isSimulated(id) && existsSync(new URL(`manifests/${id}/manifest.json`, ROOT)))
    .sort(),
];

/** Reads a JSON file by its path from the repository root. */
export const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));

/** Reads a shipped manifest from its file, with the keys that parsing fills. */
export const readManifestFile = (id: string): Manifest =>
  fillDefaults(readJson(`manifests/${id}/manifest.json`) as JsonObject);

/** Reads the JSON Schema of a document type. */
export const readSchema = (name: string): object => readJson(`schemas/${name}.schema.json`) as object;
