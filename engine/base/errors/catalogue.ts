import type { ErrorRow } from './row.ts';
import { AUTH_ERRORS } from './rows/auth.ts';
import { CONNECTION_ERRORS } from './rows/connection.ts';
import { EXPRESSION_ERRORS } from './rows/expression.ts';
import { FILE_ERRORS } from './rows/files.ts';
import { HTTP_ERRORS } from './rows/http.ts';
import { MANIFEST_ERRORS } from './rows/manifest.ts';
import { MCP_ERRORS } from './rows/mcp.ts';
import { NETWORK_ERRORS } from './rows/network.ts';
import { PAGE_ERRORS } from './rows/page.ts';
import { QUERY_ERRORS } from './rows/query.ts';
import { RECORD_ERRORS } from './rows/record.ts';
import { RUN_ERRORS } from './rows/run.ts';
import { STORE_ERRORS } from './rows/store.ts';
import { STUDIO_ERRORS } from './rows/studio.ts';
import { USAGE_ERRORS } from './rows/usage.ts';
import { WORK_ERRORS } from './rows/work.ts';

/** Every error that a user can see. Codes are never reused; a test compares the list in this folder's README. */
export const CATALOGUE = {
  ...USAGE_ERRORS,
  ...QUERY_ERRORS,
  ...MANIFEST_ERRORS,
  ...EXPRESSION_ERRORS,
  ...NETWORK_ERRORS,
  ...AUTH_ERRORS,
  ...HTTP_ERRORS,
  ...PAGE_ERRORS,
  ...RECORD_ERRORS,
  ...RUN_ERRORS,
  ...FILE_ERRORS,
  ...STORE_ERRORS,
  ...CONNECTION_ERRORS,
  ...WORK_ERRORS,
  ...STUDIO_ERRORS,
  ...MCP_ERRORS,
  INTERNAL: {
    stage: 'internal',
    httpStatus: 500,
    message: (d: { name?: string | undefined }) => `unexpected ${d.name ?? 'error'}`,
    fix: 'Report this bug in Mapwright with the command and its output.',
  },
} as const satisfies Record<string, ErrorRow>;
