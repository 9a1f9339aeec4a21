import { confirm, editor, password, select } from '@inquirer/prompts';
import { engineError } from '../../../base/errors/index.ts';
import type { Manifest } from '../../../manifest/index.ts';
import type { InventoryChoice, TransformMap } from '../../../platform/connections/index.ts';
import type { Options } from '../../options.ts';
import type { Terminal } from '../../terminal.ts';

/** Questions go to stderr: stdout is for what comes of a command. */
export const PROMPT_OPTIONS = { output: process.stderr };

interface AskCall {
  readonly options: Pick<Options, 'json'>;
  readonly terminal: Terminal;
}

/** A person is there to answer, and stdout is not read by a program. */
export const canAsk = ({ options, terminal }: AskCall): boolean => !options.json && terminal.canAsk();

/** What Ctrl-C at a question means. */
export function rethrowInterrupt(error: unknown): never {
  throw error instanceof Error && error.name === 'ExitPromptError' ? engineError('INTERRUPTED', {}, error) : error;
}

/** Asks for secrets, which are not shown while they are typed, and makes them known to the terminal. Throws INTERRUPTED. */
export async function askSecrets(
  manifest: Manifest,
  fields: readonly string[],
  terminal: Terminal,
): Promise<Readonly<Record<string, string>>> {
  const given: Record<string, string> = {};
  for (const field of fields) {
    const message = manifest.settings.properties[field]?.title ?? field;
    const isRequired = manifest.settings.required?.includes(field) === true;
    const value = await password(
      { message, mask: '•', validate: (text) => text !== '' || !isRequired || 'It is needed.' },
      PROMPT_OPTIONS,
    ).catch(rethrowInterrupt);
    if (value === '') continue;
    terminal.learn(value);
    given[field] = value;
  }
  return given;
}

/** Asks what is to become of an inventory; undefined when nothing is to be deleted. Throws INTERRUPTED. */
export async function askDelete(
  question: string,
  given: InventoryChoice | undefined,
): Promise<InventoryChoice | undefined> {
  const choices = [
    { name: 'keep them', value: 'keep' },
    { name: 'remove them', value: 'remove' },
    { name: 'delete nothing', value: undefined },
  ] as const;
  if (given === undefined)
    return select<InventoryChoice | undefined>({ message: `${question}.`, choices }, PROMPT_OPTIONS).catch(
      rethrowInterrupt,
    );
  const message = `${question}: delete the connection and ${given} them?`;
  return (await confirm({ message, default: false }, PROMPT_OPTIONS).catch(rethrowInterrupt)) ? given : undefined;
}

/** A map as its user changes it in an editor. Throws INTERRUPTED, MAP_UNREADABLE. */
export async function askSpec({ name, spec }: TransformMap): Promise<unknown> {
  const text = await editor(
    {
      message: `Change "${name}"`,
      default: `${JSON.stringify(spec, null, 2)}\n`,
      postfix: '.json',
      waitForUserInput: false,
    },
    PROMPT_OPTIONS,
  ).catch(rethrowInterrupt);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw engineError('MAP_UNREADABLE', { file: 'what was written', reason: 'it is not JSON' }, error);
  }
}
