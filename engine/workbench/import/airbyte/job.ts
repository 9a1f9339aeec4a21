import type { JsonObject } from '../../../base/json/index.ts';
import { type Component, findComponent, findText, getType, listTexts } from './component.ts';
import { writePath } from './jinja/code.ts';
import { type Found, locate } from './locations.ts';
import { refuse } from './untranslatable.ts';

/** Environment of a job: builds the request of one of its steps. */
export interface JobContext {
  readonly buildRequest: (
    requester: Component,
    names: Readonly<Record<string, (steps: readonly (string | number)[]) => Found>>,
    isSplit: boolean,
  ) => JsonObject;
}

/** Names of the responses of earlier steps. */
const captured = (name: string) => (steps: readonly (string | number)[]) => locate(['job', name, ...steps]);

const CREATED = { creation_response: captured('creation') };
const POLLED = { ...CREATED, polling_response: captured('polling') };

/** Expression of a path in a response. */
function readPath(extractor: Component | undefined, what: string): string {
  if (!extractor) return refuse(`"${what}" is missing`);
  if (getType(extractor) !== 'DpathExtractor')
    refuse(`the component ${getType(extractor)} is not supported as "${what}"`);
  const steps = listTexts(extractor, 'field_path');
  if (steps.some((step) => step.includes('*') || step.includes('{{'))) refuse(`the path of "${what}" is not plain`);
  return writePath('', steps);
}

const STATES: Readonly<Record<string, string>> = {
  running: 'pending',
  completed: 'done',
  failed: 'failed',
  timeout: 'failed',
  skipped: 'done',
};

function translateStates(retriever: Component): JsonObject {
  const mapping = findComponent(retriever, 'status_mapping') ?? refuse('"status_mapping" is missing');
  return Object.fromEntries(
    Object.entries(STATES).flatMap(([key, state]) => listTexts(mapping, key).map((status) => [status, state])),
  ) as JsonObject;
}

const translateTimeout = (retriever: Component): JsonObject => {
  const minutes = Number(findText(retriever, 'polling_job_timeout') ?? 15);
  return { timeout: Number.isFinite(minutes) && minutes > 0 ? `PT${minutes}M` : 'PT15M' };
};

const optional = (key: string, value: JsonObject | undefined): JsonObject =>
  value === undefined ? {} : { [key]: value };

/** Translates an asynchronous retriever to a job. Fails for one without a counterpart. */
export function planJob(retriever: Component, { buildRequest }: JobContext): JsonObject {
  const requester = (key: string): Component => findComponent(retriever, key) ?? refuse(`"${key}" is missing`);
  if (findComponent(retriever, 'download_paginator')) refuse('the files of the job are paged');
  const status = readPath(findComponent(retriever, 'status_extractor'), 'status_extractor');
  const targets = findComponent(retriever, 'download_target_extractor');
  const targetRequester = findComponent(retriever, 'download_target_requester');
  const path = targets ? readPath(targets, 'download_target_extractor') : undefined;
  const response = targetRequester ? 'targets' : 'polling';
  const step = (key: string, names: typeof POLLED | typeof CREATED) => {
    const component = findComponent(retriever, key);
    return component ? buildRequest(component, names, false) : undefined;
  };
  const file = { ...POLLED, download_target: () => locate(['file'], 'string', false) };
  return {
    create: { request: buildRequest(requester('creation_requester'), {}, true), capture: { creation: '$' } },
    poll: {
      request: buildRequest(requester('polling_requester'), CREATED, false),
      status,
      states: translateStates(retriever),
      capture: { polling: '$' },
      ...translateTimeout(retriever),
    },
    ...(targetRequester
      ? { result: { request: buildRequest(targetRequester, POLLED, false), capture: { targets: '$' } } }
      : {}),
    files: {
      ...(path === undefined ? {} : { list: path === '$' ? `job.${response}` : `job.${response}.${path}` }),
      request: buildRequest(requester('download_requester'), file, false),
    },
    ...optional('delete', step('delete_requester', POLLED)),
    ...optional('abort', step('abort_requester', CREATED)),
  };
}
