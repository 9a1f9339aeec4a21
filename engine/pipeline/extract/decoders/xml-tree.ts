import { SaxesParser } from 'saxes';
import { engineError } from '../../../base/errors/index.ts';
import { type Json, MAX_DEPTH } from '../../../base/json/index.ts';

interface Open {
  readonly name: string;
  readonly members: Map<string, Json | Json[]>;
  text: string;
}

/**
 * Parser of an XML document to one value: an element is its text, or an object of its attributes (`@name`), its children
 * by name (a list for several) and its text (`#text`). Rejects document types, so that only the five predefined entities
 * exist.
 */
export class XmlTree {
  readonly #parser = new SaxesParser();
  readonly #root: Open = { name: '', members: new Map(), text: '' };
  readonly #open: Open[] = [this.#root];
  #hasEnded = false;

  constructor() {
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', () => {
      throw new Error('document types are not read');
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#begin(name, attributes));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
  }

  /** True if the text ended inside an element. */
  get isOpen(): boolean {
    return this.#hasEnded && this.#open.length > 1;
  }

  /** Parses the next piece of text. Throws the parser's errors and PAGE_TOO_DEEP. */
  write(text: string): void {
    this.#parser.write(text);
  }

  /** Returns the document's value. Throws the errors of `write`. */
  end(): Json {
    this.#hasEnded = true;
    this.#parser.close();
    return Object.fromEntries(this.#root.members) as Json;
  }

  #begin(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#open.length > MAX_DEPTH) throw engineError('PAGE_TOO_DEEP', { limit: MAX_DEPTH });
    const members = new Map<string, Json>(Object.entries(attributes).map(([key, value]) => [`@${key}`, value]));
    this.#open.push({ name, members, text: '' });
  }

  #add(text: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += text;
  }

  #close(): void {
    const closed = this.#open.pop();
    const parent = this.#open.at(-1);
    if (closed === undefined || parent === undefined) return;
    const value = toJson(closed);
    const before = parent.members.get(closed.name);
    if (before === undefined) parent.members.set(closed.name, value);
    else if (Array.isArray(before)) before.push(value);
    else parent.members.set(closed.name, [before, value]);
  }
}

// Whitespace between child elements is layout, not text.
function toJson({ members, text }: Open): Json {
  const isText = text.trim() !== '';
  if (members.size === 0) return isText ? text : '';
  if (isText) members.set('#text', text);
  return Object.fromEntries(members) as Json;
}
