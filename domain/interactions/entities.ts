export { Interaction } from './interaction.ts';
