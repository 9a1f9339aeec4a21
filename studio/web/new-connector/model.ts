import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Draft, DraftProposal, Issue, OmittedPart, RecordedCase, StreamProposal } from '../api/types.generated.ts';
import { parsePointer } from '../mapping/json-positions.ts';
import { createTextHistory, type TextHistory } from '../mapping/text-history.ts';
import { createLiveProblems } from './live-problems.ts';
import {
  applyEdits,
  type Content,
  type ContentEdit,
  joinPointer,
  type ParsedText,
  parseText,
  readAt,
} from './manifest-content.ts';
import { removeNotes } from './notes.ts';
import { type EntryRename, type Followed, follow, followRenames, renameInCases } from './renames.ts';
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
  /** Names that entries got, oldest first. */
  readonly renames: Signal<readonly EntryRename[]>;
  readonly proposals: Followed<readonly ValuedProposal[]>;
  /** Pointers of the proposals that the user accepted. */
  readonly accepted: Followed<ReadonlySet<string>>;
  readonly omitted: Signal<readonly OmittedPart[]>;
  readonly cases: ReadonlySignal<readonly RecordedCase[]>;
  /** Samples by stream. */
  readonly samples: Followed<Readonly<Record<string, string>>>;
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

/** Returns what is kept of an imported draft. */
export const toKeptDraft = (imported: Draft): KeptDraft => ({
  text: imported.manifest,
  proposals: withValues(imported.manifest, imported.proposals),
  accepted: [],
  omitted: imported.omitted,
  cases: imported.cases,
  samples: imported.samples,
  renames: [],
});

/** Creates the states that refer to entries by name. */
function createFollowed(kept: KeptDraft, content: ReadonlySignal<Content>) {
  const renames = signal(kept.renames);
  const toCurrent = (pointer: string) => followRenames(pointer, renames.value, content.value);
  const toCurrentStream = (name: string) => parsePointer(toCurrent(joinPointer('/streams', name))).at(-1) ?? name;
  return {
    renames,
    proposals: follow(signal(kept.proposals), (all) => all.map((one) => ({ ...one, to: toCurrent(one.to) }))),
    accepted: follow(signal<ReadonlySet<string>>(new Set(kept.accepted)), (all) => new Set([...all].map(toCurrent))),
    cases: computed(() => renameInCases(kept.cases, renames.value, content.value)),
    samples: follow(signal(kept.samples), (all) =>
      Object.fromEntries(Object.entries(all).map(([stream, text]) => [toCurrentStream(stream), text])),
    ),
  };
}

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
    ...createFollowed(kept, content),
    omitted: signal(kept.omitted),
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

const overlaps = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/**
 * Changes the manifest as one undo step. Consecutive edits of the same `kind` within a second are one step, too. The notes of
 * changed proposals are removed: they state why the proposed value was inferred.
 */
export function editManifest(model: DraftModel, edits: readonly ContentEdit[], kind = ''): void {
  const { draft, proposals } = model;
  const changed = proposals.peek().filter(({ to }) => edits.some((edit) => overlaps(edit.to, to)));
  const text = applyEdits(draft.text.peek(), edits);
  draft.edit(applyEdits(text, removeNotes(changed, parseText(text).content)), kind);
}

/** Marks a member in the text and scrolls to it. */
export function showInText({ selected, tab }: DraftModel, pointer: string, isWide: boolean): void {
  selected.value = undefined;
  selected.value = pointer;
  if (!isWide) tab.value = 'text';
}

/** Applies the proposals for a stream as one undo step, and adds them to the list. */
export function applyStreamProposal(model: DraftModel, { edits, proposals, omitted }: StreamProposal): void {
  model.draft.edit(applyEdits(model.draft.text.peek(), edits));
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
