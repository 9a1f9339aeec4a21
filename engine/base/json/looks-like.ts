/** Formats of bodies that errors distinguish; the catalogue has a fix for each. */
export type BodyKind =
  | 'nothing'
  | 'an HTML page'
  | 'an XML document'
  | 'gzip data'
  | 'a zip archive'
  | 'binary data or text that is not UTF-8'
  | 'several JSON values, one per line'
  | 'damaged JSON'
  | 'plain text';

// The second byte of gzip is not valid UTF-8.
const GZIP = ['\u001f\u008b', '\u001f\uFFFD'];
const ZIP = ['PK\u0003', 'PK\u0005'];

/** Describes the format of a body from its beginning, without quoting the body. */
export function describeBody(head: string): BodyKind {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return 'nothing';
  if (/^<(?:!doctype\s+html|html|head|body|script)\b/i.test(text)) return 'an HTML page';
  if (text.startsWith('<')) return 'an XML document';
  if (GZIP.some((signature) => text.startsWith(signature))) return 'gzip data';
  if (ZIP.some((signature) => text.startsWith(signature))) return 'a zip archive';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters distinguish binary data from text
  if (/[\u0000-\u0008\uFFFD]/.test(text)) return 'binary data or text that is not UTF-8';
  if (isJsonLines(text)) return 'several JSON values, one per line';
  return startsLikeJson(text) ? 'damaged JSON' : 'plain text';
}

/** Returns true if the first line is a JSON value and another one begins below. */
function isJsonLines(text: string): boolean {
  const [first = '', second = ''] = text.split('\n', 2);
  if (!/^[[{]/.test(first) || !startsLikeJson(second)) return false;
  try {
    return JSON.parse(first) !== undefined;
  } catch {
    return false;
  }
}

/** Returns true if a text, after a byte order mark and whitespace, starts like a JSON value. */
export const startsLikeJson = (head: string): boolean =>
  /^\uFEFF?[ \t\r\n]*(?:[[{"]|-?\d|(?:true|false|null|t|f|n|tr|tru|fa|fal|fals|nu|nul)(?!\w))/.test(head);
