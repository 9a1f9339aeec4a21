import { engineError } from '../../base/errors/index.ts';
import { limitBytes, unpackLayer } from '../../base/unpack/index.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Maximum number of content codings. */
const MAX_LAYERS = 3;

/**
 * Decodes a body by `content-encoding`, last coding first. Each layer is limited to `maxBytes` (PAGE_TOO_LARGE), so that
 * nested gzip cannot expand without bound.
 */
export function unpackBody(body: Bytes, contentEncoding: string, maxBytes: number): Bytes {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_LAYERS) throw engineError('BODY_DAMAGED', {});
  return codings.reduceRight(
    (chunks, coding) => limitBytes(unpackLayer(chunks, coding, maxBytes), maxBytes),
    limitBytes(body, maxBytes),
  );
}
