import { computed, type ReadonlySignal } from '@preact/signals';
import type { Node } from 'jsonc-parser';
import type { PreviewResponse } from '../api/types.generated.ts';
import type { EditorMark } from '../components/editor-marks.ts';
import { findNode, findNodeRange, findPointer, listLeaves, parseJsonTree } from './json-positions.ts';
import type { Hovered, MappingModel } from './model.ts';

/** Relation between targets and values of the sample, as signals. */
export interface LineageView {
  readonly tree: ReadonlySignal<Node | undefined>;
  readonly litTargets: ReadonlySignal<ReadonlySet<string>>;
  readonly marks: ReadonlySignal<readonly EditorMark[]>;
  /** Returns the value at an offset of the sample's text. */
  readonly at: (offset: number) => SourceAt | undefined;
}

interface SourceAt {
  readonly item: number;
  /** Pointer into the item. */
  readonly pointer: string;
  readonly unread: boolean;
}

const isWithin = (pointer: string, outer: string): boolean => pointer === outer || pointer.startsWith(`${outer}/`);

const toPattern = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** Returns the targets that read a value of an item. */
function findReaders(
  good: PreviewResponse | undefined,
  { item, pointer }: { item: number; pointer: string },
): string[] {
  const reads = good?.items[item]?.reads ?? {};
  return Object.keys(reads).filter((target) =>
    reads[target]?.some((read) => isWithin(pointer, read) || isWithin(read, pointer)),
  );
}

const findTargetsUnder = (good: PreviewResponse | undefined, hovered: Hovered | undefined): string[] =>
  hovered?.kind === 'source' ? findReaders(good, hovered) : hovered ? [hovered.target] : [];

function findLitMarks(mapping: MappingModel, tree: Node | undefined, hovered: Hovered | undefined): EditorMark[] {
  if (hovered?.kind === 'source') return [];
  const target = hovered?.target ?? mapping.selected.value?.target ?? '';
  const item = mapping.item.value;
  const pointer = item?.pointer ?? undefined;
  if (pointer === undefined) return [];
  return (item?.reads[target] ?? []).flatMap((read) => {
    const range = findNodeRange(tree, pointer + read);
    return range ? [{ ...range, kind: 'lit' as const }] : [];
  });
}

interface UnreadLeaves {
  /** Pointers of the leaves relative to the item; * is any list index. */
  readonly unread: readonly string[];
  /** Pointers of the items. */
  readonly pointers: readonly (string | null)[];
}

function findUnreadMarks({ unread, pointers }: UnreadLeaves, tree: Node | undefined): EditorMark[] {
  const patterns = new Set(unread);
  if (patterns.size === 0) return [];
  return pointers.flatMap((pointer) => {
    const node = pointer === null ? undefined : findNode(tree, pointer);
    const leaves = node ? listLeaves(node) : [];
    return leaves.flatMap(({ pattern, from, to }) =>
      patterns.has(pattern) ? [{ from, to, kind: 'unread' as const }] : [],
    );
  });
}

/** Returns the same object as long as its content is equal: most edits change no mark, and decorating a large sample takes time. */
function keepEqual<T>(compute: () => T): ReadonlySignal<T> {
  let kept: { readonly text: string; readonly value: T } | undefined;
  return computed(() => {
    const value = compute();
    const text = JSON.stringify(value);
    if (kept?.text !== text) kept = { text, value };
    return kept.value;
  });
}

function findSource(good: PreviewResponse | undefined, pointer: string | undefined): SourceAt | undefined {
  if (pointer === undefined) return undefined;
  const item = good?.items.findIndex((one) => one.pointer !== null && isWithin(pointer, one.pointer)) ?? -1;
  const start = good?.items[item]?.pointer;
  if (item < 0 || typeof start !== 'string') return undefined;
  const inside = pointer.slice(start.length);
  return { item, pointer: inside, unread: good?.unread.includes(toPattern(inside)) ?? false };
}

/** Creates the lineage view of a mapping: from targets to values, and from values to targets. */
export function createLineage(mapping: MappingModel): LineageView {
  const { live, hovered, sample } = mapping;
  const tree = computed(() => parseJsonTree(sample.value ?? ''));
  const leaves = keepEqual(() => ({
    unread: live.good.value?.unread ?? [],
    pointers: (live.good.value?.items ?? []).map(({ pointer }) => pointer),
  }));
  const unread = computed(() => findUnreadMarks(leaves.value, tree.value));
  const lit = keepEqual(() => findLitMarks(mapping, tree.value, hovered.value));
  return {
    tree,
    litTargets: computed(() => new Set(findTargetsUnder(live.good.value, hovered.value))),
    marks: computed(() => [...unread.value, ...lit.value]),
    at: (offset) => findSource(live.good.peek(), findPointer(tree.peek(), offset)),
  };
}
