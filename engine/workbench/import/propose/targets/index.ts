import type { Json, JsonObject } from '../../../../base/json/index.ts';
import { formatPath } from '../../names.ts';
import type { Proposal } from '../../proposal.ts';
import type { SchemaView } from '../../shape/schema-view.ts';
import { proposeKey } from '../key.ts';
import { type ProposedEnum, proposeEnum } from './enums.ts';
import type { Conversion } from './formats.ts';
import { listMembers, type Member } from './members.ts';
import { PARENT_NAMES, TARGET_ROWS, type TargetRow } from './rows.ts';

export type { ProposedEnum } from './enums.ts';

/** Proposed field of a map. */
export interface ProposedField {
  readonly target: string;
  /** JSONata over the item. */
  readonly value: string;
  readonly as?: Conversion;
  readonly identity?: true;
  readonly enum?: string;
}

/** Proposed map: its fields, by target, and the enums that they use. */
export interface ProposedMap {
  readonly fields: readonly Proposal<ProposedField>[];
  readonly enums: Readonly<Record<string, ProposedEnum>>;
}

export interface MapEvidence {
  /** Schema of the items. */
  readonly item: JsonObject;
  readonly items: readonly Json[];
  readonly view: SchemaView;
  /** Noun of the list. */
  readonly noun: string;
}

interface Match {
  readonly member: Member;
  readonly conversion: Conversion | '';
  readonly isByName: boolean;
}

function findMatch(row: TargetRow, members: readonly Member[], used: ReadonlySet<Member>): Match | undefined {
  const free = members.filter((member) => row.isShared || !used.has(member));
  const named = row.names.flatMap((name) => free.filter((member) => member.name === name || member.fullName === name));
  for (const member of named) {
    const conversion = row.fit(member);
    if (conversion !== undefined) return { member, conversion, isByName: true };
  }
  const member = row.byValue && free.find((one) => row.byValue?.(one) && row.fit(one) !== undefined);
  return member && { member, conversion: row.fit(member) ?? '', isByName: false };
}

const toField = (target: string, { member, conversion }: Match, enumName?: string): ProposedField => ({
  target,
  value: formatPath(member.path),
  ...(conversion === '' ? {} : { as: conversion }),
  ...(enumName === undefined ? {} : { enum: enumName }),
});

/** A field that no member fits: a constant, so that the map is valid. */
const missing = (target: string, value: string): Proposal<ProposedField> => ({
  value: { target, value },
  confidence: 'low',
  reason: 'the lack of a fitting member: replace this constant',
});

function proposeByRows(rows: readonly TargetRow[], members: readonly Member[]): ProposedMap {
  const used = new Set<Member>();
  const fields: Proposal<ProposedField>[] = [];
  const enums: Record<string, ProposedEnum> = {};
  for (const row of rows) {
    const match = findMatch(row, members, used);
    if (match === undefined) continue;
    const proposed = row.enum && proposeEnum(row.enum, match.member.values, match.member.schema);
    if (proposed && Object.keys(proposed.values).length === 0) continue;
    used.add(match.member);
    if (row.enum && proposed) enums[row.enum] = proposed;
    const path = formatPath(match.member.path);
    const isFirst = row.names.indexOf(match.member.name) < 3;
    fields.push({
      value: toField(row.target, match, row.enum),
      confidence: !match.isByName || isFirst ? 'high' : 'medium',
      reason: match.isByName ? `the name ${path}` : `the values of ${path}`,
    });
  }
  return { fields, enums };
}

function proposeIdentity(target: string, { item, items, view, noun }: MapEvidence): Proposal<ProposedField> {
  const key = proposeKey(item, { noun, view, items });
  if (key === undefined)
    return {
      value: { target, value: '$string($)', identity: true },
      confidence: 'low',
      reason: 'the lack of a member that identifies an item: the whole item does',
    };
  return { ...key, value: { target, value: formatPath([key.value]), identity: true, as: 'string' } };
}

const ASSET_TYPES: readonly (readonly [target: string, type: string])[] = [
  ['repoUrl', 'CODE_REPO'],
  ['ipAddresses', 'HOST'],
  ['operatingSystem', 'HOST'],
  ['fqdn', 'HOST'],
  ['webAppUrl', 'WEB_APPLICATION'],
];

/** Proposes the type of an asset from the fields that were found. */
const findAssetType = (fields: readonly Proposal<ProposedField>[]): string =>
  ASSET_TYPES.find(([target]) => fields.some(({ value }) => value.target === target))?.[1] ?? 'GENERIC_APPLICATION';

function proposeAsset(evidence: MapEvidence): ProposedMap {
  const { fields, enums } = proposeByRows(TARGET_ROWS.asset, listMembers(evidence.item, evidence.items, evidence.view));
  const identity = proposeIdentity('externalAssetId', evidence);
  const type = findAssetType(fields);
  const isNamed = fields.some(({ value }) => value.target === 'assetDetail.name');
  const { identity: _, ...name } = { ...identity.value, target: 'assetDetail.name' };
  return {
    fields: [
      identity,
      {
        value: { target: 'assetType', value: `'${type}'` },
        confidence: type === 'GENERIC_APPLICATION' ? 'low' : 'medium',
        reason: 'the fields that were found',
      },
      ...fields,
      ...(isNamed ? [] : [{ value: name, confidence: 'low' as const, reason: 'the key, as no member is a name' }]),
    ],
    enums,
  };
}

function proposeParent(members: readonly Member[]): Proposal<ProposedField> {
  const member = PARENT_NAMES.flatMap((name) =>
    members.filter((one) => !one.isList && (one.name === name || one.fullName === name)),
  )[0];
  const target = 'externalAssetId';
  if (member === undefined) return missing(target, "'unknown'");
  const path = formatPath(member.path);
  return {
    value: { target, value: path, as: 'string' },
    confidence: /id$/.test(member.name) ? 'high' : 'medium',
    reason: `the name ${path}`,
  };
}

function proposeFinding(evidence: MapEvidence): ProposedMap {
  const members = listMembers(evidence.item, evidence.items, evidence.view);
  const { fields, enums } = proposeByRows(TARGET_ROWS.finding, members);
  const identity = proposeIdentity('externalFindingId', evidence);
  const has = (target: string) => fields.some(({ value }) => value.target === target);
  const { identity: _, ...name } = { ...identity.value, target: 'name' };
  return {
    fields: [
      identity,
      proposeParent(members),
      ...fields,
      ...(has('name') ? [] : [{ value: name, confidence: 'low' as const, reason: 'the key, as no member is a name' }]),
      ...(has('severity') ? [] : [missing('severity', '3')]),
      ...(has('findingStatus') ? [] : [missing('findingStatus', "'ACTIVE'")]),
    ],
    enums,
  };
}

/** Proposes the fields of a map to assets or findings from the names and the values of items. */
export const proposeMap = (entity: 'asset' | 'finding', evidence: MapEvidence): ProposedMap =>
  entity === 'asset' ? proposeAsset(evidence) : proposeFinding(evidence);
