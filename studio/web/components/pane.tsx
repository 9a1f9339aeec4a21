import { type Signal, signal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

import './pane.css';

interface PaneControl {
  readonly isMaximized: boolean;
  readonly toggle: () => void;
}

const Control = createContext<PaneControl | undefined>(undefined);

interface PaneProps {
  readonly id: string;
  /** Id of the pane that fills its container; '' when none does. */
  readonly maximized: Signal<string>;
  readonly children: ComponentChildren;
}

/** Part of a screen that can fill its container. The header of its panel contains the button. */
export function Pane({ id, maximized, children }: PaneProps) {
  const isMaximized = maximized.value === id;
  const control = useMemo(
    () => ({
      isMaximized,
      toggle: () => {
        maximized.value = isMaximized ? '' : id;
      },
    }),
    [id, isMaximized, maximized],
  );
  return (
    <Control.Provider value={control}>
      <div class={`pane pane-${id}`} hidden={maximized.value !== '' && !isMaximized}>
        {children}
      </div>
    </Control.Provider>
  );
}

/** Button of a panel that maximizes its pane; absent outside of panes. */
export function MaximizeButton({ title }: { readonly title: string }) {
  const control = useContext(Control);
  if (!control) return null;
  const { isMaximized, toggle } = control;
  return (
    <Button kind="icon" label={isMaximized ? 'Restore the layout' : `Maximize ${title}`} onClick={toggle}>
      <Icon name={isMaximized ? 'minimize' : 'maximize'} />
    </Button>
  );
}

/** Number that is stored for this browser. A stored value outside of the range is ignored. */
export function createStoredSize(
  key: string,
  { initial, min, max }: Readonly<Record<'initial' | 'min' | 'max', number>>,
) {
  const stored = Number(localStorage.getItem(key) ?? Number.NaN);
  const size = signal(stored >= min && stored <= max ? stored : initial);
  const stop = size.subscribe((value) => {
    if (value === initial) localStorage.removeItem(key);
    else localStorage.setItem(key, String(value));
  });
  return { size, stop };
}
