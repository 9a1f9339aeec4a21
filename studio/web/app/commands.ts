import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Something that the palette offers. */
export interface Command {
  readonly title: string;
  /** What it belongs to, shown beside it. */
  readonly group: string;
  readonly keys?: string;
  readonly run: () => void;
}

const sets = signal<ReadonlyMap<symbol, readonly Command[]>>(new Map());

/** Every command of what is on the screen, those of the innermost part first. */
export const listCommands = (): readonly Command[] => [...sets.value.values()].reverse().flat();

/** Offers `commands` in the palette as long as the component is there. */
export function useCommands(commands: readonly Command[], deps: readonly unknown[]): void {
  useEffect(() => {
    const key = Symbol();
    sets.value = new Map([...sets.peek(), [key, commands]]);
    return () => {
      sets.value = new Map([...sets.peek()].filter(([other]) => other !== key));
    };
  }, deps);
}

/** How well `text` answers to what was typed: its letters in order; 0 when they are not all there. */
function scoreMatch(typed: string, text: string): number {
  const [want, have] = [typed.toLowerCase().replaceAll(' ', ''), text.toLowerCase()];
  if (have.includes(typed.toLowerCase())) return 1000 - have.indexOf(typed.toLowerCase());
  let [at, gaps] = [-1, 0];
  for (const letter of want) {
    const next = have.indexOf(letter, at + 1);
    if (next < 0) return 0;
    gaps += next - at - 1;
    at = next;
  }
  return Math.max(1, 500 - gaps);
}

/** The commands that answer to what was typed, best first. */
export const filterCommands = (commands: readonly Command[], typed: string): readonly Command[] =>
  typed.trim() === ''
    ? commands
    : commands
        .map((command) => ({ command, score: scoreMatch(typed.trim(), `${command.title} ${command.group}`) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .map(({ command }) => command);
