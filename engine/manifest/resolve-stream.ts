import type { Manifest, Stream } from './types.generated.ts';

/** Keys that a stream takes from the stream whose responses it reads. */
const SHARED_KEYS = ['request', 'job', 'partitions', 'decoder', 'timeout'] as const satisfies readonly (keyof Stream)[];

/** Returns a stream of a manifest, with the keys of the stream whose responses it reads. */
export function resolveStream({ streams }: Pick<Manifest, 'streams'>, name: string): Stream | undefined {
  const stream = Object.hasOwn(streams, name) ? streams[name] : undefined;
  const host = stream?.responseOf === undefined ? undefined : streams[stream.responseOf];
  if (!stream || !host) return stream;
  const shared = SHARED_KEYS.flatMap((key) => (host[key] === undefined ? [] : [[key, host[key]]]));
  return { ...Object.fromEntries(shared), ...stream };
}
