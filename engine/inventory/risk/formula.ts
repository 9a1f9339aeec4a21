import formula from '../../../schemas/risk-score.json' with { type: 'json' };

/** Built-in formula, as its file defines it. */
export const PUBLISHED_FORMULA = formula;

/** Inputs of a finding's score. */
export interface FindingFacts {
  /** 1 to 5. */
  readonly severity: number;
  /** CVSS base score. */
  readonly cvss?: number;
  /** EPSS probability. */
  readonly epss?: number;
  readonly status: string;
  /** Criticality of the asset, as the vendor spells it. */
  readonly criticality?: string;
}

/** Inputs of an asset's score. */
export interface AssetFacts {
  /** Largest risk of its findings; 0 without findings. */
  readonly worst: number;
  /** Number of findings with a risk of at least BAD. */
  readonly bad: number;
}

/** Part of a score: its name, its input and its result. */
interface RiskPart {
  readonly name: string;
  readonly of: string;
  /** Points, or a factor. */
  readonly value: number;
}

/** Score from 0 to 100, rounded to one decimal, and its parts. */
export interface Risk {
  readonly score: number;
  readonly parts: readonly RiskPart[];
}

const MOST = 100;

/** Findings at or above this risk raise the risk of their asset above its worst finding. */
export const BAD: number = formula.asset.bad;

const roundScore = (score: number) => Math.round(Math.min(Math.max(score, 0), MOST) * 10) / 10;

type Factors = Readonly<Record<string, number>>;

const findFactor = (factors: Factors, word: string, unknown: number): number =>
  (Object.hasOwn(factors, word) ? factors[word] : undefined) ?? unknown;

const findReached = <Row extends { readonly atLeast: number }>(rows: readonly Row[], value: number): Row | undefined =>
  rows.find(({ atLeast }) => value >= atLeast);

function computeImpact({ severity, cvss }: FindingFacts): RiskPart {
  const { severity: points, cvssWeight } = formula.finding.impact;
  const bySeverity = findFactor(points, String(severity), 0);
  if (cvss === undefined) return { name: 'impact', of: `severity ${severity}`, value: bySeverity };
  const value = roundScore(bySeverity * (1 - cvssWeight) + cvss * 10 * cvssWeight);
  return { name: 'impact', of: `severity ${severity}, CVSS ${cvss}`, value };
}

function computeLikelihood({ epss }: FindingFacts): RiskPart {
  const { epss: rows, unknown } = formula.finding.likelihood;
  const value = epss === undefined ? unknown : (findReached(rows, epss)?.factor ?? unknown);
  return { name: 'likelihood', of: epss === undefined ? 'no EPSS' : `EPSS ${epss}`, value };
}

function computeCriticality({ criticality: word }: FindingFacts): RiskPart {
  const { factors, unknown } = formula.finding.criticality;
  const value =
    word === undefined ? unknown : findFactor(factors, word.toUpperCase().replaceAll(/[\s-]+/g, '_'), unknown);
  return { name: 'criticality', of: word ?? 'none', value };
}

/** Computes the risk of a finding by the built-in formula (schemas/risk-score.json). */
export function scoreFinding(facts: FindingFacts): Risk {
  const status: RiskPart = {
    name: 'status',
    of: facts.status,
    value: findFactor(formula.finding.status.factors, facts.status, 1),
  };
  const parts = [computeImpact(facts), computeLikelihood(facts), status, computeCriticality(facts)];
  return { score: roundScore(parts.reduce((product, { value }) => product * value, 1)), parts };
}

/** Computes the risk of an asset by the built-in formula (schemas/risk-score.json). */
export function scoreAsset({ worst, bad }: AssetFacts): Risk {
  const points = findReached(formula.asset.many, bad)?.points ?? 0;
  const parts = [
    { name: 'worst finding', of: `risk ${worst}`, value: worst },
    { name: 'many', of: `${bad} at ${BAD} or more`, value: points },
  ];
  return { score: roundScore(worst + points), parts };
}

const readNumber = (record: object, ...path: readonly string[]): number | undefined => {
  let value: unknown = record;
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'number' ? value : undefined;
};

/** Computes the risk of a finding's record by the built-in formula, without its asset. */
export function scoreRecord(record: object, status: string): number {
  const cvss = readNumber(record, 'findingType', 'vulnerability', 'cvss', 'cvss3Base');
  const epss = readNumber(record, 'epss');
  const given = { ...(cvss === undefined ? {} : { cvss }), ...(epss === undefined ? {} : { epss }) };
  return scoreFinding({ severity: readNumber(record, 'severity') ?? 0, status, ...given }).score;
}
