import type { Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { MapSpec } from '../../manifest/index.ts';
import { compileEach, type MapOutcome } from '../../pipeline/map/index.ts';

/** Input of a map: an item, or one of its elements if the map has `each`. */
export interface MapInput {
  readonly value: Json;
  readonly scope: Bindings;
  /** Vendor's item that contains it. */
  readonly item: Json;
  /** Pointer (RFC 6901) within the item; null for a computed element. */
  readonly at: string | null;
}

type Reject = Extract<MapOutcome, { kind: 'reject' }>;

/** Returns the inputs that an item gives a map, or a reject if `each` fails. */
export type ListInputs = (item: Json, bindings: Bindings) => Promise<readonly MapInput[] | Reject>;

/** Compiles `each` of a map; without it, the only input is the item. Throws EXPRESSION_SYNTAX. */
export function createInputLister({ each: source }: MapSpec): ListInputs {
  if (source === undefined) return async (item, scope) => [{ value: item, scope, item, at: '' }];
  const each = compileEach(source);
  return async (item, bindings) => {
    const found = await each.of(item, bindings);
    if (found.kind === 'reject') return found;
    return found.elements.map((element, index) => ({
      value: element as Json,
      scope: found.scope,
      item,
      at: found.pointerTo(index) || null,
    }));
  };
}

/** Returns true for a failed `each`. */
export const isReject = (inputs: readonly MapInput[] | Reject): inputs is Reject => 'kind' in inputs;
