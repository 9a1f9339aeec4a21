import { Dialog } from '../components/dialog.tsx';
import { Kbd } from '../components/kbd.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next target'],
  ['k', 'target before'],
  ['.', 'next problem'],
  ['Enter', 'edit the expression'],
  ['Escape', 'back to the targets'],
  ['[', 'item before'],
  [']', 'next item'],
  ['Mod+z', 'undo'],
  ['Mod+Shift+z', 'redo'],
  ['Mod+s', 'save'],
  ['Mod+k', 'commands'],
  ['?', 'this help'],
];

/** The keys of the mapping screen, and how to read it. */
export const Help = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <div class="dialog-body">
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <Kbd keys={keys} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        Rest on a target, and what it reads lights up in the sample. Rest on a value of the sample, and the targets that
        read it light up. What is dotted, no target reads: click it to add one.
      </p>
    </div>
  </Dialog>
);
