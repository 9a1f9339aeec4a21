import type { ErrorRow } from '../row.ts';

export const MANIFEST_ERRORS = {
  MANIFEST_UNREADABLE: {
    stage: 'manifest',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `the manifest ${d.file} cannot be read: ${d.reason}`,
    fix: 'Give the path of a manifest.json (1 MB at most), or of the folder that holds one.',
  },
  MANIFEST_INVALID: {
    stage: 'manifest',
    httpStatus: 422,
    message: (d: { connector: string; count: number; path: string; problem: string }) =>
      `the manifest of "${d.connector}" has ${d.count} problem${d.count === 1 ? '' : 's'}; the first, at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? ''} Run mapwright validate to see all of them.`.trim(),
  },
} as const satisfies Record<string, ErrorRow>;
