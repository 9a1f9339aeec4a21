import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Draft, DraftProposal, Issue, OmittedPart, RecordedCase, StreamProposal } from '../api/types.generated.ts';
import { createTextHistory, type TextHistory } from '../mapping/text-history.ts';
import { createLiveProblems } from './live-problems.ts';
import { applyEdits, type Content, type ContentEdit, type ParsedText, parseText, readAt } from './manifest-content.ts';
import { type KeptDraft, keepDraft } from './stored-draft.ts';

/** Proposal with the value that was proposed. */
export interface ValuedProposal extends DraftProposal {
  readonly value: unknown;
}

export type TabId = 'proposals' | 'form' | 'sample' | 'read' | 'problems' | 'text';

/** State that all parts of the screen share. The text is the only copy of the manifest. */
export interface DraftModel {
  readonly draft: TextHistory;
  readonly parsed: ReadonlySignal<ParsedText>;
  /** Content of the text, or of the last valid one. */
  readonly content: ReadonlySignal<Content>;
  readonly problems: ReadonlySignal<readonly Issue[]>;
  readonly proposals: Signal<readonly ValuedProposal[]>;
  /** Pointers of the proposals that the user accepted. */
  readonly accepted: Signal<ReadonlySet<string>>;
  readonly omitted: Signal<readonly OmittedPart[]>;
  readonly cases: readonly RecordedCase[];
  /** Samples by stream. */
  readonly samples: Signal<Readonly<Record<string, string>>>;
  /** Stream whose sample is shown. */
  readonly sampled: Signal<string>;
  readonly tab: Signal<TabId>;
  /** Pointer of the member that the text shows. */
  readonly selected: Signal<string | undefined>;
  readonly stop: () => void;
}

const withValues = (text: string, proposals: readonly DraftProposal[]): ValuedProposal[] => {
  const { content } = parseText(text);
  return proposals.map((one) => ({ ...one, value: readAt(content, one.to) }));
};

/** Exchanges of a recorded case, as far as samples need them. */
interface RecordedExchanges {
  readonly exchanges?: readonly { readonly response?: { readonly body?: unknown } }[];
}

/** Returns the last recorded page of each stream as its sample: a case is named after its stream, and ends with it. */
function readSamples({ manifest, cases }: Draft): Record<string, string> {
  const streams = listNames(parseText(manifest).content ?? {}, '/streams');
  const pairs = cases.flatMap(({ name, recording }) => {
    const stream = streams.length === 1 ? streams[0] : streams.find((one) => one.replaceAll('_', '-') === name);
    const body = (recording as RecordedExchanges).exchanges?.at(-1)?.response?.body;
    if (stream === undefined || body === undefined) return [];
    return [[stream, typeof body === 'string' ? body : JSON.stringify(body, null, 2)] as const];
  });
  return Object.fromEntries(pairs);
}

/** Returns what is kept of an imported draft. */
export const toKeptDraft = (imported: Draft): KeptDraft => ({
  text: imported.manifest,
  proposals: withValues(imported.manifest, imported.proposals),
  accepted: [],
  omitted: imported.omitted,
  cases: imported.cases,
  samples: readSamples(imported),
});

/** Creates the state of the screen. Call `stop` on unmount. */
export function createDraftModel(kept: KeptDraft): DraftModel {
  const draft = createTextHistory(kept.text);
  const parsed = computed(() => parseText(draft.text.value));
  const content = signal<Content>({});
  const live = createLiveProblems(draft.text);
  const stopContent = effect(() => {
    if (parsed.value.content) content.value = parsed.value.content;
  });
  const model = {
    draft,
    parsed,
    content,
    problems: live.problems,
    proposals: signal(kept.proposals),
    accepted: signal<ReadonlySet<string>>(new Set(kept.accepted)),
    omitted: signal(kept.omitted),
    cases: kept.cases,
    samples: signal(kept.samples),
    sampled: signal(''),
    tab: signal<TabId>(kept.proposals.length > 0 ? 'proposals' : 'form'),
    selected: signal<string | undefined>(undefined),
  };
  const stops = [stopContent, live.stop, keepDraft(model)];
  return {
    ...model,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Changes the manifest as one undo step. Consecutive edits of the same `kind` within a second are one step, too. */
export function editManifest({ draft }: DraftModel, edits: readonly ContentEdit[], kind = ''): void {
  draft.edit(applyEdits(draft.text.peek(), edits), kind);
}

/** Marks a member in the text and scrolls to it. */
export function showInText({ selected, tab }: DraftModel, pointer: string, isWide: boolean): void {
  selected.value = undefined;
  selected.value = pointer;
  if (!isWide) tab.value = 'text';
}

/** Applies the proposals for a stream as one undo step, and adds them to the list. */
export function applyStreamProposal(model: DraftModel, { edits, proposals, omitted }: StreamProposal): void {
  editManifest(model, edits);
  const added = new Set(proposals.map(({ to }) => to));
  const others = model.proposals.peek().filter(({ to }) => !added.has(to));
  model.proposals.value = [...others, ...withValues(model.draft.text.peek(), proposals)];
  model.accepted.value = new Set([...model.accepted.peek()].filter((to) => !added.has(to)));
  model.omitted.value = [...model.omitted.peek(), ...omitted];
}

/** Returns the names of a section's members. */
export const listNames = (content: Content, section: string): string[] => {
  const found = readAt(content, section);
  return typeof found === 'object' && found !== null ? Object.keys(found) : [];
};
