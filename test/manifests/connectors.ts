import { readFileSync } from 'node:fs';
import type { Manifest } from '../../engine/manifest/types.generated.ts';

/** Connectors that ship with the program. */
export const CONNECTORS = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
] as const;

export type ConnectorId = (typeof CONNECTORS)[number];

/** Reads a JSON file by its path from the repository root. */
export const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Reads a shipped manifest from its file. */
export const readManifestFile = (id: ConnectorId): Manifest => readJson(`manifests/${id}/manifest.json`) as Manifest;

/** Reads the JSON Schema of a document type. */
export const readSchema = (name: string): object => readJson(`schemas/${name}.schema.json`) as object;
