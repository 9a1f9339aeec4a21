import { effect } from '@preact/signals';
import type { OmittedPart, RecordedCase } from '../api/types.generated.ts';
import type { DraftModel, ValuedProposal } from './model.ts';
import type { EntryRename } from './renames.ts';

/** Draft as this tab session keeps it. It contains no secret. */
export interface KeptDraft {
  readonly text: string;
  readonly proposals: readonly ValuedProposal[];
  readonly accepted: readonly string[];
  readonly omitted: readonly OmittedPart[];
  readonly cases: readonly RecordedCase[];
  readonly samples: Readonly<Record<string, string>>;
  readonly renames: readonly EntryRename[];
}

const TEXT_KEY = 'mapwright-new-connector';
const REST_KEY = 'mapwright-new-connector:parts';

/** Stores a text; one beyond the browser's quota is not stored. */
function store(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    sessionStorage.removeItem(key);
  }
}

/** Keeps the draft for this tab session, so that it survives a reload. Returns the function that stops it. */
export function keepDraft(model: Omit<DraftModel, 'stop'>): () => void {
  const stops = [
    effect(() => store(TEXT_KEY, model.draft.text.value)),
    effect(() => {
      const { proposals, accepted, omitted, renames, samples } = model;
      const lists = {
        proposals: proposals.value,
        accepted: [...accepted.value],
        omitted: omitted.value,
        renames: renames.value,
      };
      store(REST_KEY, JSON.stringify({ ...lists, cases: model.cases.value, samples: samples.value }));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Returns the kept draft. */
export function readKeptDraft(): KeptDraft | undefined {
  const text = sessionStorage.getItem(TEXT_KEY);
  if (text === null) return undefined;
  const rest = JSON.parse(sessionStorage.getItem(REST_KEY) ?? '{}') as Partial<KeptDraft>;
  return { proposals: [], accepted: [], omitted: [], cases: [], samples: {}, renames: [], ...rest, text };
}

/** Removes the kept draft. */
export function forgetDraft(): void {
  sessionStorage.removeItem(TEXT_KEY);
  sessionStorage.removeItem(REST_KEY);
}
