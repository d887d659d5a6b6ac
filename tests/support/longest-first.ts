import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, of which none may be left over when all others are done. */
const longest = ['tests/sync/convergence', 'tests/sync/kill', 'tests/sync/real-input', 'tests/telephony/softphone', 'tests/hub/backup', 'tests/hub/lifecycle'];

/** Begins with the longest files, on a machine too that has run none of them yet. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.includes(name));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
