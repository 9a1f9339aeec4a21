import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** Text that must not leak: converted to a string, JSON or a template literal, or inspected, it becomes `[secret]`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  // Static, so that no instance member exposes the text; `revealSecret` below is the only caller.
  static textOf(value: Secret): string {
    return value.#text;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

/** Wraps `text` as a Secret. */
export const createSecret = (text: string): Secret => new Secret(text);

/** Returns true for a Secret. */
export const isSecret = (value: unknown): value is Secret => value instanceof Secret;

/** Returns the text of a Secret. A test lists the allowed importers of this file: callers send or seal the text. */
export const revealSecret = (value: Secret): string => Secret.textOf(value);
