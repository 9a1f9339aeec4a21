import { count, grown } from './budget.ts';
import { filterDirect, mapDirect } from './direct.ts';
import { at, atTuples, filter, filterTrue, filterTuples } from './filter.ts';
import { append, apply, builtin, chain, lambda, plainLambda, signedLambda, tailCall, wrap } from './functions.ts';
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
import { regexTest, regexValue } from './regex.ts';
import * as lists from './sequence.ts';
import { orderBy, sortStep } from './sort.ts';
import { transform } from './transform.ts';
import { indexSorted, indexTuples, tupleHas, tupleStep, tuplesOf, tupleValues } from './tuple.ts';

const { asCons, asList, enter, firstStep, flattenOne, isEmpty, isList, keepList, norm, normKeep, rootOf, self } = lists;
const { sequenceOf, step, whole } = lists;

/** Stands for a variable that its block has not bound yet. */
const UNSET = Object.freeze({ unset: true });

/** Everything that generated code may call, by the name it calls it. */
export const RUNTIME = {
  ...{
    addMember,
    append,
    apply,
    asCons,
    asList,
    at,
    atTuples,
    builtin,
    calculate,
    chain,
    compare,
    count,
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
    lambda,
    listArgument,
    lookup,
    mapDirect,
  },
  ...{ name, names, namesValue, negate, norm, normKeep, OPEN, orderBy, own, partial, plainLambda, put, range },
  ...{
    refuse,
    regexTest,
    regexValue,
    rootOf,
    sameValue,
    self,
    sequenceOf,
    signedLambda,
    sortStep,
    step,
    tailCall,
    text,
    transform,
  },
  ...{ truth, tupleHas, tuplesOf, tupleStep, tupleValues, unequal, UNSET, whole, wildcard, wrap },
} as const;
