/** Small pieces of Markdown: each takes texts and gives text; absent parts give nothing. */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table; nothing when it has no rows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
};

export const list = (items: readonly string[] | undefined): string =>
  (items ?? []).map((item) => `- ${item}`).join('\n');

export const steps = (items: readonly string[] | undefined): string =>
  (items ?? []).map((item, index) => `${index + 1}. ${item}`).join('\n');

export const code = (text: string): string => `\`${text}\``;

export const fenced = (text: string, language = ''): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** A section; nothing when there is nothing in it. */
export const section = (level: number, title: string, ...parts: readonly (string | undefined)[]): string => {
  const body = parts.filter((part) => part !== undefined && part !== '');
  return body.length === 0 ? '' : [`${'#'.repeat(level)} ${title}`, ...body].join('\n\n');
};

/** Parts with an empty line between them. */
export const document = (...parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n')}\n`;
