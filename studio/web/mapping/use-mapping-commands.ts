import { type Command, useCommands } from '../app/commands.ts';
import { useKeys } from '../app/keys.ts';
import { setQuery } from '../app/router.ts';
import { canSave, downloadManifest, downloadMap, reset, save, share } from './actions.ts';
import { focusExpression } from './expression-panel.tsx';
import { type MappingModel, moveTarget, nextProblem, selectItem, selectTarget } from './model.ts';
import type { OpenDialog } from './view.tsx';

type Show = (dialog: OpenDialog) => void;

function buildCommands(mapping: MappingModel, show: Show): Command[] {
  const { draft, targets } = mapping;
  const mapCommands: Omit<Command, 'group'>[] = [
    { title: 'Next problem', keys: '.', run: () => nextProblem(mapping) },
    { title: 'Edit expression', keys: 'Enter', run: focusExpression },
    { title: 'Undo', keys: 'Mod+z', run: draft.undo },
    { title: 'Redo', keys: 'Mod+Shift+z', run: draft.redo },
    { title: 'Reset to the default', run: () => reset(mapping) },
    { title: 'Copy a link that includes the manifest', run: () => void share(mapping) },
    { title: 'Save as test', run: () => show('save-test') },
    { title: 'Save as my map', run: () => show('save-map') },
    ...(mapping.place.setup ? [] : [{ title: 'Use in connection…', run: () => show('use-map') }]),
    ...(canSave(mapping) ? [{ title: 'Save', keys: 'Mod+s', run: () => void save(mapping) }] : []),
    { title: 'Export the map as a file', run: () => downloadMap(mapping) },
    { title: 'Download the manifest', run: () => downloadManifest(mapping) },
    { title: 'Show the record', run: () => setQuery({ view: '' }) },
    { title: 'Show output changes', run: () => setQuery({ view: 'changes' }) },
    { title: 'Show manifest diff', run: () => setQuery({ view: 'text' }) },
    { title: 'Keyboard shortcuts', keys: '?', run: () => show('help') },
  ];
  return [
    ...mapCommands.map((command) => ({ ...command, group: 'Map' })),
    ...targets.value.map(({ target }) => ({ title: target, group: 'Target', run: () => selectTarget(target) })),
  ];
}

/** Registers the shortcuts and commands of the mapping screen while it is mounted. */
export function useMappingCommands(mapping: MappingModel, show: Show): void {
  const { draft, itemIndex, targets } = mapping;
  useCommands(buildCommands(mapping, show), [mapping, targets.value]);
  const preventDefault = (act: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    act();
  };
  useKeys(
    {
      j: () => moveTarget(mapping, 1),
      k: () => moveTarget(mapping, -1),
      '.': () => nextProblem(mapping),
      '[': () => selectItem(Math.max(0, itemIndex.peek() - 1)),
      ']': () => selectItem(itemIndex.peek() + 1),
      '?': () => show('help'),
      Enter: (event) => {
        const { target } = event;
        if (target instanceof Element && target.closest('a, button, summary') && !target.closest('.targets')) return;
        preventDefault(focusExpression)(event);
      },
      'Mod+z': preventDefault(draft.undo),
      'Mod+Shift+z': preventDefault(draft.redo),
      'Mod+s': preventDefault(() => void save(mapping)),
    },
    [mapping],
  );
}
