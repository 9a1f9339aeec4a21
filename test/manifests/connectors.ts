import { readFileSync } from 'node:fs';
import type { Manifest } from '../../engine/manifest/types.generated.ts';

/** The connectors of the catalogue that ship with the program. */
export const CONNECTORS = [
  'veracode-sast',
  'veracode-dast',
  'veracode-sca',
  'checkmarx-one-dast',
  'hcl-appscan-dast',
] as const;

export type ConnectorId = (typeof CONNECTORS)[number];

/** A JSON file of the repository, by its path from the root. */
export const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Reads a shipped manifest from its file. */
export const readManifestFile = (id: ConnectorId): Manifest => readJson(`manifests/${id}/manifest.json`) as Manifest;

/** The JSON Schema of one of the program's documents. */
export const readSchema = (name: string): object => readJson(`schemas/${name}.schema.json`) as object;
