import { useMemo } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Select } from '../components/select.tsx';
import { parsePointer } from './json-positions.ts';
import { addTarget, type MappingModel } from './model.ts';
import { listTargetFields } from './target-fields.ts';

const PLAIN = /^[A-Za-z_]\w*$/;

/** Converts a pointer into an item to the JSONata expression that reads it; list indexes become all elements. */
const pointerToExpression = (pointer: string): string =>
  parsePointer(pointer)
    .filter((part) => !/^(\d+|\*)$/.test(part))
    .map((part) => (PLAIN.test(part) ? part : `\`${part}\``))
    .join('.');

/** Returns the fields of the entity that the map does not fill yet. */
export function listFreeTargets({ live, draft, targets }: MappingModel): { value: string; title: string }[] {
  const mapped = new Set(targets.value.filter(({ expression }) => expression !== null).map(({ target }) => target));
  return listTargetFields(draft.text.value, live.good.value?.map?.entity ?? '')
    .filter(({ target }) => !mapped.has(target))
    .map(({ target }) => ({ value: target, title: target }));
}

/** Replaces the object of custom fields by a field in it that is named after the value. */
function offerTarget(target: string, pointer: string): { value: string; title: string }[] {
  if (target !== 'custom') return [{ value: target, title: target }];
  const name = parsePointer(pointer).findLast((part) => PLAIN.test(part));
  return name === undefined ? [] : [{ value: `custom.${name}`, title: `custom.${name}` }];
}

interface AddTargetProps {
  readonly mapping: MappingModel;
  /** Pointer into the item, to the value that no target reads. */
  readonly pointer: string;
  readonly onClose: () => void;
}

/** Form that adds a target for an unread value of the sample. */
export function AddTarget({ mapping, pointer, onClose }: AddTargetProps) {
  const expression = useMemo(() => pointerToExpression(pointer), [pointer]);
  const choices = listFreeTargets(mapping).flatMap(({ value }) => offerTarget(value, pointer));
  const add = (target: string) => {
    if (target !== '') addTarget(mapping, target, expression);
    onClose();
  };
  return (
    <section class="add-target" aria-label="Add target">
      <code title={`No target reads ${expression}`}>{expression}</code>
      <Icon name="arrow" />
      <Select label={`Target for ${expression}`} value="" placeholder="Add target…" choices={choices} onChange={add} />
      <span class="grow" />
      <Button kind="icon" label="Close" onClick={onClose}>
        <Icon name="close" />
      </Button>
    </section>
  );
}
