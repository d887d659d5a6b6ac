// What a run of tests came to: its counts, and which tests of real telephones and browsers passed only when they were run again.

/** So many tests may need a second try; with more the run has failed. */
export const mostUnsteady = 3;

/** The test files that may be run once more: they wait for audio and browsers, and a machine that stands still fails them. A property test never may. */
export const mayRunAgain = (results) => results.filter((file) => hasFailed(file) && /[/\\]tests[/\\]telephony[/\\]/.test(file.name) && !file.name.includes('.property.'));

/** The counts of Vitest's files, of which some were run again: the second run counts for them, and what only then passed is said. */
export function settled(first, again = []) {
  const second = new Map(again.map((file) => [file.name, file]));
  const files = first.map((file) => second.get(file.name) ?? file);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (wanted) => tests.filter(({ status }) => wanted(status)).length;
  return {
    passed: count((status) => status === 'passed'),
    failed: count((status) => status === 'failed') + files.filter((file) => hasFailed(file) && !file.assertionResults.some(isFailed)).length,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    unsteady: first.flatMap((file) => {
      const now = second.get(file.name);
      if (!now) return [];
      const passes = ({ fullName }) => now.assertionResults.some((each) => each.fullName === fullName && each.status === 'passed');
      const failed = file.assertionResults.filter(isFailed);
      if (failed.length === 0) return hasFailed(now) ? [] : [{ name: file.name, error: oneLine(file.message) }];
      return failed.filter(passes).map(({ fullName, failureMessages }) => ({ name: fullName, error: oneLine(failureMessages[0]) }));
    }),
  };
}

/** The same of Playwright's report, which tries again by itself. */
export function settledInBrowser({ stats, suites }) {
  const specs = specsOf(suites);
  const of = (wanted) => specs.filter(({ tests }) => tests.some(({ status }) => status === wanted));
  const firstError = ({ tests }) => oneLine(tests[0].results.find(({ error }) => error)?.error.message);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: of('skipped').map(({ title }) => title),
    unsteady: of('flaky').map((spec) => ({ name: spec.title, error: firstError(spec) })),
  };
}

const isFailed = ({ status }) => status === 'failed';
const hasFailed = ({ status, assertionResults }) => status === 'failed' || assertionResults.some(isFailed);
const specsOf = (suites = []) => suites.flatMap((suite) => [...specsOf(suite.suites), ...(suite.specs ?? [])]);
/** The first line of an error that says something, without colours. */
const oneLine = (message) =>
  (message ?? '')
    // eslint-disable-next-line no-control-regex
    .replaceAll(/\u001b\[\d+m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .find(Boolean) ?? 'no message';
