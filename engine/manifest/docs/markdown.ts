/** Markdown helpers. Absent or empty parts render as an empty string. */

const formatCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Formats a table, or an empty string if it has no rows. */
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

/** Formats a section with a heading, or an empty string if all parts are empty. */
export const formatSection = (level: number, title: string, ...parts: readonly (string | undefined)[]): string => {
  const body = parts.filter((part) => part !== undefined && part !== '');
  return body.length === 0 ? '' : [`${'#'.repeat(level)} ${title}`, ...body].join('\n\n');
};

/** Joins parts with blank lines and adds a trailing line break. */
export const formatDocument = (...parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n')}\n`;
