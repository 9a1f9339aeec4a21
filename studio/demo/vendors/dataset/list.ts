/** A list whose items are written when asked for: nothing of it is kept. */
export interface Items {
  readonly count: number;
  json(index: number): string;
}

/** What every vendor's data is made from. */
export interface DatasetOptions {
  readonly seed: number;
  /** How many findings a full run of one connector must write. */
  readonly findings: number;
  /** How many applications or environments; grows with the findings when absent. */
  readonly applications?: number;
  /** The instant at which the data ends, in milliseconds. */
  readonly now: number;
  /** Numeric ids above 2^53, neighbours of which a careless reader makes one. */
  readonly hugeIds?: boolean;
  /** Mixes in what must be rejected: unknown statuses and severities, rows of unknown applications. */
  readonly oddities?: boolean;
}

/** How many parents a data set has. */
export const parentsOf = ({ applications, findings }: DatasetOptions): number =>
  applications ?? Math.min(2000, Math.max(14, Math.round(Math.sqrt(findings))));

/** Whether the `number`-th finding is one of the odd ones: the third, then each five hundredth. */
export const isOdd = ({ oddities }: DatasetOptions, number: number): boolean => oddities === true && number % 500 === 2;

/** Items that are in the list's order already. */
export const items = (count: number, json: (index: number) => string): Items => ({ count, json });

/** The texts of items `from` to `to`, as far as there are such. */
export const slice = (list: Items, from: number, to: number): string[] => {
  const texts: string[] = [];
  for (let i = Math.max(0, from); i < Math.min(to, list.count); i++) texts.push(list.json(i));
  return texts;
};
