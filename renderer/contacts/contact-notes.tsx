import type { ContactView } from '#domain/contacts/queries.ts';
import { Note } from '#domain/cases/note.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import type { Recorded } from '#domain/records/page.ts';
import { useQuery } from '../bridge/use-query.ts';
import { NoteBubble } from '../cases/parts/note-bubble.tsx';
import { NoteComposer } from '../cases/parts/note-composer.tsx';
import { useKeptScroll } from '../records/kept-scroll.tsx';
import { t } from '../ui/text.ts';
import styles from './contacts.module.css';

type NoteRow = Note & Recorded;

/** The notes on a contact, the newest beside the composer. */
export function ContactNotes({ row }: { readonly row: ContactView }) {
  const page = useQuery('records.list', { entity: 'notes', where: { subjectType: 'contacts', subjectId: row.id }, limit: 500 }).data;
  const members = useQuery('people.members', {}).data ?? [];
  const notes = ((page?.rows ?? []) as readonly (AnyRow & Recorded)[])
    // A record of an entity has the fields of its declaration.
    .map((note) => note as unknown as NoteRow)
    .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  const nameOf = (id: string | null) => members.find(({ userId }) => userId === id)?.displayName ?? null;
  const box = useKeptScroll(`contacts/${row.id}/notes`);
  return (
    <>
      <div ref={box} className={styles['notes']} tabIndex={0} role="region" aria-label={Note.plural}>
        <div className={styles['notesInner']}>
          {page && notes.length === 0 && <p className={styles['dim']}>{t('contact.noNotes')}</p>}
          {notes.map((note) => (
            <NoteBubble key={note.id} note={note} by={nameOf(note.createdBy)} at={note.createdAt} />
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
