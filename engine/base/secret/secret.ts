import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** A text that must not come out: as a string, as JSON, inspected or in a template literal it says `[secret]`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  // Static, so that no member of a value at hand gives the text away; `reveal` below is the only caller.
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

/** `text` as a Secret. */
export const createSecret = (text: string): Secret => new Secret(text);

/** Whether `value` is a Secret. */
export const isSecret = (value: unknown): value is Secret => value instanceof Secret;

/** The text of a Secret. A test holds the list of who may import this file: whoever calls this sends or seals it. */
export const revealSecret = (value: Secret): string => Secret.textOf(value);
