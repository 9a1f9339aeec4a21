import { createHmac } from 'node:crypto';
import type { Connector } from '../../pipeline/connector/index.ts';
import { type Bucket, bookStart, EMPTY_BUCKET, holdStarts } from '../../pipeline/retry/index.ts';
import type { SharedRate } from '../../pipeline/run/pacer.ts';
import type { RunSetup } from '../connections/index.ts';
import type { WorkerParts } from './parts.ts';

/** Hashes a credential with the vault key. Connections with the same credential share its rate limit. */
function createCredentialKey(
  { platform }: WorkerParts,
  { manifest, settings }: RunSetup,
  { secrets }: Connector,
): string {
  const who = JSON.stringify([manifest.id, settings, secrets]);
  return createHmac('sha256', platform.keyring.current.bytes).update('rate').update(who).digest('base64url');
}

/** Tolerated clock difference between machines; a larger one means that a clock was set back. */
const SKEW_MS = 60_000;

/** Returns the latest time that any machine has seen, so that machines do not set each other back. */
const computeSharedNow = ({ seenAt }: Bucket, now: number): number =>
  seenAt > now && seenAt - now < SKEW_MS ? seenAt : now;

/** Creates the rate limiter of a credential, shared by all workers through a row of the store. */
export function createSharedRate(parts: WorkerParts, setup: RunSetup, connector: Connector): SharedRate {
  const { store, clock } = parts.platform;
  const key = createCredentialKey(parts, setup, connector);
  const change = <T>(work: (before: Bucket, now: number) => { readonly bucket: Bucket; readonly result: T }) =>
    store.transaction(async (tx) => {
      await tx
        .insertInto('rate')
        .values({ key, bucket: JSON.stringify(EMPTY_BUCKET) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ key }))
        .execute();
      const row = await tx.selectFrom('rate').select('bucket').where('key', '=', key).executeTakeFirstOrThrow();
      const before = JSON.parse(row.bucket) as Bucket;
      const { bucket, result } = work(before, computeSharedNow(before, clock.now()));
      await tx
        .updateTable('rate')
        .set({ bucket: JSON.stringify(bucket) })
        .where('key', '=', key)
        .execute();
      return result;
    });
  const readHold = async (): Promise<number> => {
    const row = await store.db.selectFrom('rate').select('bucket').where('key', '=', key).executeTakeFirst();
    return row ? ((JSON.parse(row.bucket) as Bucket).heldUntil ?? 0) : 0;
  };
  return {
    // Without a limit, there is nothing to reserve, and a read is enough.
    book: (limits, own = []) =>
      limits.length + own.length === 0
        ? readHold()
        : change((before, now) => {
            const { bucket, at } = bookStart(limits, before, now, own);
            return { bucket, result: at };
          }),
    hold: (until) => change((before, now) => ({ bucket: holdStarts(before, until, now), result: undefined })),
  };
}
