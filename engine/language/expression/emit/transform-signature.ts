import type { Signature } from '../ast.ts';
import { parseExpression } from '../parse.ts';

const parseSignature = (source: string): Signature | undefined => {
  const node = parseExpression(source);
  return node.type === 'lambda' ? node.signature : undefined;
};

/** The interpreter's check of a transform's argument: an object or a list. */
export const TRANSFORM_SIGNATURE = parseSignature('function($object)<(oa):o>{ $object }');
