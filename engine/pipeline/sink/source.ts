import { hash } from 'node:crypto';
import { type JsonObject, stableStringify } from '../../base/json/index.ts';

/** Origin of a run's records: identifies the connection in a store. */
export interface SinkSource {
  readonly runId: string;
  /** ID of the manifest, and its reference: a catalogue ID or an absolute path. */
  readonly id: string;
  readonly connector: string;
  readonly version: string;
  /** Settings as entered, without secrets. */
  readonly settings: JsonObject;
  readonly filters: JsonObject;
  readonly select: JsonObject;
  /** True if only some streams are synced, so that missing records may still exist. */
  readonly partial: boolean;
}

const FINGERPRINT_CHARACTERS = 8;

/**
 * Creates the name and ID of the connection for a run without one: the connector's ID with a fingerprint of settings,
 * filters and selection. Different accounts or filters need separate inventories, or they would close each other's records.
 */
export function createImplicitName({ id, settings, filters, select }: SinkSource): string {
  const read = hash('sha256', stableStringify({ settings, filters, select }), 'hex');
  return `${id}-${read.slice(0, FINGERPRINT_CHARACTERS)}`;
}
