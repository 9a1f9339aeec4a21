import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommandCall, CommandRow } from './command.ts';
import { COMMANDS, GROUPS } from './commands/index.ts';
import { getOption, type OptionName, type Options } from './options.ts';
import { readPackageVersion } from './package-root.ts';
import { createTerminal, type Environment, type Host, type Terminal } from './terminal.ts';

const TITLE = 'Declarative connectors: one JSON manifest each, no code.';

const parseWholeNumber = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number from 1 to 9999.');
};

const createCollector = (commas: boolean) => (text: string, before: readonly string[] | undefined) => [
  ...(before ?? []),
  ...(commas ? text.split(',').map((part) => part.trim()) : [text]),
];

function createOption(name: OptionName, isRequired: boolean): Option {
  const { kind, value, summary, env, commas = false } = getOption(name);
  const flags = kind === 'flag' ? `--${name}` : `--${name} <${value}>`;
  const option = new Option(flags, env ? `${summary} (or ${env}=1)` : summary).makeOptionMandatory(isRequired);
  if (kind === 'list') option.argParser(createCollector(commas));
  if (kind === 'count') option.argParser(parseWholeNumber);
  return option;
}

/** Returns the flags that the environment sets with `1` or `true`; `0` and an empty value leave a flag off. */
const readEnvironmentFlags = (row: CommandRow<OptionName>, env: Environment): Options =>
  Object.fromEntries(
    (row.options ?? [])
      .filter((name) => /^(1|true)$/i.test(env[getOption(name).env ?? ''] ?? ''))
      .map((name) => [name, true]),
  );

/** Equal to `EXIT.usage`, whose module would load the error catalogue. */
const HELP_FOR_USAGE = 2;

const toKebabCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Converts an option from commander's form (camel case; `--no-worker` as `worker: false`) to the name in the options table. */
function toTypedOption(
  row: CommandRow<OptionName>,
  [name, value]: readonly [string, unknown],
): readonly [string, unknown] {
  const key = toKebabCase(name);
  const negated = row.options?.find((one) => one === `no-${key}`);
  return negated ? [negated, value === false] : [key, value];
}

const collectOptions = (row: CommandRow<OptionName>, given: Readonly<Record<string, unknown>>): Options =>
  Object.fromEntries(Object.entries(given).map((one) => toTypedOption(row, one)));

type Run = (row: CommandRow<OptionName>, call: { args: readonly string[]; options: Options }) => Promise<void>;

function createCommand(row: CommandRow<OptionName>, run: Run): Command {
  const command = new Command(row.name.split(' ').at(-1)).summary(row.summary).description(row.summary);
  for (const { form, summary } of row.arguments ?? []) command.addArgument(new Argument(form, summary));
  for (const name of row.requires ?? []) command.addOption(createOption(name, true));
  for (const name of row.options ?? []) command.addOption(createOption(name, false));
  command.option('--no-color', 'disable colors (or NO_COLOR=1)');
  if (row.examples) command.addHelpText('after', `\nExamples:\n${row.examples.map((line) => `  ${line}\n`).join('')}`);
  return command.action((...given: unknown[]) => {
    const { color: _, ...options } = command.opts();
    const args = given.slice(0, row.arguments?.length ?? 0).flat() as string[];
    return run(row, { args: args.filter((text) => text !== undefined), options: collectOptions(row, options) });
  });
}

interface ProgramContext {
  readonly version: string;
  readonly terminal: Terminal;
  readonly host: Host;
}

function createProgram({ version, terminal, host }: ProgramContext, run: Run): Command {
  const { out } = terminal.paint;
  const program = new Command('mapwright')
    .description(TITLE)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .option('--no-color', 'disable colors (or NO_COLOR=1)')
    .helpCommand('help [command]', 'print help for a command')
    .exitOverride()
    .configureHelp({ styleTitle: (text) => out('bold', text), styleSubcommandTerm: (text) => out('cyan', text) })
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      getOutHasColors: () => true,
      outputError: () => undefined,
    })
    .addHelpText('after', '\nRun mapwright <command> --help for the options of a command.');
  const groups = new Map<string, Command>();
  for (const row of COMMANDS) {
    const [first = '', second] = row.name.split(' ');
    const parent = second === undefined ? program : (groups.get(first) ?? findOrCreateGroup(first, program));
    if (second !== undefined) groups.set(first, parent);
    parent.addCommand(createCommand(row, run).copyInheritedSettings(program));
  }
  return program;
}

/** Returns the parent of two-word commands, such as `connection`. */
function findOrCreateGroup(name: string, program: Command): Command {
  const summary = GROUPS[name] ?? '';
  const group = new Command(name).summary(summary).description(summary).copyInheritedSettings(program);
  group.addHelpText('after', `\nRun mapwright ${name} <command> --help for the options of a command.`);
  program.addCommand(group);
  return group;
}

/** Reports whether the command line contains a flag before `--`. */
const hasFlag = (argv: readonly string[], flag: string) => {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes(flag);
};

/** Most commands finish sooner and do not need the heap watch. */
const WATCH_AFTER_MS = 200;

function watchHeapLater(): void {
  setTimeout(() => void import('./process/watch-heap.ts').then(({ watchHeap }) => watchHeap()), WATCH_AFTER_MS).unref();
}

/** Runs the command line `argv` and returns the exit code. Never throws. */
export async function program(argv: readonly string[], host: Host = process): Promise<number> {
  if (host === process) watchHeapLater();
  const terminal = createTerminal({ plain: hasFlag(argv, '--no-color'), host });
  let code = 0;
  const command = createProgram(
    { version: await readPackageVersion(), terminal, host },
    async (row, { args, options }) => {
      const whole = { ...readEnvironmentFlags(row, host.env), ...options };
      code = await (await row.load())({ args, options: whole, terminal } as CommandCall<OptionName>);
    },
  );
  try {
    if (argv.length === 0) command.outputHelp();
    else await command.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    // Only the first word of a two-word command was given: commander has printed the help.
    if (error instanceof CommanderError && error.code === 'commander.help') return HELP_FOR_USAGE;
    const { reportError } = await import('./report-error.ts');
    return reportError(error, { terminal, json: hasFlag(argv, '--json') });
  }
}
