import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import { inlineEntitySchemas } from '../io/entity-schemas.ts';
import { readText } from '../io/read-text.ts';
import {
  formatSuggestion,
  hasErrors,
  invalidManifest,
  type Manifest,
  type ParsedManifest,
  parseManifest,
} from '../manifest/index.ts';
import { connectorFolder, listConnectorIds } from './catalogue.ts';

/** Largest manifest that is read. */
export const MAX_MANIFEST_BYTES = 1_048_576;

/** Parses the text of a manifest. */
export type ParseManifest = (text: string) => ParsedManifest | Promise<ParsedManifest>;

/** Manifest file with its text and parse result; `manifest` is undefined if it could not be parsed. */
export interface ReadManifest extends ParsedManifest {
  /** Id or path that the user entered. */
  readonly given: string;
  readonly file: string;
  readonly folder: string;
  readonly text: string;
}

/** Connector whose manifest has no errors. */
export interface LoadedConnector extends ReadManifest {
  readonly manifest: Manifest;
}

const pathKind = (path: string): Promise<'file' | 'folder' | undefined> =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  );

/** Finds a manifest file. A catalogue id takes precedence over a file of the same name, which can be written as ./name. */
async function findManifest(connector: string): Promise<string> {
  const ids = await listConnectorIds();
  if (ids.includes(connector)) return join(connectorFolder(connector), 'manifest.json');
  const kind = await pathKind(connector);
  if (kind === undefined)
    throw engineError('CONNECTOR_UNKNOWN', { connector, meant: formatSuggestion(connector, ids) });
  return kind === 'folder' ? join(connector, 'manifest.json') : connector;
}

/**
 * Finds and reads the manifest that `connector` names: a catalogue id, or the path of a manifest or its folder. Pass a
 * sandboxed parser for untrusted manifests. Returns problems of the manifest as issues. Throws CONNECTOR_UNKNOWN,
 * MANIFEST_UNREADABLE.
 */
export async function readManifest(connector: string, parse: ParseManifest = parseManifest): Promise<ReadManifest> {
  const file = await findManifest(connector);
  const read = await readText(file, MAX_MANIFEST_BYTES);
  if ('problem' in read) throw engineError('MANIFEST_UNREADABLE', { file, reason: read.problem });
  return parseSource({ given: connector, file, folder: dirname(file), text: read.text }, parse);
}

/** Text of a manifest, and where it comes from. */
export type ManifestSource = Pick<ReadManifest, 'given' | 'file' | 'folder' | 'text'>;

/** Parses the text of a manifest. Reads the schemas of its entities from its folder. */
export async function parseSource(source: ManifestSource, parse: ParseManifest): Promise<ReadManifest> {
  const inlined = await inlineEntitySchemas(source.text, source.folder);
  const parsed = await parse(inlined.text);
  return { ...source, ...parsed, issues: [...inlined.issues, ...parsed.issues] };
}

/** Returns the connector of a manifest that was read. Throws MANIFEST_INVALID if it has errors. */
export function expectValid(read: ReadManifest): LoadedConnector {
  const { manifest } = read;
  if (manifest === undefined || hasErrors(read.issues)) throw invalidManifest(read.given, read.issues);
  return { ...read, manifest };
}

/** Parses a manifest of the catalogue for what it states, by the schema alone. */
export const parseStatements: ParseManifest = (text) => parseManifest(text, 'none');

const parseErrorsOnly: ParseManifest = (text) => parseManifest(text, 'errors');

/** Reads a manifest as `readManifest` does, and throws MANIFEST_INVALID if it has errors. */
export async function loadConnector(
  connector: string,
  parse: ParseManifest = parseErrorsOnly,
): Promise<LoadedConnector> {
  return expectValid(await readManifest(connector, parse));
}
