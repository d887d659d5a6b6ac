import type { CommandName } from '#domain/bridge.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { ActionIcon, ColorSwatch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useOpenDialog } from '../records/dialogs.tsx';
import { anyDialog } from '../records/record-action.ts';
import { t } from '../ui/text.ts';
import styles from './admin.module.css';
import { dropped, shownOf, stepped, type Direction, type Move, type Node } from './order-tree.ts';

interface Props {
  readonly entity: AnyEntity;
  readonly tree: readonly Node[];
  /** Nothing may be moved now. */
  readonly isHeld: boolean;
  readonly onMove: (move: Move) => void;
}

const steps: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };
type Place = 'after' | 'before' | 'into';

/** Rows in their order: arrows go from one to the next, with Shift they take the row along; a hand may drag it. */
export function OrderedTree({ entity, tree, isHeld, onMove }: Props) {
  const navigate = useNavigate();
  const box = useRef<HTMLUListElement>(null);
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<{ readonly id: string; readonly where: Place } | null>(null);
  const isFlat = !entity.fields['parentId'];
  const nodes = shownOf(tree, shut);
  const current = nodes.find(({ row }) => row.id === at) ?? nodes[0];

  const focus = (node: Node | undefined) => {
    if (!node) return;
    setAt(node.row.id);
    box.current?.querySelector<HTMLElement>(`[data-id="${node.row.id}"]`)?.focus();
  };
  const turn = (id: string, isOpen: boolean) => setShut(new Set(isOpen ? [...shut].filter((each) => each !== id) : [...shut, id]));
  const take = (move: Move | null) => {
    if (!move || isHeld) return;
    if (move.parentId !== null) turn(move.parentId, true);
    onMove(move);
  };
  const press = (event: KeyboardEvent, node: Node) => {
    if (event.target !== event.currentTarget) return;
    const place = nodes.indexOf(node);
    const { row, parentId, children } = node;
    const isShut = shut.has(row.id);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(nodes[place + 1]),
      ArrowUp: () => focus(nodes[place - 1]),
      Home: () => focus(nodes[0]),
      End: () => focus(nodes.at(-1)),
      ArrowRight: () => (isShut ? turn(row.id, true) : focus(children[0])),
      ArrowLeft: () => (children.length > 0 && !isShut ? turn(row.id, false) : focus(nodes.find((each) => each.row.id === parentId))),
      Enter: () => void navigate({ to: '/records/$entity/$id', params: { entity: entity.name, id: row.id } }),
    };
    const step = event.shiftKey ? steps[event.key] : undefined;
    const act = step ? () => take(stepped(tree, row.id, step, isFlat)) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const hover = (event: DragEvent<HTMLElement>, id: string) => {
    event.preventDefault();
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    const where: Place = isFlat ? (part < 0.5 ? 'before' : 'after') : part < 0.3 ? 'before' : part > 0.7 ? 'after' : 'into';
    if (over?.id !== id || over.where !== where) setOver({ id, where });
  };
  const drop = () => {
    if (dragged && over) take(dropped(tree, dragged, over.id, over.where, isFlat));
    setDragged(null);
    setOver(null);
  };
  return (
    <ul ref={box} className={styles['tree']} role="tree" aria-label={entity.plural}>
      {nodes.map((node) => {
        const { row, depth, children } = node;
        const title = String(row[entity.title]);
        const isOpen = !shut.has(row.id);
        return (
          <li
            key={row.id}
            role="treeitem"
            aria-level={depth + 1}
            aria-label={title}
            aria-selected={current?.row.id === row.id}
            aria-expanded={children.length > 0 ? isOpen : undefined}
            tabIndex={current?.row.id === row.id ? 0 : -1}
            data-id={row.id}
            data-drop={over?.id === row.id && dragged !== row.id ? over.where : undefined}
            className={styles['node']}
            style={{ paddingInlineStart: 8 + depth * 24 }}
            draggable={!isHeld}
            onFocus={() => setAt(row.id)}
            onKeyDown={(event) => press(event, node)}
            onDragStart={() => setDragged(row.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => hover(event, row.id)}
            onDrop={drop}
          >
            <span className={styles['turn']} aria-hidden onClick={() => turn(row.id, !isOpen)}>
              {children.length > 0 && (isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />)}
            </span>
            <Colour entity={entity} node={node} title={title} />
            <span className={styles['nodeName']} data-off={row['isActive'] === false || undefined}>
              {title}
            </span>
            {(['up', 'down'] as const).map((direction) => (
              <ActionIcon
                key={direction}
                tabIndex={-1}
                aria-label={t(`order.${direction}`, { title })}
                disabled={isHeld || stepped(tree, row.id, direction, isFlat) === null}
                onClick={() => take(stepped(tree, row.id, direction, isFlat))}
              >
                {direction === 'up' ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />}
              </ActionIcon>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

/** The colour of a row, and the way to another. */
function Colour({ entity, node: { row }, title }: { readonly entity: AnyEntity; readonly node: Node; readonly title: string }) {
  const open = useOpenDialog();
  const [key, field] = Object.entries(entity.fields).find(([, { form }]) => form === 'colour') ?? [];
  if (!key || !field) return null;
  const held = String(row[key]);
  const choose = () =>
    open(
      anyDialog({
        command: `${entity.name}.update` as CommandName,
        about: row.id,
        button: t('edit.save'),
        questions: [{ name: key, field, isRequired: true }],
        initial: { [key]: held },
        argsOf: (answers) => ({ id: row.id, patch: { [key]: answers[key] }, base: { [key]: held } }),
      }),
    );
  return (
    <ActionIcon tabIndex={-1} aria-label={t('order.colour', { title })} onClick={choose}>
      <ColorSwatch color={held} size={14} aria-hidden />
    </ActionIcon>
  );
}
