import { findFile, RECORDS, type Tool } from '../tool.ts';

/** Node by hand: undici, four requests at a time, no retries, no state, no validation. */
export const node: Tool = {
  ...RECORDS,
  files: ['pull.ts'],
  install: async () => ({
    version: `Node ${process.versions.node}`,
    prepare: async ({ out, env }) => ({ program: process.execPath, args: [findFile('node', 'pull.ts'), out], env }),
  }),
};
