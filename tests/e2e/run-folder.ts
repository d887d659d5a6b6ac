import { openRunFolder } from '../support/run-folder.ts';

/** Gives the homes of a run one place, and takes it away after the last test. */
const setUp = (): (() => void) => openRunFolder().remove;
// eslint-disable-next-line import/no-default-export -- Playwright asks for one
export default setUp;
