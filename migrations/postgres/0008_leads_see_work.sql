ALTER TABLE "agent_states" ADD COLUMN "team_ids" text[] NOT NULL DEFAULT '{}';
ALTER TABLE "agent_states" ALTER COLUMN "team_ids" DROP DEFAULT;

ALTER TABLE "calls" ADD COLUMN "team_ids" text[] NOT NULL DEFAULT '{}';
ALTER TABLE "calls" ALTER COLUMN "team_ids" DROP DEFAULT;

-- visible_to_agent_states
CREATE OR REPLACE FUNCTION agent_states_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.until_at IS NULL THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id)) UNION SELECT 'lead:' || each FROM unnest(NEW.team_ids) AS each) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON agent_states;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, team_ids, until_at, visible_to ON agent_states FOR EACH ROW EXECUTE FUNCTION agent_states_visible_to();

-- visible_to_calls
CREATE OR REPLACE FUNCTION calls_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.agent_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id)) UNION SELECT 'team:' || each FROM unnest(NEW.team_ids) AS each UNION SELECT 'user:' || m.user_id FROM call_legs m WHERE m.tenant_id = NEW.tenant_id AND m.call_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.agent_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id)) UNION SELECT 'team:' || each FROM unnest(NEW.team_ids) AS each UNION SELECT 'user:' || m.user_id FROM call_legs m WHERE m.tenant_id = NEW.tenant_id AND m.call_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON calls;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, agent_id, created_by, team_id, team_ids, visible_to ON calls FOR EACH ROW EXECUTE FUNCTION calls_visible_to();
