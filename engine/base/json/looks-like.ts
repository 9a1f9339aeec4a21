/** Describes the format of a body from its beginning, without quoting the body. */
export function describeBody(head: string): string {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return 'nothing';
  if (/^<(?:!doctype\s+html|html|head|body|script)\b/i.test(text)) return 'an HTML page';
  if (text.startsWith('<')) return 'an XML or HTML document';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters distinguish binary data from text
  if (/[\u0000-\u0008\uFFFD]/.test(text)) return 'binary data or text that is not UTF-8';
  return startsLikeJson(text) ? 'damaged JSON' : 'plain text';
}

/** Returns true if a text, after a byte order mark and whitespace, starts like a JSON value. */
export const startsLikeJson = (head: string): boolean =>
  /^\uFEFF?[ \t\r\n]*(?:[[{"]|-?\d|(?:true|false|null|t|f|n|tr|tru|fa|fal|fals|nu|nul)(?!\w))/.test(head);
