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
  listPassThroughStreams,
  listProducedEntities,
} from './entities.ts';
export { findFilterProblem } from './filter-syntax.ts';
export { fixManifest } from './fix.ts';
export { hasErrors, type Issue, invalidManifest } from './issue.ts';
export { findTargetField, requiredFields, type TargetField, targetFields } from './lint/targets.ts';
export { type ParsedManifest, parseManifest } from './parse.ts';
export { isSecretSetting, openSettings } from './secret-settings.ts';
export { checkSettings, fitsSetting } from './settings.ts';
export { formatSuggestion } from './suggestion.ts';
export { indexPositions } from './text.ts';
export type * from './types.generated.ts';
