import { cleanText } from './clean-text.ts';
import type { Conversion } from './conversion.ts';
import { datetime } from './datetime.ts';
import { epochMillis, epochSeconds } from './epoch.ts';
import { integer } from './integer.ts';
import { csvList, list } from './list.ts';
import { number } from './number.ts';
import { plainText } from './plain-text.ts';
import { text } from './text.ts';
import { url } from './url.ts';
import { cve, cwe } from './weakness.ts';

export { isZone, type Zone, zoneOf } from '../../../base/time/index.ts';
export { type Conversion, type Invalid, isInvalid } from './conversion.ts';

/** What a field's `as` may say. */
export type ConversionName =
  | 'string'
  | 'integer'
  | 'number'
  | 'datetime'
  | 'epochSeconds'
  | 'epochMillis'
  | 'plainText'
  | 'cleanText'
  | 'list'
  | 'csvList'
  | 'cwe'
  | 'cve'
  | 'url';

/** Every conversion by its name. */
export const CONVERSIONS: { readonly [N in ConversionName]: Conversion } = {
  string: text,
  integer,
  number,
  datetime,
  epochSeconds,
  epochMillis,
  plainText,
  cleanText,
  list,
  csvList,
  cwe,
  cve,
  url,
};
