import type { ErrorRow } from '../row.ts';

export const MANIFEST_ERRORS = {
  MANIFEST_UNREADABLE: {
    stage: 'manifest',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot read the manifest ${d.file}: ${d.reason}`,
    fix: 'Specify the path of a manifest.json (at most 1 MB) or of the folder that contains it.',
  },
  MANIFEST_INVALID: {
    stage: 'manifest',
    httpStatus: 422,
    message: (d: { connector: string; count: number; path: string; problem: string }) =>
      `invalid manifest of "${d.connector}" (${d.count} problem${d.count === 1 ? '' : 's'}), first at ${d.path || '/'}: ${d.problem}`,
    fix: (d: { fix?: string | undefined }) => `${d.fix ?? ''} Run mapwright validate to list all problems.`.trim(),
  },
  RENAME_REFUSED: {
    stage: 'manifest',
    httpStatus: 422,
    message: (d: { from: string; to: string; reason: string; fix: string }) =>
      `cannot rename "${d.from}" to "${d.to}": ${d.reason}`,
    fix: (d: { fix: string }) => d.fix,
  },
} as const satisfies Record<string, ErrorRow>;
