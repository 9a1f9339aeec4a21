import { type PageBody, readBodyText } from './page-body.ts';

const QUOTE = '"';

/** Returns the nearest character that is not white space, from `at` in a direction. */
function nearest(text: string, at: number, direction: 1 | -1): string {
  let index = at;
  while (/\s/.test(text.charAt(index))) index += direction;
  return text.charAt(index);
}

/** Counts the places of the digits in a JSON text: as a number, and as a string. */
function countPlaces(text: string, digits: string): { numbers: number; strings: number } {
  let [numbers, strings] = [0, 0];
  for (let at = text.indexOf(digits); at !== -1; at = text.indexOf(digits, at + digits.length)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + digits.length)];
    if (before === QUOTE && after === QUOTE) strings += 1;
    else if (/^[:,[]?$/.test(nearest(text, at - 1, -1)) && /^[,\]}]?$/.test(nearest(text, at + digits.length, 1)))
      numbers += 1;
  }
  return { numbers, strings };
}

/**
 * Returns those of the digits that a JSON page contains as numbers only. Parsing keeps numbers beyond 2^53 as text, so
 * that they stay exact, and a request must send them back as numbers.
 */
export async function findNumbers(body: PageBody, digits: readonly string[]): Promise<readonly string[]> {
  const text = await readBodyText(body);
  return digits.filter((one) => {
    const { numbers, strings } = countPlaces(text, one);
    return numbers > 0 && strings === 0;
  });
}
