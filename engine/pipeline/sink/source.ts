import { hash } from 'node:crypto';
import { type JsonObject, stableStringify } from '../../base/json/index.ts';

/** Whose records a run brings: what a store keeps them under. */
export interface SinkSource {
  readonly runId: string;
  /** The manifest's id, and where it is found: an id of the catalogue, or an absolute path. */
  readonly id: string;
  readonly connector: string;
  readonly version: string;
  /** As the user gave them, without any secret. */
  readonly settings: JsonObject;
  readonly filters: JsonObject;
  readonly select: JsonObject;
  /** Only some streams are read: what is not seen may still be there. */
  readonly partial: boolean;
}

const FINGERPRINT_CHARACTERS = 8;

/**
 * The name, and the id, of the connection that a run without one writes to: the connector's, with a fingerprint of what
 * is read. Another account, another filter: another inventory, or the one would close what only the other sees.
 */
export function createImplicitName({ id, settings, filters, select }: SinkSource): string {
  const read = hash('sha256', stableStringify({ settings, filters, select }), 'hex');
  return `${id}-${read.slice(0, FINGERPRINT_CHARACTERS)}`;
}
