/** A payload that one screen gives to the mapping preview of a map: kept in memory alone, as it is a vendor's. */
interface Handed {
  readonly connector: string;
  readonly map: string;
  readonly text: string;
}

let handed: Handed | undefined;

/** Keeps a payload for the mapping preview that is opened next. */
export function handSample(given: Handed): void {
  handed = given;
}

/** The payload that was given for this map, once. */
export function takeHandedSample(connector: string, map: string): string | undefined {
  const taken = handed?.connector === connector && handed.map === map ? handed.text : undefined;
  handed = undefined;
  return taken;
}
