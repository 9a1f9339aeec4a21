import { formatTextTable } from '../../../base/format/text-table.ts';
import { listEvidence } from '../../../manifest/docs/connector-list.ts';
import { readCatalogueRows } from '../../catalogue-rows.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { printJson } from '../../terminal.ts';

/** `list`: prints the catalogue as a table or as JSON. */
export const list: Act = async ({ options, terminal }) => {
  const listed = await readCatalogueRows();
  const rows = listed.flatMap(({ row = [] }) => row);
  for (const { given, row } of listed)
    if (!row) terminal.tell(`${given}: invalid manifest; run mapwright validate ${given}\n`);
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
