import type { ErrorRow } from '../row.ts';

export const FILE_ERRORS = {
  FILE_UNWRITABLE: {
    stage: 'files',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `${d.file} cannot be written: ${d.reason}`,
    fix: 'Check that the folder exists, is writable, and has space.',
  },
  FILE_EXISTS: {
    stage: 'files',
    httpStatus: 409,
    message: (d: { file: string }) => `${d.file} is already there`,
    fix: 'Choose another name or folder, or remove it first.',
  },
  FILE_OUTSIDE: {
    stage: 'files',
    httpStatus: 403,
    message: (d: { file: string; root: string }) => `${d.file} leads out of the folder ${d.root}`,
    fix: 'Use a path inside of that folder, without links that lead elsewhere.',
  },
} as const satisfies Record<string, ErrorRow>;
