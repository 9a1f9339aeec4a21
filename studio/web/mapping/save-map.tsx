import { useState } from 'preact/hooks';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Checkbox, Field, TextInput } from '../components/field.tsx';
import { describeOmitted, saveAsCustom } from './actions.ts';
import type { MappingModel } from './model.ts';
import { useInConnection } from './use-map.tsx';

interface SaveMapProps {
  readonly mapping: MappingModel;
  readonly onClose: () => void;
}

/** Returns a name that no other custom map has. */
function proposeName({ maps, map }: MappingModel): string {
  const taken = new Set(maps.map(({ name }) => name));
  const first = `My ${map} map`;
  for (let number = 2; ; number += 1) {
    const name = number === 2 ? first : `${first} ${number - 1}`;
    if (!taken.has(name)) return name;
  }
}

/** Dialog that saves the edited map as a new custom map, and can use it in the connection for which it is edited. */
export function SaveMap({ mapping, onClose }: SaveMapProps) {
  const { place, connection, map } = mapping;
  const [name, setName] = useState(() => proposeName(mapping));
  const user = place.setup?.title ?? connection?.name;
  const [isUsed, setIsUsed] = useState(user !== undefined);
  const [isBusy, setIsBusy] = useState(false);
  const omitted = describeOmitted(mapping);
  const submit = async () => {
    setIsBusy(true);
    const saved = await saveAsCustom(mapping, name);
    setIsBusy(false);
    if (!saved) return;
    onClose();
    showToast(`Saved ${saved.name}.`);
    if (isUsed && place.setup) place.setup.use(map, saved.id);
    else if (isUsed && connection) await useInConnection(connection, map, saved);
    place.open(map, saved.id);
  };
  return (
    <Dialog title="Save as my map" onClose={onClose}>
      <div class="dialog-body">
        <Field label="Name" required help="The default does not change. You can edit your map here at any time.">
          {(control) => <TextInput control={control} value={name} maxLength={100} onInput={setName} />}
        </Field>
        {user !== undefined && <Checkbox label={`Use it in ${user}`} on={isUsed} onChange={setIsUsed} />}
        {omitted !== '' && <p class="note">{omitted}</p>}
      </div>
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={isBusy || name.trim() === ''} onClick={() => void submit()}>
          Save as my map
        </Button>
      </footer>
    </Dialog>
  );
}
