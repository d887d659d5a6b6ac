CREATE TABLE `queue_alarms` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text,
	`created_at` text,
	`created_by` text,
	`updated_at` text,
	`updated_by` text,
	`deleted_at` text,
	`deleted_by` text,
	`version` integer,
	`accepted_at` text,
	`archived_at` text,
	`visible_to` text,
	`name` text,
	`queue_id` text,
	`figure` text,
	`side` text,
	`threshold` real,
	`advice` text,
	`is_active` integer
);

CREATE INDEX `queue_alarms_name_idx` ON `queue_alarms` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `queue_alarms_queue_id_idx` ON `queue_alarms` (`queue_id`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `queues` ADD `requires_disposition` integer;

ALTER TABLE `dispositions` ADD `queue_id` text;

-- queue_alarms_search
DROP TRIGGER IF EXISTS queue_alarms_search_insert;
DROP TRIGGER IF EXISTS queue_alarms_search_update;
DROP TRIGGER IF EXISTS queue_alarms_search_delete;
DROP TABLE IF EXISTS queue_alarms_search;
CREATE VIRTUAL TABLE queue_alarms_search USING fts5(name, content='queue_alarms', tokenize='unicode61 remove_diacritics 2');
INSERT INTO queue_alarms_search(queue_alarms_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER queue_alarms_search_insert AFTER INSERT ON queue_alarms WHEN 1 BEGIN INSERT INTO queue_alarms_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER queue_alarms_search_update AFTER UPDATE OF name ON queue_alarms WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO queue_alarms_search(queue_alarms_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO queue_alarms_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER queue_alarms_search_delete AFTER DELETE ON queue_alarms WHEN 1 BEGIN INSERT INTO queue_alarms_search(queue_alarms_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO queue_alarms_search(queue_alarms_search) VALUES ('rebuild');
