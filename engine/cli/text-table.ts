import { stripVTControlCharacters } from 'node:util';

/** A column: how its cells stand. */
export type Align = 'left' | 'right';

const measureWidth = (text: string) => [...stripVTControlCharacters(text)].length;

const pad = (text: string, width: number, align: Align) => {
  const space = ' '.repeat(Math.max(0, width - measureWidth(text)));
  return align === 'right' ? space + text : text + space;
};

/** Rows in columns as wide as their widest cell, two spaces apart; cells may be coloured. One line a row, each with its end. */
export function formatTextTable(rows: readonly (readonly string[])[], aligns: readonly Align[] = []): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, measureWidth(cell));
  return rows
    .map((row) => row.map((cell, at) => pad(cell, widths[at] ?? 0, aligns[at] ?? 'left')).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
