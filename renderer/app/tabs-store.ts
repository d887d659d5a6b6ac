import * as z from 'zod';

/** What a window remembers of its tabs: addresses only, names are asked for. */
export const tabsSchema = z.object({ open: z.array(z.string().max(200)).max(30), current: z.string().max(300) });
export type TabsState = z.output<typeof tabsSchema>;

export const noTabs: TabsState = { open: [], current: '/cases' };
const most = 12;

/** The tabs after a record was opened: it keeps its place if it has one, and the oldest make room. */
export function opened({ open }: TabsState, path: string, isRecord: boolean): TabsState {
  const next = !isRecord || open.includes(path) ? open : [...open, path].slice(-most);
  return { open: next, current: path };
}

/** The tabs after one was closed, and the address to go to: its neighbour, if it was the one in sight. */
export function closed(state: TabsState, path: string): { readonly state: TabsState; readonly goTo: string | null } {
  const place = state.open.indexOf(path);
  const open = state.open.filter((other) => other !== path);
  if (state.current !== path) return { state: { ...state, open }, goTo: null };
  const goTo = open[place] ?? open[place - 1] ?? `/${path.split('/')[1] ?? 'cases'}`;
  return { state: { open, current: goTo }, goTo };
}

/** The tabs after one was taken to another's place. */
export function moved(state: TabsState, path: string, to: number): TabsState {
  const open = state.open.filter((other) => other !== path);
  open.splice(Math.min(Math.max(to, 0), open.length), 0, path);
  return { ...state, open };
}
