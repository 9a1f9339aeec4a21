import type { CommandRow } from '../command.ts';
import type { OptionName } from '../options.ts';

/** The one place where a command's own options are forgotten: the program gives each what its row requires. */
export const defineCommand = <Required extends OptionName = never>(
  command: CommandRow<Required>,
): CommandRow<OptionName> => command as unknown as CommandRow<OptionName>;
