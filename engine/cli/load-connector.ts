import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineError } from '../base/errors/index.ts';
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

const MAX_BYTES = 1_048_576;

/** A manifest's text → what it holds. */
export type ParseManifest = (text: string) => ParsedManifest | Promise<ParsedManifest>;

/** A manifest's text, where it stands, and what was made of it: perhaps nothing but issues. */
export interface ReadManifest extends ParsedManifest {
  /** As the user gave it. */
  readonly given: string;
  readonly file: string;
  readonly folder: string;
  readonly text: string;
}

/** A connector that may be used: its manifest has no errors. */
export interface LoadedConnector extends ReadManifest {
  readonly manifest: Manifest;
}

const pathKind = (path: string): Promise<'file' | 'folder' | undefined> =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  );

/** An id of the catalogue goes before a file of the same name: a path can always be written as ./name. */
async function findManifest(connector: string): Promise<string> {
  const ids = await listConnectorIds();
  if (ids.includes(connector)) return join(connectorFolder(connector), 'manifest.json');
  const kind = await pathKind(connector);
  if (kind === undefined)
    throw engineError('CONNECTOR_UNKNOWN', { connector, meant: formatSuggestion(connector, ids) });
  return kind === 'folder' ? join(connector, 'manifest.json') : connector;
}

/**
 * Finds and reads the manifest that `connector` names: an id of the catalogue, a path to a manifest or to its folder.
 * A stranger's manifest is better judged elsewhere.
 * Throws CONNECTOR_UNKNOWN, MANIFEST_UNREADABLE; what is wrong with the manifest comes as issues.
 */
export async function readManifest(connector: string, parse: ParseManifest = parseManifest): Promise<ReadManifest> {
  const file = await findManifest(connector);
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('MANIFEST_UNREADABLE', { file, reason: `it ${read.problem}` });
  return {
    given: connector,
    file,
    folder: dirname(file),
    text: read.text,
    ...(await parse(read.text)),
  };
}

const toManifestError = ({ given, issues }: ReadManifest) => invalidManifest(given, issues);

const parseErrorsOnly: ParseManifest = (text) => parseManifest(text, 'errors');

/** As `readManifest`, for commands that need a manifest without errors. Throws MANIFEST_INVALID, too. */
export async function loadConnector(
  connector: string,
  parse: ParseManifest = parseErrorsOnly,
): Promise<LoadedConnector> {
  const read = await readManifest(connector, parse);
  const { manifest } = read;
  if (manifest === undefined || hasErrors(read.issues)) throw toManifestError(read);
  return { ...read, manifest };
}
