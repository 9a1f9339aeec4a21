import type { ErrorRow } from '../row.ts';

/** Errors that only tools of `mapwright mcp` return. */
export const MCP_ERRORS = {
  TOOL_INPUT_INVALID: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { path: string; problem: string }) => `invalid arguments at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? 'Correct the arguments: tools/list returns their schema.'}`,
  },
  TOOL_READ_ONLY: {
    stage: 'usage',
    httpStatus: 403,
    message: () => 'this server does not write files',
    fix: 'Use the tool without "folder", or have the user start the server with mapwright mcp <folder> --write.',
  },
  SCHEMA_PART_UNKNOWN: {
    stage: 'usage',
    httpStatus: 404,
    message: (d: { schema: string; part: string; path: string }) => `the schema "${d.schema}" has no part "${d.part}"`,
    fix: (d: { meant?: string | undefined }) =>
      `Use a name that the tool "schema" lists under "definitions", or a JSON pointer such as /definitions/stream.${d.meant ?? ''}`,
  },
  SECRET_BY_VALUE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string; path: string }) =>
      `"${d.setting}" is a secret and must not be a value: the assistant and its provider can read it`,
    fix: 'Use {"env": "NAME"} or {"file": "path"}. If the value was real, rotate it at the vendor.',
  },
  SETTING_BY_REFERENCE: {
    stage: 'usage',
    httpStatus: 422,
    message: (d: { setting: string; path: string }) =>
      `"${d.setting}" is not declared as a secret and must not be a reference: results show its value`,
    fix: 'Pass the value, or declare the setting with "writeOnly": true in the manifest if it is a secret.',
  },
} as const satisfies Record<string, ErrorRow>;
