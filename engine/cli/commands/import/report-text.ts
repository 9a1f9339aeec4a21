import type { ImportExtent, ImportReport } from '../../../workbench/import/index.ts';
import type { Paint } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

/** Report of an import as a command prints it. */
export interface PrintedReport extends ImportReport {
  readonly extent: ImportExtent;
  readonly folder: string | null;
  readonly files: readonly string[];
}

const SUMMARIES: Readonly<Record<ImportExtent, string>> = {
  whole: 'imported',
  partly: 'partly imported',
  nothing: 'nothing imported: the source contains nothing usable',
};

const formatPart = (mark: string, part: string, note = ''): string =>
  `  ${mark} ${escapeForTerminal(part)}${note === '' ? '' : `: ${escapeForTerminal(note)}`}\n`;

/** Formats the report of an import: each part with its reason, the files, and what to do next. */
export function formatReport({ extent, folder, files, ...report }: PrintedReport, paint: Paint): string {
  const parts = [
    ...report.translated.map(({ part }) => formatPart(paint('green', '✓'), part)),
    ...report.approximated.map(({ part, reason, confidence }) =>
      formatPart(paint('yellow', '~'), `${part} (confidence ${confidence})`, reason),
    ),
    ...report.notTranslated.map(({ part, reason }) => formatPart(paint('red', '✗'), part, reason)),
  ];
  const counts = `${report.translated.length} translated, ${report.approximated.length} approximated, ${report.notTranslated.length} not translated`;
  const next =
    folder === null
      ? []
      : [...files.map((file) => `${file}\n`), `Next: mapwright validate ${escapeForTerminal(folder)}\n`];
  return [...parts, `${SUMMARIES[extent]} (${counts})\n`, ...next].join('');
}
