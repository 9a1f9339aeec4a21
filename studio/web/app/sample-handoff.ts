/** Payload that another screen opens in the mapping preview. It is vendor data, so it stays in memory only. */
interface HandedSample {
  readonly connector: string;
  readonly map: string;
  readonly text: string;
}

let pendingSample: HandedSample | undefined;

/** Stores a payload for the mapping preview that opens next. */
export function handOverSample(sample: HandedSample): void {
  pendingSample = sample;
}

/** Returns the payload that was stored for this map, and clears it. */
export function takeHandedSample(connector: string, map: string): string | undefined {
  const taken = pendingSample?.connector === connector && pendingSample.map === map ? pendingSample.text : undefined;
  pendingSample = undefined;
  return taken;
}
