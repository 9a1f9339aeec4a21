import type { Ast, Stage } from './ast.ts';
import { type Code, given, identifier, join, js, quote } from './code.ts';
import { emitTailCall } from './emit/call.ts';
import { blockFrame } from './emit/control.ts';
import { emitNode } from './emit/index.ts';
import { type Kinds, PAYLOAD } from './kinds.ts';
import { type Builtins, builtinsFor } from './runtime/builtin-functions.ts';
import type { Focus } from './runtime/functions.ts';
import { RUNTIME } from './runtime/index.ts';
import { createSequence } from './runtime/sequence.ts';
import { type Scope, some, type Unit, type Value } from './scope.ts';
import { reasonOf } from './uncompiled.ts';

/** An evaluation in generated code; throws whatever went wrong, and then stock has to repeat it. */
export type Program = (input: unknown, bindings: object) => unknown;

/** Gives the time in milliseconds since 1970, for `$now` and `$millis`. */
export type Clock = () => number;

/** A unit with nothing in it; a lazy one shares no reads of the input. */
export const newUnit = (lazy = false): Unit => ({
  emitNode,
  emitTailCall,
  counter: 0,
  constants: [],
  setup: [],
  prelude: [],
  hoisted: new Map(),
  shared: new Set(lazy ? [] : [given('input'), given('root')]),
  builtins: new Set(),
  tupleNames: new Set(),
});

const stagesOf = (node: Ast): readonly Stage[] => node.stages ?? [];

const tupleNamesOf = (ast: Ast): ReadonlySet<string> => {
  const names = new Set<string>();
  some(ast, (node) => {
    const labels = [node.focus, node.index, node.ancestor?.label, node.type === 'parent' ? node.slot.label : undefined];
    const indexes = stagesOf(node).map((stage) => (stage.type === 'index' ? stage.value : undefined));
    for (const name of [...labels, ...indexes]) if (name !== undefined) names.add(name);
    return false;
  });
  return names.size > 0 ? names.add('undefined') : names;
};

/** Emits a whole expression over the input; `kinds` is what the input is known to be. */
export const emitProgram = (ast: Ast, unit: Unit, lines: Code[], kinds: Kinds = PAYLOAD): Value => {
  unit.tupleNames = tupleNamesOf(ast);
  const outer: Scope = {
    unit,
    lines,
    context: { code: given('root'), kinds, pure: true },
    root: { code: given('input'), kinds, pure: true },
    frame: undefined,
    bindable: true,
  };
  return emitNode(ast, { ...outer, frame: blockFrame([ast], outer) });
};

const header = (unit: Unit): Code => {
  const names = join(Object.keys(RUNTIME).map(given), ', ');
  const constants = join(
    unit.constants.map((_, at) => identifier('k', at)),
    ', ',
  );
  return js`"use strict";\nconst { ${names} } = runtime;\nconst [${constants}] = constants;\n${join(unit.setup, '\n')}`;
};

// A caller's variable of a built-in's name goes before it: stock's affair.
const overrides = (unit: Unit): Code => {
  const bound = [...unit.builtins].map((name) => js`${quote(name)} in bindings`);
  return bound.length === 0 ? js`` : js`if (${join(bound, ' || ')}) refuse();`;
};

interface Equipment {
  readonly focus: Focus;
  readonly builtins: Builtins;
}

const KNOWN = new WeakMap<Clock, Equipment>();

/** The built-ins for a clock, made once. */
const equipmentFor = (clock: Clock): Equipment => {
  const known = KNOWN.get(clock);
  if (known) return known;
  const environment = {
    get timestamp() {
      return new Date(clock());
    },
  };
  const focus: Focus = { createSequence, environment };
  const made = { focus, builtins: builtinsFor(focus, clock) };
  KNOWN.set(clock, made);
  return made;
};

/** What generated code calls; tests of the tests put defects in. */
export type Runtime = Readonly<Record<string, unknown>>;

/** Makes the function of a unit: `(input, bindings) => { …body }`, after what its expressions share. */
export const assemble = (unit: Unit, body: readonly Code[], clock: Clock, runtime: Runtime = RUNTIME): unknown => {
  const lines = join([overrides(unit), js`const root = rootOf(input);`, ...unit.prelude, ...body], '\n');
  const source = js`${header(unit)}\nreturn (input, bindings) => {\n${lines}\n};`;
  const { focus, builtins } = equipmentFor(clock);
  const make = new Function('runtime', 'constants', 'builtins', 'focus', source);
  return make(runtime, unit.constants, builtins, focus);
};

const asProgram = (made: unknown) => made as Program;

/** How a program is made: on which run-time, and whether it reads only what it needs (or, faster, all it may need). */
export interface Manner {
  readonly runtime?: Runtime;
  readonly lazy?: boolean;
}

/** A program for the expression, or the reason why it is left to stock. */
export const compileProgram = (
  ast: Ast,
  clock: Clock,
  { runtime, lazy = false }: Manner = {},
): { readonly run: Program } | { readonly reason: string } => {
  const unit = newUnit(lazy);
  const lines: Code[] = [];
  try {
    const { code } = emitProgram(ast, unit, lines);
    return { run: asProgram(assemble(unit, [...lines, js`return ${code};`], clock, runtime)) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
};
