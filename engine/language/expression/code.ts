declare const CODE: unique symbol;

/** Generated JavaScript. Only `js`, `quote`, `numberLiteral` and `createIdentifier` create it. */
export type Code = string & { readonly [CODE]: true };

const toCode = (text: string) => text as Code;

/** Builds code from a template that accepts only code: text of a manifest or a payload cannot get in. */
export const js = (parts: TemplateStringsArray, ...holes: readonly Code[]): Code =>
  toCode(parts.reduce((text, part, at) => `${text}${holes[at - 1] ?? ''}${part}`));

/** Quotes a text as a JavaScript literal: the only way for external text into generated source. */
export const quoteText = (text: string): Code =>
  toCode(JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`));

/** Formats a number as a JavaScript literal that is valid at any position. */
export const numberLiteral = (value: number): Code => toCode(Object.is(value, -0) ? '(-0)' : `(${value})`);

/** Creates an identifier from a letter and a counter. */
export const createIdentifier = (letter: 't' | 'f' | 'v' | 'k', count: number): Code =>
  toCode(`${letter}${Math.trunc(count)}`);

/** Names a value that is passed to the generated function. */
export const parameterName = (name: string): Code => {
  if (!/^[A-Za-z]+$/.test(name)) throw new RangeError(`"${name}" is no name`);
  return toCode(name);
};

/** Joins code with a separator. */
export const joinCode = (codes: readonly Code[], separator: ', ' | '\n' | ' && ' | ' || '): Code =>
  toCode(codes.join(separator));
