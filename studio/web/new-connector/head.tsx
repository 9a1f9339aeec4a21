import { useCommands } from '../app/commands.ts';
import { useKeys } from '../app/keys.ts';
import { ScreenHead } from '../app/shell.tsx';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { formatCount } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { canSave, countErrors, downloadCases, downloadManifest, saveConnector, showProblems } from './actions.ts';
import type { DraftModel } from './model.ts';

/** Result of the validation; a click shows the problems. */
function Validity({ model }: { readonly model: DraftModel }) {
  const problems = model.problems.value;
  const errors = countErrors(problems);
  const warnings = problems.length - errors;
  if (problems.length === 0) return <Chip tone="ok">✓ valid</Chip>;
  const counts = [errors > 0 && formatCount(errors, 'error'), warnings > 0 && formatCount(warnings, 'warning')];
  return <Chip tone={errors > 0 ? 'bad' : 'warn'}>{counts.filter(Boolean).join(', ')}</Chip>;
}

function UndoButtons({ model: { draft } }: { readonly model: DraftModel }) {
  return (
    <>
      <Button kind="icon" label="Undo" disabled={!draft.canUndo.value} onClick={draft.undo}>
        <Icon name="undo" />
      </Button>
      <Button kind="icon" label="Redo" disabled={!draft.canRedo.value} onClick={draft.redo}>
        <Icon name="redo" />
      </Button>
    </>
  );
}

const prevent = (act: () => void) => (event: KeyboardEvent) => {
  event.preventDefault();
  act();
};

/** Shortcuts and commands of the draft. */
function useDraftCommands(model: DraftModel, onDiscard: () => void): void {
  const { draft } = model;
  const finish = () => (canSave() ? void saveConnector(model) : downloadManifest(model));
  useKeys(
    {
      'Mod+s': prevent(finish),
      'Mod+z': prevent(draft.undo),
      'Mod+Shift+z': prevent(draft.redo),
      'Mod+y': prevent(draft.redo),
    },
    [model],
  );
  useCommands(
    [
      { title: 'Validate', group: 'New connector', run: () => showProblems(model) },
      { title: 'Undo', group: 'New connector', keys: 'Mod+z', run: draft.undo },
      { title: 'Redo', group: 'New connector', keys: 'Mod+Shift+z', run: draft.redo },
      { title: canSave() ? 'Save' : 'Download', group: 'New connector', keys: 'Mod+s', run: finish },
      { title: 'Discard the draft', group: 'New connector', run: onDiscard },
    ],
    [model, canSave()],
  );
}

interface HeadProps {
  readonly model: DraftModel;
  readonly onDiscard: () => void;
}

/** Header of a draft: its title, its validity and the actions. */
export function Head({ model, onDiscard }: HeadProps) {
  useDraftCommands(model, onDiscard);
  const title = model.content.value['title'];
  return (
    <ScreenHead>
      <div class="crumbs">
        <h1>{typeof title === 'string' && title !== '' ? title : 'New connector'}</h1>
      </div>
      <Chip>draft</Chip>
      <Validity model={model} />
      <span class="grow" />
      <UndoButtons model={model} />
      <Button kind="quiet" onClick={onDiscard}>
        Discard
      </Button>
      <Button onClick={() => showProblems(model)}>Validate</Button>
      {model.cases.value.length > 0 && !canSave() && (
        <Button
          onClick={() => downloadCases(model)}
          title="Recorded cases, for the folder recordings/ beside the manifest"
        >
          <Icon name="download" /> {model.cases.value.length === 1 ? 'Case' : 'Cases'}
        </Button>
      )}
      <Button kind={canSave() ? 'plain' : 'primary'} onClick={() => downloadManifest(model)}>
        <Icon name="download" /> Download
      </Button>
      {canSave() && (
        <Button kind="primary" onClick={() => void saveConnector(model)}>
          <Icon name="save" /> Save
        </Button>
      )}
    </ScreenHead>
  );
}
