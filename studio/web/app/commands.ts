import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Entry of the command palette. */
export interface Command {
  readonly title: string;
  /** Category, displayed next to the title. */
  readonly group: string;
  readonly keys?: string;
  readonly run: () => void;
}

const sets = signal<ReadonlyMap<symbol, readonly Command[]>>(new Map());

/** Returns the commands of all mounted components, those of the innermost component first. */
export const listCommands = (): readonly Command[] => [...sets.value.values()].reverse().flat();

/** Adds `commands` to the palette while the component is mounted. */
export function useCommands(commands: readonly Command[], deps: readonly unknown[]): void {
  useEffect(() => {
    const key = Symbol();
    sets.value = new Map([...sets.peek(), [key, commands]]);
    return () => {
      sets.value = new Map([...sets.peek()].filter(([other]) => other !== key));
    };
  }, deps);
}

/** Scores a fuzzy match: higher is better, 0 when `text` does not contain the typed letters in order. */
function scoreMatch(typed: string, text: string): number {
  const [letters, target] = [typed.toLowerCase().replaceAll(' ', ''), text.toLowerCase()];
  if (target.includes(typed.toLowerCase())) return 1000 - target.indexOf(typed.toLowerCase());
  let [at, gaps] = [-1, 0];
  for (const letter of letters) {
    const next = target.indexOf(letter, at + 1);
    if (next < 0) return 0;
    gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, 500 - gaps);
}

/** Returns the commands that match the typed text, best match first. */
export const filterCommands = (commands: readonly Command[], typed: string): readonly Command[] =>
  typed.trim() === ''
    ? commands
    : commands
        .map((command) => ({ command, score: scoreMatch(typed.trim(), `${command.title} ${command.group}`) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .map(({ command }) => command);
