import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { isObject, type JsonObject } from '../../../base/json/index.ts';
import { createFolder } from '../../../pipeline/sink/make-folder.ts';
import { writeFileAtomically } from '../../../pipeline/sink/part-file.ts';
import { type CheckedImport, proposeConnectorId, toConnectorId } from '../../../workbench/import/index.ts';
import { runCase, writeCase } from '../../../workbench/replay/index.ts';

/** Folder to write a connector to, and the connector's id, which is the folder's name. */
export interface ConnectorFolder {
  readonly folder: string;
  readonly id: string;
}

/** Returns the folder of an import: `--dir`, or one named after the title. Throws FILE_EXISTS if it contains a manifest. */
export async function findConnectorFolder(dir: string | undefined, title: string): Promise<ConnectorFolder> {
  const folder = dir ?? proposeConnectorId(title);
  const file = join(folder, 'manifest.json');
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw engineError('FILE_EXISTS', { file });
  return { folder, id: toConnectorId(basename(resolve(folder))) };
}

/** Separates the schemas of the entities from the manifest, for files of their own. */
function splitSchemas(draft: JsonObject): { manifest: JsonObject; schemas: [file: string, schema: JsonObject][] } {
  const schemas: [string, JsonObject][] = [];
  const entities = Object.entries((draft['entities'] ?? {}) as JsonObject).map(([name, entity]) => {
    if (!isObject(entity) || !isObject(entity['schema'])) return [name, entity] as const;
    const file = `schemas/${name}.json`;
    schemas.push([file, entity['schema']]);
    return [name, { ...entity, schema: file }] as const;
  });
  if (entities.length === 0) return { manifest: draft, schemas };
  return { manifest: { ...draft, entities: Object.fromEntries(entities) }, schemas };
}

const formatJson = (value: JsonObject): string => `${JSON.stringify(value, null, 2)}\n`;

/** Connector to write: the manifest as JSON, parsed if it is valid, and its recorded cases. */
export type WritableConnector = Pick<CheckedImport, 'draft' | 'manifest' | 'cases'>;

/**
 * Writes the manifest, the schemas of its entities and the cases of a connector, and returns their paths. `replay` computes
 * what a case expects, if that is not known.
 */
export async function writeConnectorFolder(
  folder: string,
  checked: WritableConnector,
  replay: typeof runCase = runCase,
): Promise<string[]> {
  const { manifest: draft, schemas } = splitSchemas(checked.draft);
  await createFolder(folder);
  if (schemas.length > 0) await createFolder(join(folder, 'schemas'));
  const files = [['manifest.json', draft] as const, ...schemas];
  for (const [file, value] of files) await writeFileAtomically(join(folder, file), formatJson(value));
  const paths = files.map(([file]) => join(folder, file));
  for (const { name, recording, expected } of checked.cases) {
    if (!checked.manifest) continue;
    const outcome = expected ?? (await replay(checked.manifest, recording)).outcome;
    await writeCase(folder, name, { recording, expected: outcome });
    paths.push(join(folder, 'recordings', `${name}.json`), join(folder, 'expected', `${name}.json`));
  }
  return paths;
}
