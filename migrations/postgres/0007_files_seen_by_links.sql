-- visible_to_blobs
CREATE OR REPLACE FUNCTION blobs_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by)) UNION SELECT unnest(m.visible_to) FROM blob_links m WHERE m.tenant_id = NEW.tenant_id AND m.blob_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON blobs;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF created_by, visible_to ON blobs FOR EACH ROW EXECUTE FUNCTION blobs_visible_to();

-- visible_to_blobs_members
CREATE OR REPLACE FUNCTION blobs_of_blob_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE blobs SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.blob_id;
  IF TG_OP = 'UPDATE' AND OLD.blob_id <> NEW.blob_id THEN
    UPDATE blobs SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.blob_id;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS member_added ON blob_links;
CREATE TRIGGER member_added AFTER INSERT ON blob_links FOR EACH ROW WHEN (coalesce(NEW.visible_to) IS NOT NULL) EXECUTE FUNCTION blobs_of_blob_links();
DROP TRIGGER IF EXISTS member_changed ON blob_links;
CREATE TRIGGER member_changed AFTER UPDATE ON blob_links FOR EACH ROW WHEN (ROW(OLD.blob_id, OLD.visible_to, OLD.deleted_at) IS DISTINCT FROM ROW(NEW.blob_id, NEW.visible_to, NEW.deleted_at) AND coalesce(OLD.visible_to, NEW.visible_to) IS NOT NULL) EXECUTE FUNCTION blobs_of_blob_links();

-- Files that hang on records already; the owner of the tables looks past the walls between tenants for this one statement.
ALTER TABLE blobs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE blob_links NO FORCE ROW LEVEL SECURITY;

UPDATE blobs SET visible_to = NULL WHERE EXISTS (SELECT 1 FROM blob_links l WHERE l.tenant_id = blobs.tenant_id AND l.blob_id = blobs.id);

ALTER TABLE blob_links FORCE ROW LEVEL SECURITY;
ALTER TABLE blobs FORCE ROW LEVEL SECURITY;
