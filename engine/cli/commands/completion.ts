import { engineError } from '../../errors/index.ts';
import { catalogueIds } from '../catalogue.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { COMMANDS } from './index.ts';

const flags = (row: (typeof COMMANDS)[number]): string[] =>
  [...(row.requires ?? []), ...(row.options ?? [])].map((name) => `--${name}`);

function bash(ids: readonly string[]): string {
  const cases = COMMANDS.map(
    (row) => `    ${row.name}) words="${[...flags(row), '--help', ...(row.arguments ? ids : [])].join(' ')}" ;;`,
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
    ...flags(row).map(
      (flag) => `complete -c mapwright -n '__fish_seen_subcommand_from ${row.name}' -l ${flag.slice(2)}`,
    ),
    ...(row.arguments
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
