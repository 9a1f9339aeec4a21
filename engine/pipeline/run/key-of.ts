import { type Json, read } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** How an item is named in reports and saved cursors: its key's values. */
export const keyOf = (stream: CompiledStream, item: Json): string =>
  stream.key.map((path) => textOf(read(item, path))).join('|');
