import type { Row } from '../row.ts';

export const MANIFEST_ERRORS = {
  MANIFEST_UNREADABLE: {
    area: 'manifest',
    message: (d) => `the manifest ${d['file']} cannot be read: ${d['reason']}`,
    fix: 'Give the path of a manifest.json (1 MB at most), or of the folder that holds one.',
  },
  MANIFEST_INVALID: {
    area: 'manifest',
    message: (d) =>
      `the manifest of "${d['connector']}" has ${d['count']} problem${d['count'] === 1 ? '' : 's'}; the first, at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix'] ?? ''} Run mapwright validate to see all of them.`.trim(),
  },
} as const satisfies Record<string, Row>;
