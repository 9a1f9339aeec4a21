import type { compileProgram } from '../../../../engine/language/expression/compile.ts';
import { RUNTIME } from '../../../../engine/language/expression/runtime/index.ts';
import {
  emptySequence,
  isList,
  type List,
  normalize,
} from '../../../../engine/language/expression/runtime/sequence.ts';

type Compile = typeof compileProgram;
type Runtime = Record<string, unknown>;

/** A defect put into the run-time on purpose: the law must find it, or it is no law. */
export interface PlantedDefect {
  readonly name: string;
  readonly change: (runtime: Runtime) => Runtime;
}

const call = (runtime: Runtime, name: string, ...args: readonly unknown[]): unknown =>
  Reflect.apply(runtime[name] as (...all: readonly unknown[]) => unknown, undefined, args);

const replaceFunction =
  (name: string, make: (runtime: Runtime) => (...args: never[]) => unknown) =>
  (runtime: Runtime): Runtime => ({ ...runtime, [name]: make(runtime) });

/** Slips that a rewriting of jsonata is likely to make. */
export const PLANTED_DEFECTS: readonly PlantedDefect[] = [
  {
    name: 'a missing side of != counts as different',
    change: replaceFunction(
      'unequal',
      ({ equal }) =>
        (a: unknown, b: unknown) =>
          !call({ equal }, 'equal', a, b),
    ),
  },
  {
    name: 'the last item of a list is found by [-1] only where the list is longer than one',
    change: replaceFunction(
      'at',
      (runtime) => (input: unknown, at: number) =>
        call(runtime, 'at', input, isList(input) && input.length === 1 ? Math.abs(at) : at),
    ),
  },
  {
    name: 'unwrapping goes on until nothing is left to unwrap',
    change: replaceFunction('norm', () => (value: unknown) => {
      let at = value;
      for (let next = normalize(at); next !== at; next = normalize(at)) at = next;
      return at;
    }),
  },
  {
    name: 'an empty list is true',
    change: replaceFunction(
      'truth',
      (runtime) => (value: unknown) => (isList(value) && value.length === 0) || call(runtime, 'truth', value),
    ),
  },
  {
    name: 'names are read from prototypes',
    change: replaceFunction(
      'own',
      () => (input: unknown, key: string) =>
        typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined,
    ),
  },
  {
    name: 'a predicate is not asked about a missing value',
    change: replaceFunction(
      'filterTrue',
      (runtime) => (input: unknown, test: unknown) =>
        input === undefined ? emptySequence() : call(runtime, 'filterTrue', input, test),
    ),
  },
  {
    name: 'lists within a list constructor stay lists',
    change: replaceFunction('addMember', () => (list: List, value: unknown) => list.push(value)),
  },
  {
    name: 'numbers in texts have all their digits',
    change: replaceFunction(
      'text',
      (runtime) => (value: unknown) => (typeof value === 'number' ? String(value) : call(runtime, 'text', value)),
    ),
  },
];

/** A compiler whose programs run on the defective run-time. */
export const withDefect = (compile: Compile, { change }: PlantedDefect): Compile => {
  const runtime = change(RUNTIME);
  return (ast, clock) => compile(ast, clock, { runtime });
};
