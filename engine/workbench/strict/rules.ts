import { type JsonObject, readPath } from '../../base/json/index.ts';
import { renderGuide } from '../../manifest/docs/guide.ts';
import { isBuiltIn, type Manifest, resolveStream } from '../../manifest/index.ts';
import type { Evidence, RecordedCase } from './evidence.ts';
import { isHostUsed } from './hosts.ts';

/** Problem that the strict checks of a connector found. */
export interface StrictProblem {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

interface StrictRule {
  readonly sentence: string;
  readonly check: (evidence: Evidence) => Iterable<Omit<StrictProblem, 'rule'>>;
}

const quote = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');

function* findIssues({ issues }: Evidence) {
  for (const { rule, path, message, fix } of issues) yield { message: `${rule} at ${path}: ${message}`, fix };
}

function* findUnsourced({ manifest: { about } }: Evidence) {
  if (!about.sources?.length)
    yield { message: 'about.sources is empty', fix: 'List the documents that the manifest is written from.' };
  if (!about.verified?.length)
    yield { message: 'about.verified is empty', fix: 'State what each part of the connector was checked against.' };
}

function* findLenientEnums({ manifest: { enums = {} } }: Evidence) {
  for (const [name, { unmapped, note }] of Object.entries(enums)) {
    if (unmapped === 'reject' || note) continue;
    yield {
      message: `the enum "${name}" accepts values that it does not list`,
      fix: 'Use "unmapped": "reject", or give the reason in its "note".',
    };
  }
}

const squeeze = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

function* findUnseenValues({ manifest: { enums = {} }, cases }: Evidence) {
  for (const [name, { values, match }] of Object.entries(enums)) {
    const key = match === 'loose' ? squeeze : (text: string) => text;
    const seen = new Set(cases.flatMap(({ literals }) => (literals[name] ?? []).map(key)));
    const unseen = Object.keys(values).filter((value) => !seen.has(key(value)));
    if (unseen.length > 0)
      yield {
        message: `no recorded case contains these values of the enum "${name}": ${quote(unseen)}`,
        fix: "Add an item with each of the vendor's documented values to a case.",
      };
  }
}

function* findUnmapped({ cases }: Evidence) {
  for (const { name, recording, outcome } of cases) {
    for (const [table, counts] of Object.entries(outcome.outcome.unmapped ?? {})) {
      const declared = recording.undocumented?.[table] ?? [];
      const unmapped = Object.keys(counts).filter((value) => !declared.includes(value));
      if (unmapped.length > 0)
        yield {
          message: `the case "${name}" contains values that the enum "${table}" does not map: ${quote(unmapped)}`,
          fix: 'Map them. If the vendor does not document them, list them under "undocumented" in the recording.',
        };
    }
  }
}

const listRecords = ({ outcome: { outcome } }: RecordedCase, entity: string): readonly object[] =>
  isBuiltIn(entity) ? outcome[entity] : (outcome.records?.[entity] ?? []);

const isFilled = (record: object, target: string): boolean =>
  readPath(record as JsonObject, target.split('.')) !== undefined || Object.hasOwn(record, target);

function* findUnfilled({ manifest, cases }: Evidence) {
  for (const [name, { to, fields }] of Object.entries(manifest.maps)) {
    const records = cases.flatMap((one) => listRecords(one, to));
    const unfilled = Object.keys(fields).filter((target) => !records.some((record) => isFilled(record, target)));
    if (unfilled.length > 0)
      yield {
        message: `no recorded case fills these targets of the map "${name}": ${quote(unfilled)}`,
        fix: 'Add an item with their source values to a case, or correct the expressions.',
      };
  }
}

const countIn = (cases: readonly RecordedCase[], stream: string) =>
  cases.flatMap(({ outcome: { report } }) => report.streams[stream] ?? []);

function* findUnreadStreams({ manifest, cases }: Evidence) {
  for (const name of Object.keys(manifest.streams)) {
    if (countIn(cases, name).some(({ items }) => items > 0)) continue;
    yield { message: `no recorded case has items of the stream "${name}"`, fix: 'Record a case that reads it.' };
  }
}

/** Largest page that a recorded case is expected to fill. */
const MAX_RECORDED_PAGE = 500;
const ENDS_BY_SIZE = new Set<string>(['shortPage', 'emptyPage']);

/** Returns true if only a page of more items than a case contains leads to the next one. */
const isTooLarge = ({ stop = [] }: { readonly stop?: readonly string[] }, size: unknown): boolean =>
  typeof size === 'number' && size > MAX_RECORDED_PAGE && stop.every((one) => ENDS_BY_SIZE.has(one));

function isPaged(manifest: Manifest, stream: string): boolean {
  const paginator = resolveStream(manifest, stream)?.paginator ?? manifest.defaults?.paginator;
  if (!paginator || paginator.type === 'none') return false;
  return !isTooLarge(paginator, 'limit' in paginator ? paginator.limit : 'size' in paginator ? paginator.size : 0);
}

function* findUnpaged({ manifest, cases }: Evidence) {
  for (const name of Object.keys(manifest.streams).filter((stream) => isPaged(manifest, stream))) {
    if (countIn(cases, name).some(({ pages, partitions }) => pages > Math.max(partitions, 1))) continue;
    yield {
      message: `no recorded case reads a second page of the stream "${name}"`,
      fix: 'Record a case with two pages.',
    };
  }
}

const statesDuplicates = ({ maps, entities = {} }: Manifest, entity: string): boolean =>
  entities[entity]?.duplicates !== undefined ||
  Object.values(maps).some(({ to, duplicates }) => to === entity && duplicates !== undefined);

function* findRepeats({ manifest, cases }: Evidence) {
  for (const { name, outcome } of cases) {
    for (const [entity, { mapped, written }] of Object.entries(outcome.report.entities)) {
      if (mapped === written || outcome.report.error || statesDuplicates(manifest, entity)) continue;
      yield {
        message: `${mapped - written} records of "${entity}" in the case "${name}" have the identity of another`,
        fix: 'Make the identity unique, or state with "duplicates" which of the records is kept.',
      };
    }
  }
}

function* findStaleGuide({ manifest, guide }: Evidence) {
  if (guide === renderGuide(manifest)) return;
  yield {
    message: guide === undefined ? 'README.md is missing' : 'README.md is not the guide of this manifest',
    fix: 'Write the output of mapwright docs to README.md; in this repository, run npm run gen.',
  };
}

function* findUnusedHosts({ manifest, cases }: Evidence) {
  const recordings = cases.map(({ recording }) => recording);
  for (const host of manifest.allowedHosts) {
    if (isHostUsed(manifest, recordings, host)) continue;
    yield {
      message: `allowedHosts contains "${host}", which no URL of the manifest and no recorded request uses`,
      fix: 'Remove it, or record a case that requests it.',
    };
  }
}

const MIN_CASES = 2;

function* findTooFewCases({ cases }: Evidence) {
  if (cases.length < MIN_CASES)
    yield {
      message: `the connector has ${cases.length} recorded cases, fewer than ${MIN_CASES}`,
      fix: 'Record one with several pages, and one with empty fields and every enum value.',
    };
}

/** Strict checks by stable name, in the order of reporting. */
export const STRICT_RULES = {
  'strict/lint': { sentence: 'validate reports no errors and no warnings.', check: findIssues },
  'strict/sources': {
    sentence: '`about` states the sources and what the connector was checked against.',
    check: findUnsourced,
  },
  'strict/guide': { sentence: 'README.md is the guide that the manifest renders to.', check: findStaleGuide },
  'strict/hosts': {
    sentence: 'Every allowed host is the host of a URL in the manifest, or requested in a recorded case.',
    check: findUnusedHosts,
  },
  'strict/cases': { sentence: 'The connector has at least two recorded cases.', check: findTooFewCases },
  'strict/streams': { sentence: 'Recorded cases contain items of every stream.', check: findUnreadStreams },
  'strict/pages': {
    sentence:
      'Recorded cases read a second page of every stream with a paginator, unless only a full page of more than 500 items has a successor.',
    check: findUnpaged,
  },
  'strict/targets': { sentence: 'Recorded cases fill every target of every map.', check: findUnfilled },
  'strict/enum-policy': {
    sentence: 'Enums reject unmapped values, or a note gives the reason.',
    check: findLenientEnums,
  },
  'strict/enum-values': { sentence: 'Recorded cases contain every value of every enum.', check: findUnseenValues },
  'strict/unmapped': {
    sentence: 'Recorded cases contain no unmapped values other than those that the recording lists as undocumented.',
    check: findUnmapped,
  },
  'strict/identity': {
    sentence: 'Records have unique identities, unless `duplicates` states which one is kept.',
    check: findRepeats,
  },
} as const satisfies Record<string, StrictRule>;

/** Checks a connector against the strict rules. */
export const findStrictProblems = (evidence: Evidence): StrictProblem[] =>
  Object.entries(STRICT_RULES).flatMap(([rule, { check }]) =>
    [...check(evidence)].map((problem) => ({ rule, ...problem })),
  );
