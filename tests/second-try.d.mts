export interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
}
export interface Settled {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  readonly unsteady: readonly { readonly name: string; readonly error: string }[];
}
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string; readonly results: readonly { readonly error?: { readonly message: string } }[] }[];
  }[];
}
export const mostUnsteady: number;
export function mayRunAgain(results: readonly TestFile[]): readonly TestFile[];
export function settled(first: readonly TestFile[], again?: readonly TestFile[]): Settled;
export function settledInBrowser(report: {
  readonly stats: { readonly expected: number; readonly flaky: number; readonly unexpected: number };
  readonly suites: readonly Suite[];
}): Settled;
