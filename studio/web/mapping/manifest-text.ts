import { applyEdits, getNodeValue, type JSONPath, modify } from 'jsonc-parser';
import { findNode, formatPointer, parseJsonTree, parsePointer } from './json-positions.ts';

const FORMAT = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: '\n' } };

const setValue = (text: string, path: JSONPath, value: unknown): string =>
  applyEdits(text, modify(text, path, value, FORMAT));

/** Where a field of a map stands in a manifest. */
export const formatFieldPointer = (map: string, target: string): string =>
  formatPointer(['maps', map, 'fields', target]);

/** The expression of the field at `pointer`; undefined where there is none. */
export function readExpression(text: string, pointer: string): string | undefined {
  const node = findNode(parseJsonTree(text), pointer);
  const value: unknown = node && getNodeValue(node);
  const expression = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
  return typeof expression === 'string' ? expression : undefined;
}

/** The manifest's text with another expression in the field at `pointer`: nothing else of it changes. */
export function setExpression(text: string, pointer: string, expression: string): string {
  const path = parsePointer(pointer);
  const isSpec = findNode(parseJsonTree(text), pointer)?.type === 'object';
  return setValue(text, isSpec ? [...path, 'value'] : path, expression);
}

/** Without the field at `pointer`. */
export const removeField = (text: string, pointer: string): string => setValue(text, parsePointer(pointer), undefined);

/** With one more row in the value table at `pointer`; a table on one line stays on it. */
export function addEnumValue(text: string, pointer: string, row: { literal: string; to: string | number }): string {
  const table = findNode(parseJsonTree(text), pointer);
  const last = table?.children?.at(-1);
  const known = findNode(table, formatPointer([row.literal]));
  if (!table || !last || known) return setValue(text, [...parsePointer(pointer), row.literal], row.to);
  const source = text.slice(table.offset, table.offset + table.length);
  const end = last.offset + last.length;
  const before = source.includes('\n') ? /\n\s*$/.exec(text.slice(0, last.offset))?.[0] : ' ';
  return `${text.slice(0, end)},${before ?? ' '}${JSON.stringify(row.literal)}: ${JSON.stringify(row.to)}${text.slice(end)}`;
}

/** One map alone, as a file that a connection's config can name. */
export function extractMap(text: string, map: string): string | undefined {
  const node = findNode(parseJsonTree(text), formatPointer(['maps', map]));
  return node && `${JSON.stringify(getNodeValue(node), null, 2)}\n`;
}
