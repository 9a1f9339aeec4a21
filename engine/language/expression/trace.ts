import { type Clock, compileProgram } from './compile.ts';
import type { Bindings } from './interpreter.ts';
import { parseExpression } from './parse.ts';
import { toPlain } from './plain.ts';
import { refillBudget } from './runtime/budget.ts';

/** Value with the leaves of the input that were read for it, as RFC 6901 pointers in reading order. */
export interface TracedValue {
  readonly value: unknown;
  readonly reads: readonly string[];
}

/** Evaluates and records reads; undefined if only the interpreter can evaluate the expression. */
export type TraceEvaluation = (input: unknown, bindings: Bindings) => TracedValue | undefined;

const isFields = (value: unknown): value is object => typeof value === 'object' && value !== null;

const pointerToken = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Wraps the input in a read-only proxy that records each leaf that is read. */
const watchReads = (input: unknown, note: (pointer: string) => void): unknown => {
  const proxies = new WeakMap<object, object>();
  const watch = (value: unknown, pointer: string): unknown => {
    if (!isFields(value)) return value;
    const proxy = proxies.get(value) ?? new Proxy(value, handlerAt(pointer));
    proxies.set(value, proxy);
    return proxy;
  };
  const handlerAt = (pointer: string): ProxyHandler<object> => ({
    get(target, key, receiver) {
      const value = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return value;
      const at = `${pointer}/${pointerToken(key)}`;
      if (!isFields(value) && !(Array.isArray(target) && key === 'length')) note(at);
      return watch(value, at);
    },
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
  return watch(input, '');
};

// A result may be a part of the traced input, or contain one.
const unwrapWatched = (value: unknown): unknown => {
  const text = JSON.stringify(toPlain(value));
  return text === undefined ? undefined : JSON.parse(text);
};

/** Creates a tracer: the compiled program over a traced input. Throws EXPRESSION_SYNTAX. */
export const traceExpression = (source: string, clock: Clock): TraceEvaluation => {
  const compiled = compileProgram(parseExpression(source), clock, { lazy: true });
  if ('reason' in compiled) return () => undefined;
  return (input, bindings) => {
    const reads = new Set<string>();
    refillBudget();
    try {
      const value = unwrapWatched(
        compiled.run(
          watchReads(input, (pointer) => reads.add(pointer)),
          bindings,
        ),
      );
      return { value, reads: [...reads] };
    } catch {
      return undefined;
    }
  };
};
