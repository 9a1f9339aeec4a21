import { join } from 'node:path';
import { renderGuide } from '../../../../manifest/docs/guide.ts';
import { listProducedEntities, type Manifest } from '../../../../manifest/index.ts';
import { defineTool } from '../../../../protocol/mcp/index.ts';
import { listCaseNames } from '../../../../workbench/replay/index.ts';
import { findConnectorFolders } from '../../../catalogue.ts';
import { readCatalogueRows, toCatalogueRow } from '../../../catalogue-rows.ts';
import { FLAG, OBJECT, OBJECTS, objectOf, TEXT, TEXTS, textOf } from '../inputs.ts';
import { loadSubject } from '../subject.ts';
import { findInside, type Workspace } from '../workspace.ts';

interface Input {
  readonly connector?: string;
  readonly manifest?: boolean;
}

const describeManifest = (manifest: Manifest) => ({
  streams: Object.keys(manifest.streams),
  maps: Object.entries(manifest.maps).map(([name, { from, to }]) => ({ name, from, to })),
  entities: listProducedEntities(manifest).map(({ name, title, identity }) => ({ name, title, identity })),
  settings: manifest.settings,
});

/** Lists the user's connectors, except those that a link outside the folder of the server leads to. */
async function findOwnFolders(workspace: Workspace): Promise<readonly string[]> {
  const folders = await findConnectorFolders(workspace.folder);
  const isInside = (path: string) =>
    findInside(workspace, join(path, 'manifest.json')).then(
      () => true,
      () => false,
    );
  const inside = await Promise.all(folders.map(isInside));
  return folders.filter((_, at) => inside[at]);
}

/** Lists the shipped connectors and the user's, or describes one. */
export const createCatalogueTool = (workspace: Workspace) =>
  defineTool<Input>({
    name: 'catalogue',
    title: 'List or describe connectors',
    description:
      'Lists the connectors: those that ship with Mapwright and those in the folder of the server. With "connector", describes one: settings (JSON Schema), streams, maps, entities, recorded cases and its guide; with "manifest", its manifest too, as an example.',
    annotations: { readOnlyHint: true, openWorldHint: false },
    input: objectOf({
      connector: textOf('Id or path of the connector to describe.'),
      manifest: { ...FLAG, description: 'Return the manifest, too.' },
    }),
    output: {
      connectors: OBJECTS,
      own: { ...OBJECTS, description: 'Connectors in the folder of the server; "path" names them.' },
      invalid: { ...TEXTS, description: 'Connectors whose manifest is invalid.' },
      connector: OBJECT,
      cases: TEXTS,
      guide: { ...TEXT, description: 'Guide in Markdown.' },
      manifest: OBJECT,
    },
    whole: ['manifest'],
    async run({ connector, manifest: withManifest = false }) {
      if (connector !== undefined) {
        const { read } = await loadSubject({ connector }, workspace);
        const { manifest, folder } = read;
        return {
          connector: { ...toCatalogueRow(manifest), ...describeManifest(manifest) },
          cases: await listCaseNames(folder),
          guide: renderGuide(manifest),
          ...(withManifest ? { manifest: JSON.parse(read.text) } : {}),
        };
      }
      const folders = await findOwnFolders(workspace);
      const [shipped, own] = await Promise.all([readCatalogueRows(), readCatalogueRows(folders)]);
      const toPath = (given: string) => given.slice(workspace.folder.length + 1);
      return {
        connectors: shipped.flatMap(({ row = [] }) => row),
        own: own.flatMap(({ given, row }) => (row ? [{ path: toPath(given), ...row }] : [])),
        invalid: own.flatMap(({ given, row }) => (row ? [] : [toPath(given)])),
      };
    },
  });
