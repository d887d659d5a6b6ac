import { filesAtMost, filesOf, subjectsOf, type AttachedFile, type FileSubject } from '#domain/storage/queries.ts';
import { answer } from '../records/parts/answer.ts';

export const storageAnswers = [
  answer(
    subjectsOf,
    (db, { blobId }): readonly FileSubject[] =>
      db.all(
        `SELECT id, subject_type AS subjectType, subject_id AS subjectId, created_by AS createdBy FROM blob_links
         WHERE blob_id = ? AND deleted_at IS NULL ORDER BY created_at, id LIMIT 100`,
        blobId,
      ) as readonly unknown[] as readonly FileSubject[],
  ),
  answer(
    filesOf,
    (db, { type, id }): readonly AttachedFile[] =>
      db.all(
        `SELECT l.id, l.blob_id AS blobId, l.role, l.created_at AS createdAt, l.created_by AS createdBy, coalesce(l.note, b.original_name) AS name, b.size, b.upload_state AS uploadState
         FROM blob_links l LEFT JOIN blobs b ON b.id = l.blob_id
         WHERE l.subject_id = ? AND l.subject_type = ? AND l.deleted_at IS NULL ORDER BY l.created_at DESC, l.id DESC LIMIT ${filesAtMost}`,
        id,
        type,
      ) as readonly unknown[] as readonly AttachedFile[],
    ['outbox'],
  ),
];
