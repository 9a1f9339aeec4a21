import { engineError } from '../../base/errors/index.ts';
import { listConnectorIds } from '../catalogue.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { getOption, type OptionName } from '../options.ts';
import { COMMANDS, GROUPS } from './index.ts';

type Row = (typeof COMMANDS)[number];

const optionNames = (row: Row): OptionName[] => [...(row.requires ?? []), ...(row.options ?? [])];

const optionFlags = (row: Row): string[] => [...optionNames(row).map((name) => `--${name}`), '--help', '--no-color'];

const takesConnector = ({ arguments: [first] = [] }: Row): boolean => first?.form.includes('connector') === true;

const commandWords = ({ name }: Row): readonly [first: string, second?: string] => {
  const [first = '', second] = name.split(' ');
  return second === undefined ? [first] : [first, second];
};

const FIRST_WORDS = [...new Set(COMMANDS.map((row) => commandWords(row)[0]))];

/** Two-word commands, grouped by their first word. */
const SECOND_WORDS = Map.groupBy(
  COMMANDS.flatMap((row) => {
    const [first, second] = commandWords(row);
    return second === undefined ? [] : [{ first, second }];
  }),
  ({ first }) => first,
);

function bash(ids: readonly string[]): string {
  // Two-word commands first: a pattern for the first word would match them as well.
  const rows = COMMANDS.toSorted((a, b) => commandWords(b).length - commandWords(a).length);
  const cases = rows.map(
    (row) => `    "${row.name} "*) words="${[...optionFlags(row), ...(takesConnector(row) ? ids : [])].join(' ')}" ;;`,
  );
  const groups = [...SECOND_WORDS].map(
    ([first, seconds]) => `    "2 ${first}") words="$words ${seconds.map(({ second }) => second).join(' ')}" ;;`,
  );
  return `# mapwright completion for bash: eval "$(mapwright completion bash)"
_mapwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]} " in
${cases.join('\n')}
  esac
  case "$COMP_CWORD \${COMP_WORDS[1]}" in
    "1 "*) words="${FIRST_WORDS.join(' ')} --help --version" ;;
${groups.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _mapwright mapwright
`;
}

const zsh = (ids: readonly string[]): string => `# mapwright completion for zsh: eval "$(mapwright completion zsh)"
autoload -U +X bashcompinit && bashcompinit
${bash(ids)}`;

const quoteWord = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

/** Returns the fish condition that the command line contains the command. */
const fishCondition = (row: Row): string =>
  commandWords(row)
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');

function fish(ids: readonly string[]): string {
  const firsts = FIRST_WORDS.map((word) => {
    const summary = COMMANDS.find(({ name }) => name === word)?.summary ?? GROUPS[word] ?? '';
    return `complete -c mapwright -n __fish_use_subcommand -a ${word} -d ${quoteWord(summary)}`;
  });
  const lines = COMMANDS.flatMap((row) => {
    const [first, second] = commandWords(row);
    const takes = (name: OptionName) => (getOption(name).kind === 'flag' ? '' : ' -r');
    return [
      ...(second === undefined
        ? []
        : [
            `complete -c mapwright -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoteWord(row.summary)}`,
          ]),
      ...optionNames(row).map(
        (name) =>
          `complete -c mapwright -n '${fishCondition(row)}' -l ${name}${takes(name)} -d ${quoteWord(getOption(name).summary)}`,
      ),
      ...(takesConnector(row)
        ? [`complete -c mapwright -n '${fishCondition(row)}' -a ${quoteWord(ids.join(' '))}`]
        : []),
    ];
  });
  return `# mapwright completion for fish: mapwright completion fish | source\n${[...firsts, ...lines].join('\n')}\n`;
}

const SHELLS: Readonly<Record<string, (ids: readonly string[]) => string>> = { bash, zsh, fish };

/** `completion`: prints a script that completes commands, options and connectors. Throws USAGE. */
export const completion: Act = async ({ args, terminal }) => {
  const [shell = ''] = args;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!script)
    throw engineError('USAGE', {
      problem: `unsupported shell "${shell}": use ${Object.keys(SHELLS).join(', ')}`,
    });
  await terminal.print(script(await listConnectorIds()));
  return EXIT.done;
};
