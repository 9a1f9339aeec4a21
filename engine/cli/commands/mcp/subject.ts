import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import type { JsonObject } from '../../../base/json/index.ts';
import type { TaskRunner } from '../../../workbench/sandbox/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import {
  expectValid,
  type LoadedConnector,
  MAX_MANIFEST_BYTES,
  parseSource,
  type ReadManifest,
  readManifest,
} from '../../load-connector.ts';
import { createManifestParser } from '../../task-runners.ts';
import { findInside, type Workspace } from './workspace.ts';

/** Arguments that name a connector, a draft of its manifest, or both: then the draft replaces the connector's manifest. */
export interface SubjectInput {
  readonly connector?: string;
  readonly manifest?: JsonObject | string;
}

/** Manifest that a tool works on, and the runner that evaluates it: the sandbox, except for the catalogue's. */
export interface Subject<M extends ReadManifest = ReadManifest> {
  readonly read: M;
  readonly runner: TaskRunner;
}

const DRAFT = 'draft';

/** Formats a draft as the text of a manifest. Throws MANIFEST_UNREADABLE if it is too large. */
export function toManifestText(manifest: JsonObject | string): string {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest, null, 2);
  if (Buffer.byteLength(text) > MAX_MANIFEST_BYTES)
    throw engineError('MANIFEST_UNREADABLE', { file: DRAFT, reason: `it is larger than ${MAX_MANIFEST_BYTES} bytes` });
  return text;
}

/** Returns an id of the catalogue unchanged, and the real path of the manifest of any other connector. Throws FILE_OUTSIDE. */
async function findConnector(connector: string, workspace: Workspace): Promise<string> {
  if ((await listConnectorIds()).includes(connector)) return connector;
  const path = await findInside(workspace, connector);
  const found = await stat(path).catch(() => undefined);
  // The manifest in a folder may be a link itself.
  return found?.isDirectory() ? findInside(workspace, join(path, 'manifest.json')) : path;
}

/** Reads the manifest that a tool works on, with its issues. Throws CONNECTOR_UNKNOWN, FILE_OUTSIDE, MANIFEST_UNREADABLE. */
export async function readSubject({ connector, manifest }: SubjectInput, workspace: Workspace): Promise<Subject> {
  const sandbox = workspace.runners.sandboxed();
  if (connector === undefined) {
    if (manifest === undefined)
      throw engineError('TOOL_INPUT_INVALID', { path: '', problem: 'give "connector", "manifest" or both' });
    const source = { given: DRAFT, file: '', folder: workspace.folder, text: toManifestText(manifest) };
    return { read: await parseSource(source, createManifestParser(sandbox)), runner: sandbox };
  }
  const found = await findConnector(connector, workspace);
  const runner = await workspace.runners.of(found);
  const read = { ...(await readManifest(found, createManifestParser(runner))), given: connector };
  if (manifest === undefined) return { read, runner };
  const source = { given: DRAFT, file: read.file, folder: read.folder, text: toManifestText(manifest) };
  return { read: await parseSource(source, createManifestParser(sandbox)), runner: sandbox };
}

/** Reads the manifest that a tool works on like `readSubject`. Throws MANIFEST_INVALID if it has errors. */
export async function loadSubject(input: SubjectInput, workspace: Workspace): Promise<Subject<LoadedConnector>> {
  const { read, runner } = await readSubject(input, workspace);
  return { read: expectValid(read), runner };
}
