import type { Case } from '../case.ts';
import { createOnePageManifest } from '../manifests.ts';
import { body, items, status } from '../plays.ts';

const DEEP = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

/** Complete but wrong responses. None may count as an empty list. */
export const CONTENTS: readonly Case[] = [
  {
    name: 'a web page with status 200',
    fault: body('<!doctype html><p>Sign in', { 'content-type': 'text/html' }),
    outcome: { error: 'BODY_NOT_JSON', attempts: 1 },
    check: 'data BODY_NOT_JSON',
  },
  {
    name: 'a web page with the content type of JSON',
    fault: body('<html><form action="/login">'),
    outcome: { error: 'BODY_NOT_JSON' },
  },
  {
    name: 'an empty body with status 200',
    fault: body(''),
    outcome: { error: 'BODY_EMPTY' },
    check: 'data BODY_EMPTY',
  },
  { name: 'status 204 for the first page', fault: status(204), pages: [0], outcome: { stored: [] }, check: 'passed' },
  {
    name: 'status 204',
    fault: status(204),
    pages: [1],
    outcome: { stored: ['t1', 't2'], warnings: ['TOTAL_DIFFERS'] },
  },
  { name: 'status 304 for the first page', fault: status(304), pages: [0], outcome: { stored: [] } },
  { name: 'status 206', fault: status(206), outcome: { error: 'BODY_EMPTY' } },
  {
    name: 'an error in a 200',
    fault: body('{"error":"try later"}'),
    outcome: { error: 'RECORDS_MISSING', says: 'try later' },
    check: 'data RECORDS_MISSING',
  },
  { name: 'null for the list', fault: items('null'), outcome: { error: 'RECORDS_MISSING' } },
  { name: 'a missing list', fault: body('{"total":5}'), outcome: { error: 'RECORDS_MISSING' } },
  {
    name: 'an object for the list',
    fault: items('{"t3":{"id":"t3"}}'),
    outcome: { error: 'RECORDS_NOT_A_LIST' },
    check: 'data RECORDS_NOT_A_LIST',
  },
  { name: 'a string for the list', fault: items('"none"'), outcome: { error: 'RECORDS_NOT_A_LIST' } },
  { name: 'null for the page', fault: body('null'), outcome: { error: 'RECORDS_MISSING' } },
  { name: 'invalid JSON', fault: items('[{"id":"t3"},{id:"t4"}]'), outcome: { error: 'BODY_NOT_JSON' } },
  {
    name: 'the list twice',
    fault: body('{"total":5,"items":[{"id":"t8"}],"items":[{"id":"t9"}]}'),
    outcome: { error: 'RECORDS_REPEATED' },
  },
  {
    name: 'a page that nests 10,000 levels deep',
    fault: body(`{"deep":${DEEP},"items":[]}`),
    outcome: { error: 'PAGE_TOO_DEEP' },
  },
  {
    name: 'a byte order mark',
    manifest: createOnePageManifest(),
    fault: body(`\uFEFF{"items":[{"id":"t1"}]}`),
    on: 'GET /things',
    outcome: { stored: ['t1'] },
  },
  {
    name: 'an empty list where there is nothing',
    manifest: createOnePageManifest(),
    fault: body('{"items":[]}'),
    on: 'GET /things',
    outcome: { stored: [] },
  },
];
