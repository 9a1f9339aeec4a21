/** Small pieces of Markdown: each takes texts and gives text; absent parts give nothing. */

const formatCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table; nothing when it has no rows. */
export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(formatCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
};

export const bulletList = (items: readonly string[] | undefined): string =>
  (items ?? []).map((item) => `- ${item}`).join('\n');

export const numberedList = (items: readonly string[] | undefined): string =>
  (items ?? []).map((item, index) => `${index + 1}. ${item}`).join('\n');

export const inlineCode = (text: string): string => `\`${text}\``;

export const codeBlock = (text: string, language = ''): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** A section; nothing when there is nothing in it. */
export const formatSection = (level: number, title: string, ...parts: readonly (string | undefined)[]): string => {
  const body = parts.filter((part) => part !== undefined && part !== '');
  return body.length === 0 ? '' : [`${'#'.repeat(level)} ${title}`, ...body].join('\n\n');
};

/** Parts with an empty line between them. */
export const formatDocument = (...parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n')}\n`;
