import type { FieldSpec } from '../../../manifest/types.generated.ts';
import { toCleanText } from './clean-text.ts';
import type { Conversion } from './conversion.ts';
import { toDatetime, toFineDatetime } from './datetime.ts';
import { epochMillis, epochSeconds, fineEpochMillis, fineEpochSeconds } from './epoch.ts';
import { toInteger } from './integer.ts';
import { toCsvList, toList } from './list.ts';
import { toNumber } from './number.ts';
import { toPlainText } from './plain-text.ts';
import { toText } from './text.ts';
import { toUrl } from './url.ts';
import { toCve, toCwe } from './weakness.ts';

export { createZone, isZone, type Zone } from '../../../base/time/index.ts';
export { type Conversion, type Invalid, isInvalid } from './conversion.ts';
export { convertMembers } from './members.ts';

/** Values of a field's `as`. */
export type ConversionName = NonNullable<FieldSpec['as']>;

/** Conversions by name. */
export const CONVERSIONS: { readonly [N in ConversionName]: Conversion } = {
  string: toText,
  integer: toInteger,
  number: toNumber,
  datetime: toDatetime,
  epochSeconds,
  epochMillis,
  plainText: toPlainText,
  cleanText: toCleanText,
  list: toList,
  csvList: toCsvList,
  cwe: toCwe,
  cve: toCve,
  url: toUrl,
};

/** Conversions of times that keep micro- and nanoseconds, for targets that accept them. */
export const FINE_CONVERSIONS: Partial<Record<ConversionName, Conversion>> = {
  datetime: toFineDatetime,
  epochSeconds: fineEpochSeconds,
  epochMillis: fineEpochMillis,
};
