import { isEngineError } from '../../base/errors/index.ts';
import {
  createNotJsonError,
  type Element,
  isObject,
  type Json,
  type JsonObject,
  measureShape,
  readElement,
  toBadElement,
  toPointer,
} from '../../base/json/index.ts';

type Path = readonly string[];
/** Paths of texts that are JSON documents: in each item, and in the page. */
export interface ParsedPaths {
  readonly ofItem: readonly Path[];
  readonly ofPage: readonly Path[];
}

export const NO_PATHS: ParsedPaths = { ofItem: [], ofPage: [] };

/** Sorts dotted paths by whether they lead into the items at `list`. */
export function sortPaths(paths: readonly string[], list: Path | undefined): ParsedPaths {
  const split = paths.map((path) => path.split('.'));
  const isInItem = (path: Path) =>
    list !== undefined && path.length > list.length && list.every((step, index) => path[index] === step);
  return {
    ofItem: split.filter(isInItem).map((path) => path.slice(list?.length)),
    ofPage: split.filter((path) => !isInItem(path)),
  };
}

/** Result of parsing a text: its value, or a bad element. */
function parseText(text: string, path: readonly (string | number)[]): Element {
  const bytes = Buffer.from(text);
  try {
    const element = readElement(bytes, measureShape(bytes));
    return element.kind === 'item' ? element : { ...element, pointer: toPointer(path) };
  } catch (error) {
    if (!isEngineError(error, 'BODY_NOT_JSON')) throw error;
    return toBadElement(bytes, 'the text is not JSON', toPointer(path));
  }
}

/** Replaces the texts at a path, through lists, by their values; returns a bad element for the first one that is not JSON. */
function replaceAt(value: Json, path: Path, at: readonly (string | number)[]): Element {
  if (Array.isArray(value)) return replaceMembers(value, path, at);
  const [step, ...rest] = path;
  if (step === undefined)
    return typeof value === 'string' && value.trim() !== '' ? parseText(value, at) : { kind: 'item', value };
  if (!isObject(value) || !Object.hasOwn(value, step)) return { kind: 'item', value };
  const member = replaceAt(value[step] as Json, rest, [...at, step]);
  if (member.kind === 'bad') return member;
  // fromEntries defines members, so that a key named __proto__ is safe.
  const members = Object.entries(value).map(([key, own]) => [key, key === step ? member.value : own]);
  return { kind: 'item', value: Object.fromEntries(members) as JsonObject };
}

function replaceMembers(list: readonly Json[], path: Path, at: readonly (string | number)[]): Element {
  const values: Json[] = [];
  for (const [index, member] of list.entries()) {
    const replaced = replaceAt(member, path, [...at, index]);
    if (replaced.kind === 'bad') return replaced;
    values.push(replaced.value);
  }
  return { kind: 'item', value: values };
}

/** Replaces the texts of an item by their values; the item is bad if one of them is not JSON. */
export const parseItemFields = (element: Element, paths: readonly Path[]): Element =>
  paths.reduce((one, path) => (one.kind === 'item' ? replaceAt(one.value, path, []) : one), element);

/** Replaces the texts of a page by their values. Throws BODY_NOT_JSON. */
export function parsePageFields(page: Json, paths: readonly Path[]): Json {
  const parsed = parseItemFields({ kind: 'item', value: page }, paths);
  if (parsed.kind === 'bad') throw createNotJsonError(parsed.raw);
  return parsed.value;
}
