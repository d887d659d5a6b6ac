import type { AnyRow } from '#domain/kernel/entity.ts';

/** A row with its place among its siblings. */
export interface Node {
  readonly row: AnyRow;
  readonly parentId: string | null;
  readonly depth: number;
  readonly children: readonly Node[];
}

/** Where a row goes: under which parent, and the order of the siblings there. */
export interface Move {
  readonly id: string;
  readonly parentId: string | null;
  readonly siblings: readonly string[];
}

export type Direction = 'down' | 'in' | 'out' | 'up';

/** Rows as a tree in their order; what lies under nothing that is here lies at the top. */
export function treeOf(rows: readonly AnyRow[], orderOf: (row: AnyRow) => number, titleOf: (row: AnyRow) => string): readonly Node[] {
  const ids = new Set(rows.map(({ id }) => id));
  const above = (row: AnyRow): string | null => (typeof row['parentId'] === 'string' && ids.has(row['parentId']) ? row['parentId'] : null);
  const below = Map.groupBy(rows, above);
  const level = (parentId: string | null, depth: number): readonly Node[] =>
    (below.get(parentId) ?? [])
      .toSorted((one, other) => orderOf(one) - orderOf(other) || titleOf(one).localeCompare(titleOf(other)))
      .map((row) => ({ row, parentId, depth, children: level(row.id, depth + 1) }));
  return level(null, 0);
}

/** The nodes that are seen, from top to bottom. */
export const shownOf = (nodes: readonly Node[], shut: ReadonlySet<string>): readonly Node[] =>
  nodes.flatMap((node) => [node, ...(shut.has(node.row.id) ? [] : shownOf(node.children, shut))]);

const all = (nodes: readonly Node[]): readonly Node[] => nodes.flatMap((node) => [node, ...all(node.children)]);
const find = (nodes: readonly Node[], id: string): Node | undefined => all(nodes).find(({ row }) => row.id === id);
const levelOf = (nodes: readonly Node[], parentId: string | null): readonly string[] =>
  (parentId === null ? nodes : (find(nodes, parentId)?.children ?? [])).map(({ row }) => row.id);

/** What one step makes of a row; null where there is no such step. `isFlat` knows one level only. */
export function stepped(nodes: readonly Node[], id: string, direction: Direction, isFlat: boolean): Move | null {
  const node = find(nodes, id);
  if (!node) return null;
  const { parentId } = node;
  const level = levelOf(nodes, parentId);
  const place = level.indexOf(id);
  if (direction === 'up' || direction === 'down') {
    const other = place + (direction === 'up' ? -1 : 1);
    return level[other] === undefined ? null : { id, parentId, siblings: level.with(place, level[other]).with(other, id) };
  }
  if (isFlat) return null;
  if (direction === 'in') {
    const above = level[place - 1];
    return above === undefined ? null : { id, parentId: above, siblings: [...levelOf(nodes, above), id] };
  }
  const parent = parentId === null ? undefined : find(nodes, parentId);
  if (!parent) return null;
  const outer = levelOf(nodes, parent.parentId);
  return { id, parentId: parent.parentId, siblings: outer.toSpliced(outer.indexOf(parent.row.id) + 1, 0, id) };
}

/** What dropping a row before, after or into another makes of it; null where it would lie under itself. */
export function dropped(nodes: readonly Node[], id: string, onto: string, where: 'after' | 'before' | 'into', isFlat: boolean): Move | null {
  const [node, target] = [find(nodes, id), find(nodes, onto)];
  if (!node || !target || all([node]).includes(target) || (isFlat && where === 'into')) return null;
  if (where === 'into') return { id, parentId: onto, siblings: [...levelOf(nodes, onto).filter((each) => each !== id), id] };
  const level = levelOf(nodes, target.parentId).filter((each) => each !== id);
  return { id, parentId: target.parentId, siblings: level.toSpliced(level.indexOf(onto) + (where === 'after' ? 1 : 0), 0, id) };
}
