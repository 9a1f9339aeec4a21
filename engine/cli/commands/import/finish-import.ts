import { checkImport, judgeExtent, type PlannedImport } from '../../../workbench/import/index.ts';
import { EXIT } from '../../exit-code.ts';
import type { Options } from '../../options.ts';
import { printJson, type Terminal } from '../../terminal.ts';
import { findConnectorFolder, writeConnectorFolder } from './connector-folder.ts';
import { formatReport } from './report-text.ts';

const EXIT_CODES = { whole: EXIT.done, partly: EXIT.incomplete, nothing: EXIT.failed } as const;

export interface ImportContext {
  readonly options: Options;
  readonly terminal: Terminal;
}

/**
 * Ends an import command: validates what `build` returns, writes the folder unless nothing was translated, prints the report
 * (`--json`: `{extent, folder, files, translated, approximated, notTranslated}`) and returns the exit code.
 */
export async function finishImport(
  { title, build }: PlannedImport,
  { options, terminal }: ImportContext,
): Promise<number> {
  const { folder, id } = await findConnectorFolder(options.dir, title);
  const checked = checkImport(await build(id));
  const { manifest, report } = checked;
  const extent = judgeExtent(report, manifest !== undefined);
  const files = manifest ? await writeConnectorFolder(folder, checked) : [];
  const result = { extent, folder: manifest ? folder : null, files, ...report };
  if (options.json) await printJson(terminal, result);
  else await terminal.print(formatReport(result, terminal.paint.out));
  return EXIT_CODES[extent];
}
