import { applyEdits, getNodeValue, type JSONPath, modify } from 'jsonc-parser';
import { findNode, formatPointer, parseJsonTree, parsePointer } from './json-positions.ts';

const FORMAT = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: '\n' } };

/** Sets the value at a path, or removes it if undefined; all other text stays as it is. */
export const setValue = (text: string, path: JSONPath, value: unknown): string =>
  applyEdits(text, modify(text, path, value, FORMAT));

/** Returns the pointer of a map's field in a manifest. */
export const formatFieldPointer = (map: string, target: string): string =>
  formatPointer(['maps', map, 'fields', target]);

/** Returns the expression of the field at `pointer`, or undefined when the field does not exist. */
export function readExpression(text: string, pointer: string): string | undefined {
  const node = findNode(parseJsonTree(text), pointer);
  const value: unknown = node && getNodeValue(node);
  const expression = typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
  return typeof expression === 'string' ? expression : undefined;
}

/** Sets the expression of the field at `pointer` without changing any other text. */
export function setExpression(text: string, pointer: string, expression: string): string {
  const path = parsePointer(pointer);
  const isSpec = findNode(parseJsonTree(text), pointer)?.type === 'object';
  return setValue(text, isSpec ? [...path, 'value'] : path, expression);
}

/** Removes the field at `pointer`. */
export const removeField = (text: string, pointer: string): string => setValue(text, parsePointer(pointer), undefined);

/** Adds or replaces a row of the value table at `pointer`; a single-line table stays on one line. */
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
