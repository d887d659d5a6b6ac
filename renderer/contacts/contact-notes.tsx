import type { ContactView } from '#domain/contacts/queries.ts';
import type { Note } from '#domain/cases/note.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { Recorded } from '#domain/records/page.ts';
import { useQuery } from '../bridge/use-query.ts';
import { NoteBubble } from '../cases/parts/note-bubble.tsx';
import { NoteComposer } from '../cases/parts/note-composer.tsx';
import { useKeptScroll } from '../records/kept-scroll.tsx';
import { t } from '../ui/text.ts';
import { ContactEvent } from './contact-event.tsx';
import styles from './contacts.module.css';
import { Fragment } from 'react';

type NoteRow = Note & Recorded;

/** What was said, done and noted with a contact, the newest beside the composer. */
export function ContactNotes({ row }: { readonly row: ContactView }) {
  const page = useQuery('records.list', { entity: 'notes', where: { subjectType: 'contacts', subjectId: row.id }, limit: 500 }).data;
  const members = useQuery('people.members', {}).data ?? [];
  const notes = ((page?.rows ?? []) as readonly (AnyRow & Recorded)[])
    // A record of an entity has the fields of its declaration.
    .map((note) => note as unknown as NoteRow)
    .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  const nameOf = (id: string | null) => members.find(({ userId }) => userId === id)?.displayName ?? null;
  const spoken = useQuery('interactions.timeline', { contactId: row.id, limit: 200 }).data?.rows ?? [];
  const story = [
    ...notes.map((note) => ({ id: note.id, at: note.createdAt, shown: <NoteBubble note={note} by={nameOf(note.createdBy)} at={note.createdAt} /> })),
    // A note is told in its own words.
    ...spoken
      .filter(({ sourceType }) => sourceType !== 'notes')
      .map((event) => ({ id: event.id, at: event.happenedAt, shown: <ContactEvent event={event} by={nameOf(event.actorId)} /> })),
  ].toSorted((one, other) => one.at.localeCompare(other.at));
  const box = useKeptScroll(`contacts/${row.id}/notes`);
  return (
    <>
      <div ref={box} className={styles['notes']} tabIndex={0} role="region" aria-label={t('story.title')}>
        <div className={styles['notesInner']}>
          {page && story.length === 0 && <p className={styles['dim']}>{t('contact.noNotes')}</p>}
          {story.map(({ id, shown }) => (
            <Fragment key={id}>{shown}</Fragment>
          ))}
        </div>
      </div>
      <NoteComposer
        subject={{ contactId: row.id }}
        subjectRow={row}
        draftKey={`note:contacts:${row.id}`}
        entryIds={page ? notes.map(({ id }) => id) : null}
        newsOf={(seen, { userId }) =>
          notes
            .filter(({ id, createdBy }) => !seen.includes(id) && createdBy !== userId)
            .map((note) => ({ id: note.id, shown: <NoteBubble note={note} by={nameOf(note.createdBy)} at={note.createdAt} isNews /> }))
        }
      />
    </>
  );
}
