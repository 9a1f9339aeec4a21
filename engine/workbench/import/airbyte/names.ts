/** Converts a text to a name of the manifest: a letter, then letters, digits and underscores. */
export function toName(text: string, fallback = 'value'): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  if (name === '') return fallback;
  return (/^[A-Za-z]/.test(name) ? name : `${fallback}_${name}`).slice(0, 60);
}

/** Returns `wanted`, or the first of `wanted_2`, `wanted_3`, … that is not taken. */
export function pickFree(wanted: string, isTaken: (name: string) => boolean): string {
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? wanted : `${wanted}_${at}`;
    if (!isTaken(name)) return name;
  }
}
