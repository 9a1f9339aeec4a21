import { useMemo } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Select } from '../components/select.tsx';
import { listFields } from './entity-fields.ts';
import { parsePointer } from './json-positions.ts';
import { addTarget, type MappingModel } from './model.ts';

const PLAIN = /^[A-Za-z_]\w*$/;

/** A pointer into an item → the JSONata that reads it (of every element, where it goes through a list). */
const pointerToExpression = (pointer: string): string =>
  parsePointer(pointer)
    .filter((part) => !/^(\d+|\*)$/.test(part))
    .map((part) => (PLAIN.test(part) ? part : `\`${part}\``))
    .join('.');

/** The fields that the map does not fill yet. */
export function listFreeTargets({ live, targets }: MappingModel): { value: string; title: string }[] {
  const taken = new Set(targets.value.filter(({ expression }) => expression !== null).map(({ target }) => target));
  return listFields(live.good.value?.map?.entity ?? '')
    .filter(({ target }) => !taken.has(target))
    .map(({ target }) => ({ value: target, title: target }));
}

interface AddTargetProps {
  readonly mapping: MappingModel;
  /** The leaf that nothing reads, into the item. */
  readonly pointer: string;
  readonly onClose: () => void;
}

/** Asks which target should read a leaf. */
export function AddTarget({ mapping, pointer, onClose }: AddTargetProps) {
  const expression = useMemo(() => pointerToExpression(pointer), [pointer]);
  const add = (target: string) => {
    if (target !== '') addTarget(mapping, target, expression);
    onClose();
  };
  return (
    <section class="add-target" aria-label="Add target">
      <code title={`No target reads ${expression}`}>{expression}</code>
      <Icon name="arrow" />
      <Select
        label={`Target for ${expression}`}
        value=""
        placeholder="Add target…"
        choices={listFreeTargets(mapping)}
        onChange={add}
      />
      <span class="grow" />
      <Button kind="icon" label="Close" onClick={onClose}>
        <Icon name="close" />
      </Button>
    </section>
  );
}
