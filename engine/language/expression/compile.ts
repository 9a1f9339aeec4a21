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

/** Evaluation in generated code; any exception means that the interpreter has to repeat it. */
export type Program = (input: unknown, bindings: object) => unknown;

/** Returns the time in milliseconds since 1970, for `$now` and `$millis`. */
export type Clock = () => number;

/** Creates an empty unit; a lazy one shares no reads of the input. */
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

/** Emits a whole expression over the input; `kinds` is what is known about the input. */
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

// A variable of the caller overrides a built-in of the same name: left to the interpreter.
const emitOverrides = (unit: CodeUnit): Code => {
  const bound = [...unit.builtins].map((name) => js`${quoteText(name)} in bindings`);
  return bound.length === 0 ? js`` : js`if (${joinCode(bound, ' || ')}) refuse();`;
};

/** Compiled expression, or the reason why it is left to the interpreter. */
type CompiledProgram = { readonly run: Program } | { readonly reason: string };

interface Equipment {
  readonly focus: Focus;
  readonly builtins: Builtins;
  /** Programs of the standard runtime: a map is compiled at every keystroke, and a reused program is optimized already. */
  readonly programs: Readonly<Record<'eager' | 'lazy', WeakMap<Ast, CompiledProgram>>>;
}

const KNOWN = new WeakMap<Clock, Equipment>();

/** Returns the built-ins for a clock, created once. */
const getEquipment = (clock: Clock): Equipment => {
  const known = KNOWN.get(clock);
  if (known) return known;
  const environment = {
    get timestamp() {
      return new Date(clock());
    },
  };
  const focus: Focus = { createSequence, environment };
  const programs: Equipment['programs'] = { eager: new WeakMap(), lazy: new WeakMap() };
  const made = { focus, builtins: createBuiltins(focus, clock), programs };
  KNOWN.set(clock, made);
  return made;
};

/** Runtime of generated code; tests replace parts of it with defects. */
export type Runtime = Readonly<Record<string, unknown>>;

/** Creates the function of a unit: `(input, bindings) => { …body }`, after the shared statements. */
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

/** Options of a program: its runtime, and whether it reads lazily instead of (faster) everything that it may need. */
export interface ProgramOptions {
  readonly runtime?: Runtime;
  readonly lazy?: boolean;
}

const compileUncached = (ast: Ast, clock: Clock, { runtime, lazy = false }: ProgramOptions): CompiledProgram => {
  const unit = createUnit(lazy);
  const lines: Code[] = [];
  try {
    const { code } = emitProgram(ast, unit, lines);
    return { run: toProgram(assembleFunction(unit, [...lines, js`return ${code};`], clock, runtime)) };
  } catch (error) {
    return { reason: fallbackReason(error) };
  }
};

/** Compiles the expression, or returns the reason why it is left to the interpreter. */
export const compileProgram = (ast: Ast, clock: Clock, options: ProgramOptions = {}): CompiledProgram => {
  if (options.runtime) return compileUncached(ast, clock, options);
  const programs = getEquipment(clock).programs[options.lazy ? 'lazy' : 'eager'];
  const program = programs.get(ast) ?? compileUncached(ast, clock, options);
  programs.set(ast, program);
  return program;
};
