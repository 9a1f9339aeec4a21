import type { Row } from '../row.ts';

export const FILE_ERRORS = {
  FILE_UNWRITABLE: {
    area: 'files',
    message: (d) => `${d['file']} cannot be written: ${d['reason']}`,
    fix: 'Check that the folder exists, is writable, and has space.',
  },
  FILE_EXISTS: {
    area: 'files',
    message: (d) => `${d['file']} is already there`,
    fix: 'Choose another name or folder, or remove it first.',
  },
  FILE_OUTSIDE: {
    area: 'files',
    message: (d) => `${d['file']} leads out of the folder ${d['root']}`,
    fix: 'Use a path inside of that folder, without links that lead elsewhere.',
  },
} as const satisfies Record<string, Row>;
