import type { Encoding } from '../../manifest/types.generated.ts';

/** Encodes bytes as text. */
export const encodeBytes = (bytes: Uint8Array, encoding: Encoding): string => Buffer.from(bytes).toString(encoding);

const ENCODING_CHECKS: { readonly [E in Encoding]: (text: string) => string | undefined } = {
  hex: (text) => {
    if (/[^0-9a-f]/i.test(text)) return 'it contains characters other than hexadecimal digits';
    return text.length % 2 === 1 ? 'it has an odd number of hexadecimal digits' : undefined;
  },
  base64: (text) => (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 !== 1 ? undefined : 'it is not base64'),
  base64url: (text) =>
    /^[A-Za-z0-9_-]*={0,2}$/.test(text) && text.length % 4 !== 1 ? undefined : 'it is not base64url',
  utf8: () => undefined,
};

/** Describes why `text` is invalid in `encoding`, without quoting it; undefined when it is valid. */
export const findEncodingProblem = (text: string, encoding: Encoding): string | undefined =>
  ENCODING_CHECKS[encoding](text);

/** Decodes text to bytes. Check it with `findEncodingProblem` first: Buffer silently drops invalid characters. */
export const decodeText = (text: string, encoding: Encoding): Uint8Array => Buffer.from(text, encoding);
