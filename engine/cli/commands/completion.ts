import { engineError } from '../../errors/index.ts';
import { catalogueIds } from '../catalogue.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type OptionName, optionOf } from '../options.ts';
import { COMMANDS } from './index.ts';

type Row = (typeof COMMANDS)[number];

const named = (row: Row): OptionName[] => [...(row.requires ?? []), ...(row.options ?? [])];

const flags = (row: Row): string[] => [...named(row).map((name) => `--${name}`), '--help', '--no-color'];

const takesConnector = ({ arguments: [first] = [] }: Row): boolean => first?.form.includes('connector') === true;

function bash(ids: readonly string[]): string {
  const cases = COMMANDS.map(
    (row) => `    ${row.name}) words="${[...flags(row), ...(takesConnector(row) ? ids : [])].join(' ')}" ;;`,
  );
  return `# mapwright completion for bash: eval "$(mapwright completion bash)"
_mapwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${COMMANDS.map(({ name }) => name).join(' ')} --help --version" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${COMMANDS.map(({ name }) => name).join(' ')} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _mapwright mapwright
`;
}

const zsh = (ids: readonly string[]): string => `# mapwright completion for zsh: eval "$(mapwright completion zsh)"
autoload -U +X bashcompinit && bashcompinit
${bash(ids)}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

function fish(ids: readonly string[]): string {
  const lines = COMMANDS.flatMap((row) => [
    `complete -c mapwright -n __fish_use_subcommand -a ${row.name} -d ${quoted(row.summary)}`,
    ...named(row).map((name) => {
      const { kind, summary } = optionOf(name);
      const takes = kind === 'flag' ? '' : ' -r';
      return `complete -c mapwright -n '__fish_seen_subcommand_from ${row.name}' -l ${name}${takes} -d ${quoted(summary)}`;
    }),
    ...(takesConnector(row)
      ? [`complete -c mapwright -n '__fish_seen_subcommand_from ${row.name}' -a ${quoted(ids.join(' '))}`]
      : []),
  ]);
  return `# mapwright completion for fish: mapwright completion fish | source\n${lines.join('\n')}\n`;
}

const SHELLS: Readonly<Record<string, (ids: readonly string[]) => string>> = { bash, zsh, fish };

/** `completion`: a script that completes commands, options and connectors. Throws USAGE. */
export const completion: Act = async ({ args, terminal }) => {
  const [shell = ''] = args;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!script)
    throw engineError('USAGE', {
      problem: `there is no completion for "${shell}": choose ${Object.keys(SHELLS).join(', ')}`,
    });
  await terminal.print(script(await catalogueIds()));
  return EXIT.done;
};
