/** Data size per connection and failure rate of the soak vendor. */
export interface Size {
  readonly apps: number;
  readonly pages: number;
  readonly perPage: number;
  /** Percentage of failed requests. */
  readonly faults: number;
  readonly seed: number;
}

/** Finding as served by the vendor and expected in the store. */
export interface Thing {
  readonly id: string;
  readonly title: string;
  readonly level: number;
}

const LEVELS = 5;

/** Creates the finding at a position of a page. It depends only on its position, so that vendor and test agree. */
export function createThing(app: string, page: number, at: number): Thing {
  const id = `${app}/${page}/${at}`;
  return { id, title: `Finding ${id} of the soak, ${'x'.repeat((at * 7) % 90)}`, level: 1 + ((page + at) % LEVELS) };
}

export const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

/** Application names are unique per connection, so that data cannot be mixed up unnoticed. */
export const appName = (connection: number, app: number): string => `c${connection}-app-${app}`;
