/// <reference types="handlebars" />

declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  /** Parses a template; throws an error for a syntax error. */
  export function parse(source: string): hbs.AST.Program;
}
