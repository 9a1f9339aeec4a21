import type { ErrorRow } from '../row.ts';

export const FILE_ERRORS = {
  FILE_UNWRITABLE: {
    stage: 'files',
    httpStatus: 422,
    message: (d: { file: string; reason: string }) => `cannot write ${d.file}: ${d.reason}`,
    fix: 'Check that the folder exists, is writable and has free space.',
  },
  FILE_EXISTS: {
    stage: 'files',
    httpStatus: 409,
    message: (d: { file: string }) => `${d.file} already exists`,
    fix: 'Choose another name or folder, or remove the existing file first.',
  },
  FILE_OUTSIDE: {
    stage: 'files',
    httpStatus: 403,
    message: (d: { file: string; root: string }) => `${d.file} is outside the folder ${d.root}`,
    fix: 'Use a path inside that folder, without symbolic links that leave it.',
  },
  FILE_LINKED: {
    stage: 'files',
    httpStatus: 403,
    message: (d: { file: string }) => `a symbolic link leads to ${d.file}`,
    fix: 'Use a path without symbolic links, or remove the link.',
  },
} as const satisfies Record<string, ErrorRow>;
