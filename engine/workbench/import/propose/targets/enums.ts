import type { Json, JsonObject } from '../../../../base/json/index.ts';
import { simplifyName } from '../../names.ts';

/** Values of an enum: the vendor's and the target's. */
export interface ProposedEnum {
  readonly values: Readonly<Record<string, string | number>>;
  /** Vendor values without a proposal. */
  readonly unknown: readonly string[];
  /** Source of the values. */
  readonly reason: string;
}

const SEVERITIES: readonly (readonly [target: number, words: readonly string[]])[] = [
  [5, ['critical', 'crit', 'blocker', 'urgent', 'veryhigh', 'severe', 'emergency', 'fatal', 'p0', 'sev0']],
  [4, ['high', 'important', 'major', 'serious', 'error', 'p1', 'sev1']],
  [3, ['medium', 'med', 'moderate', 'warning', 'warn', 'normal', 'p2', 'sev2']],
  [2, ['low', 'minor', 'p3', 'sev3']],
  [
    1,
    [
      'info',
      'informational',
      'information',
      'none',
      'negligible',
      'note',
      'trivial',
      'unknown',
      'undetermined',
      'unassigned',
      'undefined',
      'bestpractice',
      'verylow',
      'optional',
      'p4',
      'sev4',
    ],
  ],
];

const STATUSES: readonly (readonly [target: string, words: readonly string[]])[] = [
  ['REOPENED', ['reopened', 'reintroduced', 'regression', 'resurfaced', 'recurrent', 'recurring']],
  [
    'FIXED',
    [
      'fixed',
      'closed',
      'resolved',
      'mitigated',
      'remediated',
      'done',
      'patched',
      'completed',
      'inactive',
      'gone',
      'cleaned',
      'passed',
      'remediatedclosed',
    ],
  ],
  [
    'IGNORED',
    [
      'ignored',
      'ignore',
      'suppressed',
      'accepted',
      'riskaccepted',
      'acceptedrisk',
      'acceptrisk',
      'falsepositive',
      'wontfix',
      'willnotfix',
      'dismissed',
      'notexploitable',
      'muted',
      'noise',
      'duplicate',
      'outofscope',
      'excluded',
      'notapplicable',
      'notaffected',
      'notanissue',
      'whitelisted',
      'deferred',
      'snoozed',
      'archived',
      'disabled',
    ],
  ],
  [
    'ACTIVE',
    [
      'active',
      'existing',
      'confirmed',
      'inprogress',
      'triaged',
      'unresolved',
      'verified',
      'recurrentactive',
      'toverify',
      'inreview',
      'acknowledged',
      'exploitable',
      'persistent',
      'proposednotexploitable',
      'failed',
      'affected',
      'intriage',
      'undertriage',
      'notset',
      'processing',
      'assigned',
    ],
  ],
  [
    'NEW',
    [
      'new',
      'open',
      'opened',
      'detected',
      'todo',
      'created',
      'untriaged',
      'unconfirmed',
      'pending',
      'backlog',
      'found',
      'needstriage',
      'draft',
      'queued',
    ],
  ],
  ['NONE', ['unknown', 'none', 'na', 'undefined']],
];

const findWord = <T>(
  table: readonly (readonly [target: T, words: readonly string[]])[],
  value: string,
): T | undefined => table.find(([, words]) => words.includes(simplifyName(value)))?.[0];

/** Largest number of distinct values that count as an enum. */
const MOST_VALUES = 40;

const listDistinct = (values: readonly Json[]): string[] => [...new Set(values.map(String))].slice(0, MOST_VALUES);

const toInteger = (value: string): number => (/^\d{1,3}(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN);

/** Scales of numbers, by their largest value: 0–4, 1–5, 0–10 and 0–100. The direction is a guess. */
const toScale = (value: number, largest: number): number => {
  if (largest <= 4) return value + 1;
  if (largest <= 5) return Math.max(1, value);
  const score = largest <= 10 ? value : value / 10;
  return [9, 7, 4, 0.1].reduce((rank, from, at) => (rank === 0 && score >= from ? 5 - at : rank), 0) || 1;
};

function proposeNumbers(distinct: readonly string[]): ProposedEnum | undefined {
  const numbers = distinct.map(toInteger);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return undefined;
  const largest = Math.max(...numbers);
  const hasZero = numbers.includes(0);
  const scale = (value: number) => (largest <= 4 && !hasZero ? Math.max(1, value) : toScale(value, largest));
  const values = Object.fromEntries(distinct.map((value) => [value, Math.round(scale(Number(value)))]));
  return {
    values,
    unknown: [],
    reason: `the numbers ${distinct.slice(0, 8).join(', ')}, where larger is assumed to be worse`,
  };
}

function proposeWords<T extends string | number>(
  distinct: readonly string[],
  table: readonly (readonly [T, readonly string[]])[],
): ProposedEnum {
  const pairs = distinct.map((value) => [value, findWord(table, value)] as const);
  const known = pairs.flatMap(([value, target]) => (target === undefined ? [] : [[value, target] as const]));
  const unknown = pairs.flatMap(([value, target]) => (target === undefined ? [value] : []));
  return { values: Object.fromEntries(known), unknown, reason: `the values ${distinct.slice(0, 8).join(', ')}` };
}

/** Proposes target values for the values of a severity or a status that were seen, or that a schema lists. */
export function proposeEnum(
  kind: 'severity' | 'status',
  seen: readonly Json[],
  { enum: declared }: JsonObject,
): ProposedEnum {
  const listed = Array.isArray(declared) ? (declared as readonly Json[]).filter((one) => one !== null) : [];
  const distinct = listDistinct([...seen, ...listed]);
  if (kind === 'status') return proposeWords(distinct, STATUSES);
  return proposeNumbers(distinct) ?? proposeWords(distinct, SEVERITIES);
}
