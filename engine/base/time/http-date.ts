const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const TIME = '\\d{2}:\\d{2}:\\d{2}';
const FORMS = [
  new RegExp(`^${DAY},? (\\d{1,2})[ -][A-Z][a-z]{2}[ -]\\d{2,4} ${TIME} GMT$`),
  new RegExp(`^${DAY} [A-Z][a-z]{2} ([ \\d]\\d) ${TIME} \\d{4}$`),
];

const parseDay = (text: string): number => Number(FORMS.map((form) => form.exec(text)?.[1]).find(Boolean));

/** Parses an HTTP date (RFC 9110 §5.6.7, all three forms) to epoch milliseconds; returns undefined for other texts. */
export function parseHttpDate(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  const day = parseDay(trimmed);
  if (Number.isNaN(day)) return undefined;
  const at = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`);
  // Date.parse reads 31 February as 2 or 3 March.
  return new Date(at).getUTCDate() === day ? at : undefined;
}
