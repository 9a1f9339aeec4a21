/** What the beginning of a body looks like, in words that hold nothing of the body itself. */
export function describeBody(head: string): string {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return 'nothing';
  if (/^<(?:!doctype\s+html|html|head|body|script)\b/i.test(text)) return 'an HTML page';
  if (text.startsWith('<')) return 'an XML or HTML document';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data from text
  if (/[\u0000-\u0008\uFFFD]/.test(text)) return 'binary data or text that is not UTF-8';
  return startsLikeJson(text) ? 'damaged JSON' : 'plain text';
}

/** Whether a text begins, after a byte order mark and blanks, with something that a JSON value can begin with. */
export const startsLikeJson = (head: string): boolean =>
  /^\uFEFF?[ \t\r\n]*(?:[[{"]|-?\d|(?:true|false|null|t|f|n|tr|tru|fa|fal|fals|nu|nul)(?!\w))/.test(head);
