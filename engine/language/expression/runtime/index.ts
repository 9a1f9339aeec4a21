import { countStep, grown } from './budget.ts';
import { filterDirect, mapDirect } from './direct.ts';
import { atTuples, filter, filterTrue, filterTuples, itemAt } from './filter.ts';
import {
  append,
  apply,
  chainFunctions,
  createBuiltin,
  createLambda,
  createPlainLambda,
  createSignedLambda,
  createTailCall,
  wrapFunction,
} from './functions.ts';
import { group } from './group.ts';
import { addMember, isNumbers, isObject, isObjects, isTexts, listArgument, put } from './lists.ts';
import { descendants, lookup, name, names, namesValue, own, wildcard } from './lookup.ts';
import {
  calculate,
  compare,
  decimal,
  equal,
  includes,
  negate,
  range,
  refuse,
  sameValue,
  text,
  truth,
  unequal,
} from './operators.ts';
import { OPEN, partial } from './partial.ts';
import { createMatcher, regexTest } from './regex.ts';
import * as lists from './sequence.ts';
import { orderBy, sortStep } from './sort.ts';
import { transform } from './transform.ts';
import { indexSorted, indexTuples, toTuples, tupleHas, tupleStep, tupleValues } from './tuple.ts';

const {
  asCons,
  asList,
  enter,
  firstStep,
  flattenOne,
  isEmpty,
  isList,
  keepList,
  normalize: norm,
  normalizeKeeping: normKeep,
  toRoot: rootOf,
  self,
} = lists;
const { toSequence: sequenceOf, step, whole } = lists;

/** Placeholder of a variable that its block has not bound yet. */
const UNSET = Object.freeze({ unset: true });

/** Functions that generated code may call, by the names that it uses. */
export const RUNTIME = {
  ...{
    addMember,
    append,
    apply,
    asCons,
    asList,
    at: itemAt,
    atTuples,
    builtin: createBuiltin,
    calculate,
    chain: chainFunctions,
    compare,
    count: countStep,
    decimal,
    descendants,
    enter,
    equal,
  },
  ...{
    filter,
    filterDirect,
    filterTrue,
    filterTuples,
    firstStep,
    flattenOne,
    group,
    grown,
    includes,
    indexSorted,
    indexTuples,
  },
  ...{
    isEmpty,
    isList,
    isNumbers,
    isObject,
    isObjects,
    isTexts,
    keepList,
    lambda: createLambda,
    listArgument,
    lookup,
    mapDirect,
  },
  ...{
    name,
    names,
    namesValue,
    negate,
    norm,
    normKeep,
    OPEN,
    orderBy,
    own,
    partial,
    plainLambda: createPlainLambda,
    put,
    range,
  },
  ...{
    refuse,
    regexTest,
    regexValue: createMatcher,
    rootOf,
    sameValue,
    self,
    sequenceOf,
    signedLambda: createSignedLambda,
    sortStep,
    step,
    tailCall: createTailCall,
    text,
    transform,
  },
  ...{
    truth,
    tupleHas,
    tuplesOf: toTuples,
    tupleStep,
    tupleValues,
    unequal,
    UNSET,
    whole,
    wildcard,
    wrap: wrapFunction,
  },
} as const;
