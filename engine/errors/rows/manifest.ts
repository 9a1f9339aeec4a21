import type { Row } from '../row.ts';

export const MANIFEST_ERRORS = {
  MANIFEST_UNREADABLE: {
    area: 'manifest',
    message: (d) => `the manifest ${d['file']} cannot be read: ${d['reason']}`,
    fix: 'Give the path of a manifest.json (1 MB at most), or of the folder that holds one.',
  },
  MANIFEST_NOT_JSON: {
    area: 'manifest',
    message: (d) => `the manifest ${d['file']} is not JSON: ${d['problem']}`,
    fix: 'Correct the JSON at that place; an editor that knows the $schema shows it while you type.',
  },
  MANIFEST_INVALID: {
    area: 'manifest',
    message: (d) =>
      `the manifest of "${d['connector']}" has ${d['count']} problem${d['count'] === 1 ? '' : 's'}; the first, at ${d['path'] || '/'}: ${d['problem']}`,
    fix: (d) => `${d['fix'] ?? ''} Run mapwright validate to see all of them.`.trim(),
  },
  MANIFEST_TOO_NEW: {
    area: 'manifest',
    message: (d) => `the manifest has manifestVersion ${d['version']}, newer than this Mapwright knows (${d['known']})`,
    fix: 'Update Mapwright, or write the manifest for the older version.',
  },
} as const satisfies Record<string, Row>;
