import type { CommandRow } from '../command.ts';
import type { OptionName } from '../options.ts';

/** Widens a command's type to any options. Safe, because the program passes each command the options that its row requires. */
export const defineCommand = <Required extends OptionName = never>(
  command: CommandRow<Required>,
): CommandRow<OptionName> => command as unknown as CommandRow<OptionName>;
