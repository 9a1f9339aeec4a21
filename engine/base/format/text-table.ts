import { stripVTControlCharacters } from 'node:util';

/** Alignment of a column. */
export type Align = 'left' | 'right';

const measureWidth = (text: string) => [...stripVTControlCharacters(text)].length;

const pad = (text: string, width: number, align: Align) => {
  const space = ' '.repeat(Math.max(0, width - measureWidth(text)));
  return align === 'right' ? space + text : text + space;
};

/** Formats rows as aligned columns, two spaces apart, one line per row. Cells may contain colors. */
export function formatTextTable(rows: readonly (readonly string[])[], aligns: readonly Align[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, measureWidth(cell));
  return rows
    .map((row) => row.map((cell, index) => pad(cell, widths[index] ?? 0, aligns[index] ?? 'left')).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
