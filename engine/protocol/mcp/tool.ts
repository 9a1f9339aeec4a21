import type { JsonObject } from '../../base/json/index.ts';

/** What a tool may do, for clients that ask the user before a call. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  /** True if a call may replace files. */
  readonly destructiveHint?: boolean;
  /** True if a call sends requests to the vendor. */
  readonly openWorldHint: boolean;
}

/** Call of a tool that is in progress. */
export interface ToolCall {
  /** Aborts when the client cancels the request or disconnects. */
  readonly signal: AbortSignal;
  /** Reports progress to a client that asked for it. */
  report(message: string): void;
}

/** Tool as data. `run` gets arguments that match `input`. It throws EngineErrors, which become results with `isError`. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject;
  /** JSON Schema of the members of the result. */
  readonly output: JsonObject;
  /** Members of the result that are useful only whole: they are left out where they are too long, and never cut. */
  readonly whole?: readonly string[];
  readonly run: (input: never, call: ToolCall) => Promise<object>;
}

/** Defines a tool whose arguments have a type. The caller of `run` checks them against `input`. */
export const defineTool = <Input>(
  tool: Omit<Tool, 'run'> & { readonly run: (input: Input, call: ToolCall) => Promise<object> },
): Tool => tool as Tool;
