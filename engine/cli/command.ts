import type { OptionName, Options } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Arguments and options of a command call; required options are present. */
export interface CommandCall<Required extends OptionName = never> {
  readonly args: readonly string[];
  readonly options: Options & { readonly [Name in Required]-?: NonNullable<Options[Name]> };
  readonly terminal: Terminal;
}

/** Runs a command and returns the exit code. Throws an EngineError. */
export type Act<Required extends OptionName = never> = (call: CommandCall<Required>) => Promise<number>;

export interface ArgumentRow {
  /** Commander syntax: `<connector>`, `[connector...]`. */
  readonly form: string;
  readonly summary: string;
}

/** Definition of a command as data, so that help and completion do not load the engine. */
export interface CommandRow<Required extends OptionName = never> {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly ArgumentRow[];
  readonly requires?: readonly Required[];
  readonly options?: readonly OptionName[];
  readonly examples?: readonly string[];
  readonly load: () => Promise<Act<Required>>;
}

/** Widens a command's type to any options. Safe, because the program passes each command the options that its row requires. */
export const defineCommand = <Required extends OptionName = never>(
  command: CommandRow<Required>,
): CommandRow<OptionName> => command as unknown as CommandRow<OptionName>;
