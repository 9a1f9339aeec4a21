import type { Platform } from './platform.ts';

const ID_BYTES = 10;

/** A new id: letters and digits, so that it needs no quotes anywhere. */
export const createId = ({ random }: Pick<Platform, 'random'>): string =>
  Buffer.from(random.bytes(ID_BYTES)).toString('hex');
