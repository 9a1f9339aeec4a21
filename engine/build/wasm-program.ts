import wabt from 'wabt';

const HEAD = '/* Generated from structure.wat by `npm run gen`: edit that, never this file. */\n';

/** Assembles a program in WebAssembly text format to the text of a module that exports it in base64. Throws on syntax errors. */
export async function compileWat(name: string, text: string): Promise<string> {
  const { parseWat } = await wabt();
  const program = parseWat(name, text, { simd: true, multi_value: true });
  program.validate();
  const { buffer } = program.toBinary({});
  return `${HEAD}export const PROGRAM =\n  '${Buffer.from(buffer).toString('base64')}';\n`;
}
