import { createZone } from '../../../engine/base/time/index.ts';
import { CONVERSIONS } from '../../../engine/pipeline/map/convert/index.ts';
import { isDamaged } from '../../../engine/pipeline/map/damaged-text.ts';
import { ZONE } from './subjects.ts';

/** Loosely typed payload for a hand-written mapping. */
// biome-ignore lint/suspicious/noExplicitAny: the usual type in a hand-written mapping
export type Loose = any;

export const zone = createZone(ZONE);

/** Thrown by a mapping for an item that it rejects. */
export class Refused extends Error {}

/** Returns a text, or throws if it cannot be stored. */
export const expectStorable = (text: string): string => {
  if (isDamaged(text)) throw new Refused('a damaged text');
  return text;
};

export const plainText = (value: unknown): string | undefined =>
  CONVERSIONS.plainText(value, undefined) as string | undefined;
export const cleanText = (value: unknown): string | undefined =>
  CONVERSIONS.cleanText(value, undefined) as string | undefined;

/** Formats a time with the engine's optimization: no Date if the text is already in UTC. */
export const quickTime = (value: unknown, from?: typeof zone): string | undefined =>
  typeof value === 'string' && value !== '' ? (CONVERSIONS.datetime(value, from) as string) : undefined;
