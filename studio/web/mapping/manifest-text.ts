import { applyEdits, getNodeValue, type JSONPath, modify } from 'jsonc-parser';
import { nodeAt, partsOf, pointerOf, treeOf } from './places.ts';

const FORMAT = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: '\n' } };

const put = (text: string, path: JSONPath, value: unknown): string =>
  applyEdits(text, modify(text, path, value, FORMAT));

/** Where a field of a map stands in a manifest. */
export const fieldPointer = (map: string, target: string): string => pointerOf(['maps', map, 'fields', target]);

/** The expression of the field at `pointer`; undefined where there is none. */
export function expressionAt(text: string, pointer: string): string | undefined {
  const node = nodeAt(treeOf(text), pointer);
  const value: unknown = node && getNodeValue(node);
  const expression = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
  return typeof expression === 'string' ? expression : undefined;
}

/** The manifest's text with another expression in the field at `pointer`: nothing else of it changes. */
export function withExpression(text: string, pointer: string, expression: string): string {
  const path = partsOf(pointer);
  const isSpec = nodeAt(treeOf(text), pointer)?.type === 'object';
  return put(text, isSpec ? [...path, 'value'] : path, expression);
}

/** Without the field at `pointer`. */
export const withoutField = (text: string, pointer: string): string => put(text, partsOf(pointer), undefined);

/** With one more row in the value table at `pointer`; a table on one line stays on it. */
export function withEnumValue(text: string, pointer: string, row: { literal: string; to: string | number }): string {
  const table = nodeAt(treeOf(text), pointer);
  const last = table?.children?.at(-1);
  const known = nodeAt(table, pointerOf([row.literal]));
  if (!table || !last || known) return put(text, [...partsOf(pointer), row.literal], row.to);
  const source = text.slice(table.offset, table.offset + table.length);
  const end = last.offset + last.length;
  const before = source.includes('\n') ? /\n\s*$/.exec(text.slice(0, last.offset))?.[0] : ' ';
  return `${text.slice(0, end)},${before ?? ' '}${JSON.stringify(row.literal)}: ${JSON.stringify(row.to)}${text.slice(end)}`;
}

/** One map alone, as a file that a connection's config can name. */
export function mapAlone(text: string, map: string): string | undefined {
  const node = nodeAt(treeOf(text), pointerOf(['maps', map]));
  return node && `${JSON.stringify(getNodeValue(node), null, 2)}\n`;
}
