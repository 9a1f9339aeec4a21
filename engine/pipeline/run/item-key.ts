import { type Json, readPath } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** How an item is named in reports and saved cursors: its key's values. */
export const formatItemKey = (stream: CompiledStream, item: Json): string =>
  stream.key.map((path) => toText(readPath(item, path))).join('|');
