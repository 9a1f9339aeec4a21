import { resolve } from 'node:path';
import { engineError } from '../../base/errors/index.ts';
import {
  DESTINATION_USAGES,
  DESTINATIONS,
  type DestinationKind,
  type DestinationName,
} from '../../base/format/index.ts';
import { formatDestination } from './destination-name.ts';

/** Parsed destination: `ndjson:out` has the name `ndjson` and the target `out`. */
export interface Destination {
  readonly name: DestinationName;
  readonly kind: DestinationKind;
  readonly target: string;
}

const isName = (name: string): name is DestinationName => Object.hasOwn(DESTINATIONS, name);

/** Checks of the target, by kind. */
const IS_COMPLETE: { readonly [K in DestinationKind]: (to: string, target: string | undefined) => boolean } = {
  folder: (_to, target) => Boolean(target),
  file: (_to, target) => Boolean(target),
  server: (to, target) => target?.startsWith('//') === true && URL.canParse(to),
  stream: (_to, target) => target === undefined,
};

/** Parses a value of `--to`. Throws DESTINATION_INVALID. */
export function parseDestination(to: string): Destination {
  const colon = to.indexOf(':');
  const name = colon < 0 ? to : to.slice(0, colon);
  const target = colon < 0 ? undefined : to.slice(colon + 1);
  if (!isName(name) || !IS_COMPLETE[DESTINATIONS[name].kind](to, target))
    throw engineError('DESTINATION_INVALID', { to: formatDestination(to), destinations: DESTINATION_USAGES });
  return { name, kind: DESTINATIONS[name].kind, target: target ?? '' };
}

/** Returns a unique identifier of a destination, independent of how a path is written, to detect duplicates in a run. */
export function placeOf(to: string): string {
  const { kind, target } = parseDestination(to);
  return kind === 'folder' || kind === 'file' ? resolve(target) : formatDestination(to);
}

/** Returns the folder to lock, as only one run at a time may write to it; undefined for other kinds. */
export function lockedFolder(to: string): string | undefined {
  const { kind, target } = parseDestination(to);
  return kind === 'folder' ? resolve(target) : undefined;
}
