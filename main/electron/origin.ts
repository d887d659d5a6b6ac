/** The scheme of our own pages. */
export const scheme = 'holdfast';
/** Where every page of the desk comes from; nothing else is ever loaded. */
export const origin = `${scheme}://desk`;

/** Whether a frame is our own page, and not a frame within it or a page of somebody else. */
export function isOurFrame(frame: { readonly origin: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === origin;
}
