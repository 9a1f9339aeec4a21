import { type Details, EngineError, type ErrorCode, toEngineError } from '../../../base/errors/index.ts';

/** Message between two processes: a call, or its result. */
export type RpcMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly code: ErrorCode; readonly details: Details };

/** Calls of one side by name, each from its input to its output. */
export type Calls = { readonly [name: string]: (input: never) => unknown };

/** Implementations of calls. */
export type Handlers<C> = {
  readonly [N in keyof C]: C[N] extends (input: infer I) => infer O ? (input: I) => O | Promise<O> : never;
};

type InputOf<C> = C extends (input: infer I) => unknown ? I : never;
type OutputOf<C> = C extends (input: never) => infer O ? O : never;

/** One end of a connection on which both sides call each other. */
export interface Rpc<Theirs> {
  /** Rejects with the EngineError of the other side. */
  call<N extends keyof Theirs & string>(name: N, input: InputOf<Theirs[N]>): Promise<OutputOf<Theirs[N]>>;
  /** Handles a message from the other side. */
  receive(message: RpcMessage): void;
}

interface Pending {
  readonly resolve: (output: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Creates one end: `post` sends a message to the other side, whose calls `own` answers. Errors keep their code and details. */
export function createRpc<Theirs, Own>(post: (message: RpcMessage) => void, own: Handlers<Own>): Rpc<Theirs> {
  const pending = new Map<number, Pending>();
  const handlers = own as Readonly<Record<string, ((input: unknown) => unknown) | undefined>>;
  let last = 0;

  const answer = async (id: number, name: string, input: unknown): Promise<void> => {
    try {
      post({ kind: 'result', id, output: await handlers[name]?.(input) });
    } catch (error) {
      const { code, details } = toEngineError(error);
      post({ kind: 'failure', id, code, details });
    }
  };
  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        last += 1;
        pending.set(last, { resolve, reject });
        post({ kind: 'call', id: last, name, input });
      }),
    receive(message) {
      if (message.kind === 'call') return void answer(message.id, message.name, message.input);
      const settled = pending.get(message.id);
      pending.delete(message.id);
      if (message.kind === 'result') settled?.resolve(message.output as never);
      else settled?.reject(new EngineError(message.code, message.details));
    },
  };
}
