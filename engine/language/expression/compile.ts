import type { Ast, Stage } from './ast.ts';
import { type Code, createIdentifier, joinCode, js, parameterName, quoteText } from './code.ts';
import { emitTailCall } from './emit/call.ts';
import { createBlockFrame } from './emit/control.ts';
import { emitNode } from './emit/index.ts';
import { type CodeUnit, containsNode, type EmitScope, type EmittedValue } from './emit-scope.ts';
import { type Kinds, PAYLOAD } from './kinds.ts';
import { type Builtins, createBuiltins } from './runtime/builtin-functions.ts';
import type { Focus } from './runtime/functions.ts';
import { RUNTIME } from './runtime/index.ts';
import { createSequence } from './runtime/sequence.ts';
import { fallbackReason } from './uncompiled.ts';

/** An evaluation in generated code; throws whatever went wrong, and then stock has to repeat it. */
export type Program = (input: unknown, bindings: object) => unknown;

/** Gives the time in milliseconds since 1970, for `$now` and `$millis`. */
export type Clock = () => number;

/** A unit with nothing in it; a lazy one shares no reads of the input. */
export const createUnit = (lazy = false): CodeUnit => ({
  emitNode,
  emitTailCall,
  counter: 0,
  constants: [],
  setup: [],
  prelude: [],
  hoisted: new Map(),
  shared: new Set(lazy ? [] : [parameterName('input'), parameterName('root')]),
  builtins: new Set(),
  tupleNames: new Set(),
});

const getStages = (node: Ast): readonly Stage[] => node.stages ?? [];

const findTupleNames = (ast: Ast): ReadonlySet<string> => {
  const names = new Set<string>();
  containsNode(ast, (node) => {
    const labels = [node.focus, node.index, node.ancestor?.label, node.type === 'parent' ? node.slot.label : undefined];
    const indexes = getStages(node).map((stage) => (stage.type === 'index' ? stage.value : undefined));
    for (const name of [...labels, ...indexes]) if (name !== undefined) names.add(name);
    return false;
  });
  return names.size > 0 ? names.add('undefined') : names;
};

/** Emits a whole expression over the input; `kinds` is what the input is known to be. */
export const emitProgram = (ast: Ast, unit: CodeUnit, lines: Code[], kinds: Kinds = PAYLOAD): EmittedValue => {
  unit.tupleNames = findTupleNames(ast);
  const outer: EmitScope = {
    unit,
    lines,
    context: { code: parameterName('root'), kinds, pure: true },
    root: { code: parameterName('input'), kinds, pure: true },
    frame: undefined,
    bindable: true,
  };
  return emitNode(ast, { ...outer, frame: createBlockFrame([ast], outer) });
};

const emitHeader = (unit: CodeUnit): Code => {
  const names = joinCode(Object.keys(RUNTIME).map(parameterName), ', ');
  const constants = joinCode(
    unit.constants.map((_, at) => createIdentifier('k', at)),
    ', ',
  );
  return js`"use strict";\nconst { ${names} } = runtime;\nconst [${constants}] = constants;\n${joinCode(unit.setup, '\n')}`;
};

// A caller's variable of a built-in's name goes before it: stock's affair.
const emitOverrides = (unit: CodeUnit): Code => {
  const bound = [...unit.builtins].map((name) => js`${quoteText(name)} in bindings`);
  return bound.length === 0 ? js`` : js`if (${joinCode(bound, ' || ')}) refuse();`;
};

interface Equipment {
  readonly focus: Focus;
  readonly builtins: Builtins;
}

const KNOWN = new WeakMap<Clock, Equipment>();

/** The built-ins for a clock, made once. */
const getEquipment = (clock: Clock): Equipment => {
  const known = KNOWN.get(clock);
  if (known) return known;
  const environment = {
    get timestamp() {
      return new Date(clock());
    },
  };
  const focus: Focus = { createSequence, environment };
  const made = { focus, builtins: createBuiltins(focus, clock) };
  KNOWN.set(clock, made);
  return made;
};

/** What generated code calls; tests of the tests put defects in. */
export type Runtime = Readonly<Record<string, unknown>>;

/** Makes the function of a unit: `(input, bindings) => { …body }`, after what its expressions share. */
export const assembleFunction = (
  unit: CodeUnit,
  body: readonly Code[],
  clock: Clock,
  runtime: Runtime = RUNTIME,
): unknown => {
  const lines = joinCode([emitOverrides(unit), js`const root = rootOf(input);`, ...unit.prelude, ...body], '\n');
  const source = js`${emitHeader(unit)}\nreturn (input, bindings) => {\n${lines}\n};`;
  const { focus, builtins } = getEquipment(clock);
  const make = new Function('runtime', 'constants', 'builtins', 'focus', source);
  return make(runtime, unit.constants, builtins, focus);
};

const toProgram = (made: unknown) => made as Program;

/** How a program is made: on which run-time, and whether it reads only what it needs (or, faster, all it may need). */
export interface ProgramOptions {
  readonly runtime?: Runtime;
  readonly lazy?: boolean;
}

/** A program for the expression, or the reason why it is left to stock. */
export const compileProgram = (
  ast: Ast,
  clock: Clock,
  { runtime, lazy = false }: ProgramOptions = {},
): { readonly run: Program } | { readonly reason: string } => {
  const unit = createUnit(lazy);
  const lines: Code[] = [];
  try {
    const { code } = emitProgram(ast, unit, lines);
    return { run: toProgram(assembleFunction(unit, [...lines, js`return ${code};`], clock, runtime)) };
  } catch (error) {
    return { reason: fallbackReason(error) };
  }
};
