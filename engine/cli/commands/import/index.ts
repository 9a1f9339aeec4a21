import type { CommandRow } from '../../command.ts';
import type { OptionName } from '../../options.ts';

/** Commands that create a connector from something that exists. */
export const IMPORT_COMMANDS: readonly CommandRow<OptionName>[] = [];
