import { createHmac } from 'node:crypto';
import type { Connector } from '../../pipeline/connector/index.ts';
import { type Bucket, bookStart, EMPTY_BUCKET } from '../../pipeline/retry/index.ts';
import type { SharedRate } from '../../pipeline/run/pacer.ts';
import type { RunSetup } from '../connections/index.ts';
import type { WorkerParts } from './parts.ts';

/** Names a credential without telling anything of it: connections that share one share its limit. */
function createCredentialKey(
  { platform }: WorkerParts,
  { manifest, settings }: RunSetup,
  { secrets }: Connector,
): string {
  const who = JSON.stringify([manifest.id, settings, secrets]);
  return createHmac('sha256', platform.keyring.current.bytes).update('rate').update(who).digest('base64url');
}

/** Clocks of machines differ by so much without one of them having been set back. */
const SKEW_MS = 60_000;

/** The time as the machine whose clock is ahead has it, so that no two machines set each other back. */
const computeSharedNow = ({ seenAt }: Bucket, now: number): number =>
  seenAt > now && seenAt - now < SKEW_MS ? seenAt : now;

/** The rate limit of a credential over all workers: its latest starts are a row of the store. */
export function createSharedRate(parts: WorkerParts, setup: RunSetup, connector: Connector): SharedRate {
  const { store, clock } = parts.platform;
  const key = createCredentialKey(parts, setup, connector);
  const book: SharedRate = (limit) =>
    store.transaction(async (tx) => {
      await tx
        .insertInto('rate')
        .values({ key, bucket: JSON.stringify(EMPTY_BUCKET) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
        .execute();
      const row = await tx.selectFrom('rate').select('bucket').where('key', '=', key).executeTakeFirstOrThrow();
      const before = JSON.parse(row.bucket) as Bucket;
      const { bucket, at } = bookStart(limit, before, computeSharedNow(before, clock.now()));
      await tx
        .updateTable('rate')
        .set({ bucket: JSON.stringify(bucket) })
        .where('key', '=', key)
        .execute();
      return at;
    });
  return book;
}
