import type { Manifest } from '../manifest/index.ts';
import { listConnectorIds } from './catalogue.ts';
import { parseStatements, readManifest } from './load-connector.ts';

/** Returns what a list of connectors shows of a manifest. */
export const toCatalogueRow = ({ id, title, version, about }: Manifest) => ({
  id,
  title,
  version,
  vendor: about.vendor,
  assetTypes: about.assetTypes,
  findingTypes: about.findingTypes,
  delta: about.delta,
  verified: about.verified ?? [],
});

/** Connector of a list; without a row if its manifest is invalid. */
export interface ListedConnector {
  /** Id or path that it was found by. */
  readonly given: string;
  readonly row?: ReturnType<typeof toCatalogueRow>;
}

/** Reads the rows of connectors. Default: all of the catalogue. */
export async function readCatalogueRows(connectors?: readonly string[]): Promise<readonly ListedConnector[]> {
  const names = connectors ?? (await listConnectorIds());
  const read = await Promise.all(names.map((name) => readManifest(name, parseStatements)));
  return read.map(({ given, manifest }) => (manifest ? { given, row: toCatalogueRow(manifest) } : { given }));
}
