import { Dialog } from '../components/dialog.tsx';
import { Kbd } from '../components/kbd.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next target'],
  ['k', 'previous target'],
  ['.', 'next problem'],
  ['Enter', 'edit the expression'],
  ['Escape', 'return to the targets'],
  ['[', 'previous item'],
  [']', 'next item'],
  ['Mod+z', 'undo'],
  ['Mod+Shift+z', 'redo'],
  ['Mod+s', 'save'],
  ['Mod+k', 'commands'],
  ['?', 'this help'],
];

/** Dialog with the keyboard shortcuts of the mapping screen. */
export const Help = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keyboard shortcuts" onClose={onClose}>
    <div class="dialog-body">
      <dl class="keys">
        {KEYS.map(([keys, action]) => (
          <div key={keys}>
            <dt>
              <Kbd keys={keys} />
            </dt>
            <dd>{action}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        Hover over a target to highlight the values that it reads. Hover over a value of the sample to highlight the
        targets that read it. Dotted values are not read by any target: click one to add a target.
      </p>
    </div>
  </Dialog>
);
