import { findNodeAtLocation, findNodeAtOffset, getNodePath, type Node, parseTree } from 'jsonc-parser';

/** Range of characters in a text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Parses JSON into a tree with positions; tolerates syntax errors. */
export const parseJsonTree = (text: string): Node | undefined => parseTree(text, [], { allowTrailingComma: true });

const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Splits a JSON pointer (RFC 6901) into its parts. */
export const parsePointer = (pointer: string): string[] =>
  pointer === '' ? [] : pointer.slice(1).split('/').map(unescapePart);

/** Joins parts to a JSON pointer (RFC 6901). */
export const formatPointer = (parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Returns the node at a pointer. */
export function findNode(tree: Node | undefined, pointer: string): Node | undefined {
  let node = tree;
  for (const part of parsePointer(pointer)) {
    if (!node) return undefined;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(part) : part]);
  }
  return node;
}

const wholeMember = (node: Node): Node => (node.parent?.type === 'property' ? node.parent : node);

/** Returns the range of the member (name and value) or element at a pointer. */
export function findNodeRange(tree: Node | undefined, pointer: string): Range | undefined {
  const node = findNode(tree, pointer);
  if (!node) return undefined;
  const { offset, length } = wholeMember(node);
  return { from: offset, to: offset + length };
}

/** Returns the range at a pointer or of its nearest existing ancestor, so that every problem has a position. */
export function findNearestRange(tree: Node | undefined, pointer: string): Range {
  const parts = parsePointer(pointer);
  for (let length = parts.length; length > 0; length--) {
    const range = findNodeRange(tree, formatPointer(parts.slice(0, length)));
    if (range) return range;
  }
  return { from: 0, to: 1 };
}

/** Returns the pointer of the value at an offset, or undefined outside of values. */
export function findPointer(tree: Node | undefined, offset: number): string | undefined {
  const node = tree && findNodeAtOffset(tree, offset, true);
  if (!node || node.type === 'object' || node.type === 'array') return undefined;
  const value =
    node.type === 'property' ? node.children?.[1] : node.parent?.type === 'property' ? node.parent.children?.[1] : node;
  return value && formatPointer(getNodePath(value));
}

export interface JsonLeaf extends Range {
  /** Pointer relative to the start node, with `*` for list indexes. */
  readonly pattern: string;
}

/** Returns all scalar values and empty lists and objects below `node`. */
export function listLeaves(node: Node, pattern = ''): JsonLeaf[] {
  const children = node.children ?? [];
  if (node.type === 'array') return children.flatMap((child) => listLeaves(child, `${pattern}/*`));
  if (node.type === 'object')
    return children.flatMap(({ children: [name, value] = [] }) =>
      name && value ? listLeaves(value, `${pattern}${formatPointer([String(name.value)])}`) : [],
    );
  const { offset, length } = wholeMember(node);
  return [{ pattern, from: offset, to: offset + length }];
}
