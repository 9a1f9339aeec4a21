import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineError } from '../base/errors/index.ts';
import { readText } from '../io/read-text.ts';
import {
  didYouMean,
  hasErrors,
  invalidManifest,
  type Manifest,
  type ParsedManifest,
  parseManifest,
} from '../manifest/index.ts';
import { catalogueFolder, catalogueIds } from './catalogue.ts';

const MAX_BYTES = 1_048_576;

/** A manifest's text → what it holds. */
export type Judge = (text: string) => ParsedManifest | Promise<ParsedManifest>;

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

const kindOf = (path: string): Promise<'file' | 'folder' | undefined> =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => undefined,
  );

/** An id of the catalogue goes before a file of the same name: a path can always be written as ./name. */
async function findManifest(connector: string): Promise<string> {
  const ids = await catalogueIds();
  if (ids.includes(connector)) return join(catalogueFolder(connector), 'manifest.json');
  const kind = await kindOf(connector);
  if (kind === undefined) throw engineError('CONNECTOR_UNKNOWN', { connector, meant: didYouMean(connector, ids) });
  return kind === 'folder' ? join(connector, 'manifest.json') : connector;
}

/**
 * Finds and reads the manifest that `connector` names: an id of the catalogue, a path to a manifest or to its folder.
 * A stranger's manifest is better judged elsewhere.
 * Throws CONNECTOR_UNKNOWN, MANIFEST_UNREADABLE; what is wrong with the manifest comes as issues.
 */
export async function readManifest(connector: string, judge: Judge = parseManifest): Promise<ReadManifest> {
  const file = await findManifest(connector);
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('MANIFEST_UNREADABLE', { file, reason: `it ${read.problem}` });
  return {
    given: connector,
    file,
    folder: dirname(file),
    text: read.text,
    ...(await judge(read.text)),
  };
}

const errorOf = ({ given, issues }: ReadManifest) => invalidManifest(given, issues);

const judgeErrors: Judge = (text) => parseManifest(text, 'errors');

/** As `readManifest`, for commands that need a manifest without errors. Throws MANIFEST_INVALID, too. */
export async function loadConnector(connector: string, judge: Judge = judgeErrors): Promise<LoadedConnector> {
  const read = await readManifest(connector, judge);
  const { manifest } = read;
  if (manifest === undefined || hasErrors(read.issues)) throw errorOf(read);
  return { ...read, manifest };
}
