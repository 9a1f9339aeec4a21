import { formatTextTable } from '../../../base/format/text-table.ts';
import { listEvidence } from '../../../manifest/docs/connector-list.ts';
import type { Manifest } from '../../../manifest/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { parseStatements, readManifest } from '../../load-connector.ts';
import { printJson } from '../../terminal.ts';

const toRow = ({ id, title, version, about }: Manifest) => ({
  id,
  title,
  version,
  vendor: about.vendor,
  assetTypes: about.assetTypes,
  findingTypes: about.findingTypes,
  delta: about.delta,
  verified: about.verified ?? [],
});

/** `list`: prints the catalogue as a table or as JSON. */
export const list: Act = async ({ options, terminal }) => {
  const read = await Promise.all((await listConnectorIds()).map((id) => readManifest(id, parseStatements)));
  const rows = read.flatMap(({ manifest }) => (manifest ? [toRow(manifest)] : []));
  for (const { given, manifest } of read)
    if (!manifest) terminal.tell(`${given}: invalid manifest; run mapwright validate ${given}\n`);
  if (options.json) {
    await printJson(terminal, rows);
    return EXIT.done;
  }
  const { out } = terminal.paint;
  const head = ['ID', 'TITLE', 'VERSION', 'VENDOR', 'ASSETS', 'FINDINGS', 'DELTA', 'CHECKED AGAINST'].map((title) =>
    out('bold', title),
  );
  const cells = rows.map(({ id, title, version, vendor, assetTypes, findingTypes, delta, verified }) => [
    out('cyan', id),
    title,
    version,
    vendor,
    assetTypes.join(', '),
    findingTypes.join(', '),
    delta ? 'yes' : 'no',
    listEvidence(verified).join(', '),
  ]);
  await terminal.print(formatTextTable([head, ...cells]));
  return EXIT.done;
};
