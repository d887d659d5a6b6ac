import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import styles from './tiles.module.css';

/** A place that one goes to, and what is there in a few words. */
export interface Tile {
  readonly path: string;
  readonly title: string;
  readonly detail: string;
}

/** Places that belong together, under what they are about. */
export function TileGroup({ title, tiles }: { readonly title: string; readonly tiles: readonly Tile[] }) {
  const id = useId();
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className={styles['tiles']}>
        {tiles.map(({ path, title: name, detail }) => (
          <li key={path}>
            <Link to={path} className={styles['tile']}>
              <strong>{name}</strong>
              <span>{detail}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
