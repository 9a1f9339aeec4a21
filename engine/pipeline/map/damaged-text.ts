const describeDamage = (text: string) =>
  text.includes('\0') ? 'a NUL character' : text.isWellFormed() ? undefined : 'a lone surrogate';

/** Whether a text cannot be stored. */
export const isDamaged = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** A list of texts that all say something and can be stored, as a list of its own; undefined for any other value. */
export const toSoundTexts = (value: unknown): string[] | undefined => {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const texts: string[] = [];
  for (const text of value) {
    if (typeof text !== 'string' || text === '' || isDamaged(text)) return undefined;
    texts.push(text);
  }
  return texts;
};

/** What makes a mapped value's text impossible to store (NUL, lone surrogates), or undefined. */
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
