/** Labels of a format for downloads and files. */
interface Format {
  readonly mediaType: string;
  readonly extension: string;
  /** Entities that can be exported in this format. */
  readonly exports: readonly ('asset' | 'finding')[];
}

const BOTH = ['asset', 'finding'] as const;

/** Formats of records, for destinations and exports. */
export const FORMATS = {
  csv: { mediaType: 'text/csv; charset=utf-8', extension: 'csv', exports: BOTH },
  ndjson: { mediaType: 'application/x-ndjson', extension: 'ndjson', exports: BOTH },
  sarif: { mediaType: 'application/sarif+json', extension: 'sarif', exports: ['finding'] },
  etm: { mediaType: 'application/x-ndjson', extension: 'etm.ndjson', exports: BOTH },
  ocsf: { mediaType: 'application/x-ndjson', extension: 'ocsf.ndjson', exports: ['finding'] },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

/** Formats of exports, for help. */
export const EXPORT_USAGES = Object.entries<Format>(FORMATS)
  .map(([name, row]) => (row.exports.includes('asset') ? name : `${name} (findings only)`))
  .join(', ');

/** Target of a destination: a run locks a folder; a file and a server are stores, which lock themselves. */
export type DestinationKind = 'folder' | 'file' | 'server' | 'stream';

interface Destination {
  readonly kind: DestinationKind;
  /** Its form in help and errors; absent for a synonym. */
  readonly usage?: string;
  /** The destination has no place for entities other than assets and findings. */
  readonly inventoryOnly?: true;
}

/** Destinations of `--to`, by their scheme. */
export const DESTINATIONS = {
  ndjson: { kind: 'folder', usage: 'ndjson:<dir>' },
  etm: { kind: 'folder', usage: 'etm:<dir>', inventoryOnly: true },
  ocsf: { kind: 'folder', usage: 'ocsf:<dir>', inventoryOnly: true },
  sqlite: { kind: 'file', usage: 'sqlite:<file>' },
  postgres: { kind: 'server', usage: 'postgres://…' },
  postgresql: { kind: 'server' },
  stdout: { kind: 'stream', usage: 'stdout' },
} as const satisfies Readonly<Record<string, Destination>>;

export type DestinationName = keyof typeof DESTINATIONS;

/** Returns true for a destination that cannot contain entities other than assets and findings. */
export const isInventoryOnly = (name: DestinationName): boolean =>
  (DESTINATIONS[name] as Destination).inventoryOnly === true;

/** All forms of a destination, for help and errors. */
export const DESTINATION_USAGES = Object.values<Destination>(DESTINATIONS)
  .flatMap(({ usage }) => usage ?? [])
  .join(', ');
