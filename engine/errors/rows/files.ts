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
} as const satisfies Record<string, Row>;
