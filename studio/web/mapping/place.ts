/** Surroundings of an editor: a screen of its own, or the setup of a connection. */
export interface MapPlace {
  /** Shows another map, or a custom one; '' is the default. */
  readonly open: (map: string, custom: string) => void;
  /** Returns true if a URL shows the same draft. */
  readonly keeps: (target: URL) => boolean;
  /** Connection that is being set up, which is not saved yet. */
  readonly setup?: {
    readonly title: string;
    readonly chosen: (map: string) => string;
    readonly use: (map: string, custom: string) => void;
    readonly close: () => void;
  };
}

/** Returns the link that opens a map in its editor. */
export function formatMapLink(
  connector: string,
  map: string,
  parameters: { readonly custom?: string | null; readonly connection?: string; readonly sample?: string } = {},
): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  return `/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}${query}`;
}

/** Returns the id of the custom map that a connection uses for a map; '' for the default. */
export const usedMap = ({ maps }: { readonly maps: Readonly<Record<string, string>> }, map: string): string =>
  maps[map] === undefined || maps[map] === 'default' ? '' : maps[map];
