import type { OptionName, Options } from './options.ts';
import type { Terminal } from './terminal.ts';

/** What a command was called with; options that it requires are there. */
export interface CommandCall<Required extends OptionName = never> {
  readonly args: readonly string[];
  readonly options: Options & { readonly [Name in Required]-?: NonNullable<Options[Name]> };
  readonly terminal: Terminal;
}

/** Runs a command; gives the exit code, or throws an EngineError. */
export type Act<Required extends OptionName = never> = (call: CommandCall<Required>) => Promise<number>;

export interface ArgumentRow {
  /** As commander writes it: `<connector>`, `[connector...]`. */
  readonly form: string;
  readonly summary: string;
}

/** One command as data, so that the help and completions need none of the engine. */
export interface CommandRow<Required extends OptionName = never> {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly ArgumentRow[];
  readonly requires?: readonly Required[];
  readonly options?: readonly OptionName[];
  readonly examples?: readonly string[];
  readonly load: () => Promise<Act<Required>>;
}
