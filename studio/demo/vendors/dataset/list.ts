/** List whose items are generated on demand and not stored. */
export interface Items {
  readonly count: number;
  json(index: number): string;
}

/** Options of the generated data. */
export interface DatasetOptions {
  readonly seed: number;
  /** Number of findings that a full run of one connector writes. */
  readonly findings: number;
  /** Number of applications or environments; by default it grows with the findings. */
  readonly applications?: number;
  /** End of the data as epoch milliseconds. */
  readonly now: number;
  /** Generates numeric ids above 2^53, which are not distinct as JavaScript numbers. */
  readonly hugeIds?: boolean;
  /** Adds data that must be rejected: unknown statuses and severities, rows of unknown applications. */
  readonly oddities?: boolean;
}

/** Returns the number of applications or environments. */
export const parentsOf = ({ applications, findings }: DatasetOptions): number =>
  applications ?? Math.min(2000, Math.max(14, Math.round(Math.sqrt(findings))));

/** Returns true when a finding must be rejected: the third, then every 500th. */
export const isOdd = ({ oddities }: DatasetOptions, number: number): boolean => oddities === true && number % 500 === 2;

/** Creates a list from a count and a generator. */
export const items = (count: number, json: (index: number) => string): Items => ({ count, json });

/** Returns the JSON texts of the items in [from, to) that exist. */
export const slice = (list: Items, from: number, to: number): string[] => {
  const texts: string[] = [];
  for (let i = Math.max(0, from); i < Math.min(to, list.count); i++) texts.push(list.json(i));
  return texts;
};
