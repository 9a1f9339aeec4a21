declare const CODE: unique symbol;

/** A piece of JavaScript that this folder made. Only `js`, `quote`, `numberLiteral` and `createIdentifier` make one. */
export type Code = string & { readonly [CODE]: true };

const toCode = (text: string) => text as Code;

/** Code from a template whose holes take only code: text of a manifest or a payload cannot get in. */
export const js = (parts: TemplateStringsArray, ...holes: readonly Code[]): Code =>
  toCode(parts.reduce((text, part, at) => `${text}${holes[at - 1] ?? ''}${part}`));

/** A text as a JavaScript literal: the one way for text from outside into generated source. */
export const quoteText = (text: string): Code =>
  toCode(JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`));

/** A number as a JavaScript literal that can stand anywhere. */
export const numberLiteral = (value: number): Code => toCode(Object.is(value, -0) ? '(-0)' : `(${value})`);

/** A name made of a letter and a counter. */
export const createIdentifier = (letter: 't' | 'f' | 'v' | 'k', count: number): Code =>
  toCode(`${letter}${Math.trunc(count)}`);

/** The name of something that the generated function is given. */
export const parameterName = (name: string): Code => {
  if (!/^[A-Za-z]+$/.test(name)) throw new RangeError(`"${name}" is no name`);
  return toCode(name);
};

/** Pieces with a separator between. */
export const joinCode = (codes: readonly Code[], separator: ', ' | '\n' | ' && ' | ' || '): Code =>
  toCode(codes.join(separator));
