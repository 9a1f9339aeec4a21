/** Reason why a part of a definition has no counterpart. Thrown inside this folder, and reported with the part's position. */
export class Untranslatable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Untranslatable';
  }
}

/** Stops the translation of a part. */
export function refuse(reason: string): never {
  throw new Untranslatable(reason);
}

/** Returns the result of `build`, or the reason why its part has no counterpart. */
export function attempt<T>(build: () => T): { readonly value: T } | { readonly reason: string } {
  try {
    return { value: build() };
  } catch (error) {
    if (error instanceof Untranslatable) return { reason: error.message };
    throw error;
  }
}
