import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Kbd } from '../components/kbd.tsx';
import { type Command, filterCommands, listCommands } from './commands.ts';

const open = signal(false);

export const openPalette = (): void => {
  open.value = true;
};

const MAX_RESULTS = 60;

function choose(command: Command | undefined): void {
  open.value = false;
  if (command) queueMicrotask(command.run);
}

const keyStep = (key: string): number => (key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0);

const Option = ({ command, at, active }: { command: Command; at: number; active: boolean }) => {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
    <div
      class="palette-option"
      ref={ref}
      id={`command-${at}`}
      role="option"
      aria-selected={active}
      onClick={() => choose(command)}
    >
      <span class="command-title">{command.title}</span>
      <span class="command-group">{command.group}</span>
      {command.keys && <Kbd keys={command.keys} />}
    </div>
  );
};

function Content() {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = filterCommands(listCommands(), typed).slice(0, MAX_RESULTS);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keyStep(event.key);
    if (step === 0 && event.key !== 'Enter') return;
    event.preventDefault();
    if (event.key === 'Enter') choose(found[at]);
    else setAt((at + step + found.length) % Math.max(1, found.length));
  };
  const onInput = (event: Event) => {
    setTyped((event.target as HTMLInputElement).value);
    setAt(0);
  };
  return (
    <>
      <input
        class="palette-input"
        type="text"
        role="combobox"
        aria-label="Search commands"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `command-${at}` : undefined}
        placeholder="Search commands, connectors and maps…"
        spellcheck={false}
        value={typed}
        onInput={onInput}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" class="palette-list" role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <Option key={`${command.group}/${command.title}`} command={command} at={index} active={index === at} />
        ))}
      </div>
      {found.length === 0 && <p class="palette-none">No matching command. Try “map”, “theme” or “share”.</p>}
    </>
  );
}

/** Command palette: a dialog that filters all commands of the current screen while you type. */
export function Palette() {
  const ref = useRef<HTMLDialogElement>(null);
  const isOpen = open.value;
  useEffect(() => {
    if (isOpen) ref.current?.showModal();
    else ref.current?.close();
  }, [isOpen]);
  const onClick = (event: MouseEvent) => {
    if (event.target === ref.current) open.value = false;
  };
  const onClose = () => {
    open.value = false;
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop closes the dialog; Escape is native
    <dialog ref={ref} class="palette" aria-label="Commands" onClose={onClose} onClick={onClick}>
      {isOpen && <Content />}
    </dialog>
  );
}
