export { CaseKind } from './case-kind.ts';
export { CustomField } from './custom-field.ts';
export { CaseCategory } from './case-category.ts';
export { Priority } from './priority.ts';
export { Location } from './location.ts';
export { ReferenceList } from './reference-list.ts';
export { ReferenceItem } from './reference-item.ts';
export { Calendar } from './calendar.ts';
