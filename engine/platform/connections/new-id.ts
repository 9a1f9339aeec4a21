import type { Platform } from './platform.ts';

const ID_BYTES = 10;

/** Creates a random hexadecimal id. */
export const createId = ({ random }: Pick<Platform, 'random'>): string =>
  Buffer.from(random.bytes(ID_BYTES)).toString('hex');
