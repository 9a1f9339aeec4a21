const describeDamage = (text: string) =>
  text.includes('\0') ? 'a NUL character' : text.isWellFormed() ? undefined : 'a lone surrogate';

/** Returns true for text that cannot be stored: with NUL or lone surrogates. */
export const isDamaged = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** Copies a list of non-empty texts that can be stored; undefined for any other value. */
export const toSoundTexts = (value: unknown): string[] | undefined => {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const texts: string[] = [];
  for (const text of value) {
    if (typeof text !== 'string' || text === '' || isDamaged(text)) return undefined;
    texts.push(text);
  }
  return texts;
};

/** Describes why a mapped value's text cannot be stored (NUL, lone surrogates); undefined if it can. */
export const findDamagedText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return describeDamage(value);
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? findDamagedMember(value) : findDamagedField(value);
};

const findDamagedMember = (list: readonly unknown[]): string | undefined => {
  for (const member of list) {
    const problem = findDamagedText(member);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const findDamagedField = (value: object): string | undefined => {
  for (const [key, member] of Object.entries(value)) {
    const problem = describeDamage(key) ?? findDamagedText(member);
    if (problem !== undefined) return problem;
  }
  return undefined;
};
