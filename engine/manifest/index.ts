export { formatSuggestion } from '../base/suggestion/index.ts';
export { findDuplicatePolicy } from './duplicates.ts';
export {
  BUILT_IN,
  BUILT_IN_NAMES,
  type BuiltInEntity,
  type Entity,
  findEntity,
  isBuiltIn,
  isConstant,
  listEntities,
  listPassThroughs,
  listProducedEntities,
  type PassThrough,
} from './entities.ts';
export { type FilterIssue, findFilterIssues, findFilterProblem } from './filter-syntax.ts';
export { fixManifest } from './fix.ts';
export { hasErrors, type Issue, invalidManifest } from './issue.ts';
export { findTargetField, requiredFields, type TargetField, targetFields } from './lint/targets.ts';
export { findMapEnum, type LocatedEnum, listMapEnums } from './map-enums.ts';
export { type ParsedManifest, parseManifest } from './parse.ts';
export { RENAMABLE, type RenamableSection, type Rename, renameEntry } from './rename.ts';
export { resolveStream } from './resolve-stream.ts';
export {
  isSecretSetting,
  listRotatedFields,
  listSecretFields,
  mapSecrets,
  mergeSecrets,
  openSettings,
  pickSecrets,
  splitSettingPath,
} from './secret-settings.ts';
export {
  findChoice,
  findDiscriminator,
  listActivePaths,
  listPropertyNames,
  listPropertySchemas,
  listSchemasAt,
  listSettingPaths,
  nameChoice,
} from './setting-groups.ts';
export {
  findSetting,
  flattenSettings,
  formatSetting,
  isGroup,
  type SettingValue,
  type SettingValues,
  setSetting,
} from './setting-values.ts';
export { checkSettings, fitsSetting } from './settings.ts';
export { findJsonDefect, indexPositions, positionAt, readManifestText } from './text.ts';
export type * from './types.generated.ts';
