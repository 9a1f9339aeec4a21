export { fixManifest } from './fix.ts';
export { hasErrors, type Issue, invalidManifest } from './issue.ts';
export { fieldsOf, requiredOf, type TargetField } from './lint/targets.ts';
export { didYouMean } from './meant.ts';
export { filterProblem } from './odata.ts';
export { type ParsedManifest, parseManifest } from './parse.ts';
export { checkSettings, fitsSetting } from './settings.ts';
export { placesIn } from './text.ts';
export type * from './types.generated.ts';
