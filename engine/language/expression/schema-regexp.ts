import { linearRegex } from './regex/linear.ts';

/** Compiles the patterns of a manifest's JSON Schemas as linear-time expressions, because they run on untrusted input. */
export const schemaRegExp = Object.assign((pattern: string) => linearRegex(new RegExp(pattern)), {
  code: 'linearRegex',
});
