import type { ArgumentRow } from '../../command.ts';
import type { OptionName } from '../../options.ts';
import { defineCommand } from '../row.ts';

const MAP: ArgumentRow = {
  form: '<map>',
  summary: "a map of yours by its name or id, or a connector's own as <connector>/<map>",
};
const STORE: readonly OptionName[] = ['store', 'json'];

/** What is done with transform maps. */
export const MAP_COMMANDS = [
  defineCommand({
    name: 'map list',
    summary: "the connectors' own maps, which are read-only, and yours",
    arguments: [{ form: '[connector...]', summary: 'ids of the catalogue, or paths of manifests; all when absent' }],
    options: STORE,
    load: async () => (await import('./list.ts')).list,
  }),
  defineCommand({
    name: 'map show',
    summary: 'one map, as JSON that map edit takes',
    arguments: [MAP],
    options: STORE,
    load: async () => (await import('./show.ts')).show,
  }),
  defineCommand({
    name: 'map clone',
    summary: 'a copy of a map under a name of your own, to be changed',
    arguments: [MAP],
    requires: ['name'],
    options: ['spec', ...STORE],
    examples: ['mapwright map clone ./my-connector/finding --name my-findings'],
    load: async () => (await import('./clone.ts')).clone,
  }),
  defineCommand({
    name: 'map edit',
    summary: 'put another spec in place of a clone, checked against the connector and the records',
    arguments: [MAP],
    options: ['spec', ...STORE],
    examples: [
      'mapwright map show my-findings > my-findings.json',
      'mapwright map edit my-findings --spec my-findings.json',
    ],
    load: async () => (await import('./edit.ts')).edit,
  }),
  defineCommand({
    name: 'map diff',
    summary: 'what comes out differently with a map than with another, over samples; exit 1 when something does',
    arguments: [MAP],
    options: ['with', 'samples', 'spec', ...STORE],
    examples: [
      'mapwright map diff my-findings',
      'mapwright map diff my-findings --spec changed.json --samples page.json',
    ],
    load: async () => (await import('./diff.ts')).diff,
  }),
  defineCommand({
    name: 'map delete',
    summary: 'delete a clone that no connection uses',
    arguments: [MAP],
    options: STORE,
    load: async () => (await import('./delete.ts')).remove,
  }),
] as const;
