/** A payload that one screen gives to the mapping preview of a map: kept in memory alone, as it is a vendor's. */
interface HandedSample {
  readonly connector: string;
  readonly map: string;
  readonly text: string;
}

let pendingSample: HandedSample | undefined;

/** Keeps a payload for the mapping preview that is opened next. */
export function handOverSample(given: HandedSample): void {
  pendingSample = given;
}

/** The payload that was given for this map, once. */
export function takeHandedSample(connector: string, map: string): string | undefined {
  const taken = pendingSample?.connector === connector && pendingSample.map === map ? pendingSample.text : undefined;
  pendingSample = undefined;
  return taken;
}
