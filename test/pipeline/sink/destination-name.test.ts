import { expect, test } from 'vitest';
import { formatDestination, openDestination } from '../../../engine/pipeline/sink/index.ts';

const nowhere = async () => undefined;

test.each([
  ['postgres://me:secret-word@host/db', 'postgres://host/db'],
  ['postgresql://me:secret-word@host:5432/db?sslmode=require', 'postgresql://host:5432/db?sslmode=require'],
  ['postgres://host/db', 'postgres://host/db'],
  ['postgres:/me:secret-word@host/db', 'postgres:/host/db'],
  ['postgres://me:secret/word@host/db', 'postgres://host/db'],
  ['postgres://me:secret@word@host/db', 'postgres://host/db'],
  ['ndjson:/home/me@work/out', 'ndjson:/home/me@work/out'],
])('%s is shown as %s', (to, shown) => {
  expect(formatDestination(to)).toBe(shown);
});

test.each(['postgres:/me:secret-word@host/db', 'postgres://me:secret-word@host:1:2/db'])(
  '%s is rejected without showing its password',
  (to) => {
    expect(() => openDestination(to, { writeOut: nowhere })).toThrow(
      expect.objectContaining({ code: 'DESTINATION_INVALID', message: expect.not.stringContaining('secret-word') }),
    );
  },
);
