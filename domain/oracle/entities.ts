export { ComponentFamily } from './component-family.ts';
export { ComponentChapter } from './component-chapter.ts';
export { ComponentTemplate } from './component-template.ts';
export { ComponentExample } from './component-example.ts';
export { ComponentTag } from './component-tag.ts';
export { ComponentLineage } from './component-lineage.ts';
export { Canvas } from './canvas.ts';
