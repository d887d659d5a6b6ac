CREATE TABLE `activity_events` (
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
	`subject_type` text,
	`subject_id` text,
	`case_id` text,
	`type` text,
	`actor_id` text,
	`actor_kind` text,
	`happened_at` text,
	`metadata` text
);

CREATE INDEX `activity_events_subject_type_subject_id_idx` ON `activity_events` (`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `activity_events_case_id_happened_at_idx` ON `activity_events` (`case_id`,`happened_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `case_categories` (
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
	`description` text,
	`code` text,
	`colour` text,
	`parent_id` text,
	`sort_order` integer,
	`is_active` integer
);

CREATE INDEX `case_categories_parent_id_sort_order_idx` ON `case_categories` (`parent_id`,`sort_order`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `case_categories_code_idx` ON `case_categories` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `case_history` (
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
	`case_id` text,
	`field_name` text,
	`old_value` text,
	`new_value` text,
	`change_reason` text,
	`changed_at` text
);

CREATE INDEX `case_history_case_id_changed_at_idx` ON `case_history` (`case_id`,`changed_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `case_kinds` (
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
	`code` text,
	`name` text,
	`number_prefix` text,
	`number_pattern` text,
	`default_priority_id` text,
	`is_active` integer
);

CREATE INDEX `case_kinds_code_idx` ON `case_kinds` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `case_kinds_number_prefix_idx` ON `case_kinds` (`number_prefix`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `case_participants` (
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
	`case_id` text,
	`contact_id` text,
	`user_id` text,
	`role` text,
	`permissions` text,
	`assigned_by` text,
	`assigned_at` text,
	`is_active` integer
);

CREATE INDEX `case_participants_case_id_contact_id_role_idx` ON `case_participants` (`case_id`,`contact_id`,`role`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `case_participants_contact_id_idx` ON `case_participants` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `cases` (
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
	`case_number` text,
	`provisional_number` text,
	`kind_id` text,
	`title` text,
	`description` text,
	`status` text,
	`priority_id` text,
	`category_id` text,
	`assigned_to` text,
	`team_id` text,
	`coordinator_id` text,
	`primary_contact_id` text,
	`source_system` text,
	`opened_at` text,
	`due_at` text,
	`resolved_at` text,
	`closed_at` text,
	`close_reason_id` text,
	`resolution` text,
	`notifications_enabled` integer,
	`custom_fields` text,
	`tags` text
);

CREATE INDEX `cases_case_number_idx` ON `cases` (`case_number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_opened_at_idx` ON `cases` (`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_status_opened_at_idx` ON `cases` (`status`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_team_id_status_due_at_idx` ON `cases` (`team_id`,`status`,`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_due_at_idx` ON `cases` (`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_title_idx` ON `cases` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_status_due_at_idx` ON `cases` (`status`,`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_status_title_idx` ON `cases` (`status`,`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_status_priority_id_opened_at_idx` ON `cases` (`status`,`priority_id`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_assigned_to_status_opened_at_due_at_priority_id_title_idx` ON `cases` (`assigned_to`,`status`,`opened_at`,`due_at`,`priority_id`,`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_team_id_status_opened_at_idx` ON `cases` (`team_id`,`status`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_primary_contact_id_status_opened_at_idx` ON `cases` (`primary_contact_id`,`status`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_priority_id_opened_at_idx` ON `cases` (`priority_id`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_kind_id_opened_at_idx` ON `cases` (`kind_id`,`opened_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contact_points` (
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
	`contact_id` text,
	`kind` text,
	`value` text,
	`normalized` text,
	`label` text,
	`is_primary` integer,
	`verified_at` text,
	`validity` text
);

CREATE INDEX `contact_points_kind_normalized_idx` ON `contact_points` (`kind`,`normalized`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contact_points_contact_id_kind_normalized_idx` ON `contact_points` (`contact_id`,`kind`,`normalized`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contact_points_normalized_idx` ON `contact_points` (`normalized`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contact_points_value_idx` ON `contact_points` (`value`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contacts` (
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
	`first_name` text,
	`last_name` text,
	`full_name` text,
	`normalized_name` text,
	`kind` text,
	`user_id` text,
	`job_title` text,
	`primary_email` text,
	`primary_phone` text,
	`address` text,
	`date_of_birth` text,
	`preferred_language` text,
	`preferred_contact_method` text,
	`source_system` text,
	`owner_id` text,
	`custom_fields` text,
	`tags` text,
	`is_active` integer,
	`merged_into_id` text
);

CREATE INDEX `contacts_primary_email_idx` ON `contacts` (`primary_email`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contacts_primary_phone_idx` ON `contacts` (`primary_phone`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contacts_normalized_name_idx` ON `contacts` (`normalized_name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contacts_kind_normalized_name_idx` ON `contacts` (`kind`,`normalized_name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contacts_full_name_idx` ON `contacts` (`full_name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `devices` (
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
	`user_id` text,
	`name` text,
	`platform` text,
	`app_version` text,
	`public_key` text,
	`status` text,
	`last_sync_at` text,
	`lease_until` text,
	`wipe_requested_at` text
);

CREATE INDEX `devices_public_key_idx` ON `devices` (`public_key`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `devices_user_id_idx` ON `devices` (`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `memberships` (
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
	`user_id` text,
	`role_id` text,
	`display_name` text,
	`work_email` text,
	`is_active` integer,
	`joined_at` text,
	`invited_by` text
);

CREATE INDEX `memberships_role_id_is_active_idx` ON `memberships` (`role_id`,`is_active`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `memberships_user_id_idx` ON `memberships` (`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `notes` (
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
	`subject_type` text,
	`subject_id` text,
	`case_id` text,
	`body` text,
	`is_internal` integer,
	`is_pinned` integer,
	`mentions` text
);

CREATE INDEX `notes_subject_type_subject_id_idx` ON `notes` (`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `notes_case_id_created_at_idx` ON `notes` (`case_id`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `number_blocks` (
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
	`series` text,
	`period` text,
	`device_id` text,
	`from_seq` integer,
	`to_seq` integer,
	`status` text,
	`leased_at` text
);

CREATE INDEX `number_blocks_series_period_from_seq_idx` ON `number_blocks` (`series`,`period`,`from_seq`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `number_blocks_device_id_idx` ON `number_blocks` (`device_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `priorities` (
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
	`level` integer,
	`colour` text,
	`sla_hours` integer,
	`is_active` integer
);

CREATE INDEX `priorities_level_idx` ON `priorities` (`level`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `reference_items` (
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
	`list_id` text,
	`code` text,
	`name` text,
	`parent_id` text,
	`sort_order` integer,
	`metadata` text,
	`is_active` integer
);

CREATE INDEX `reference_items_list_id_sort_order_idx` ON `reference_items` (`list_id`,`sort_order`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `reference_items_list_id_code_idx` ON `reference_items` (`list_id`,`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `reference_lists` (
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
	`display_name` text,
	`category_type` text,
	`description` text,
	`is_active` integer
);

CREATE INDEX `reference_lists_name_idx` ON `reference_lists` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `role_grants` (
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
	`role_id` text,
	`capability` text,
	`scope` text
);

CREATE INDEX `role_grants_role_id_capability_idx` ON `role_grants` (`role_id`,`capability`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `roles` (
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
	`display_name` text,
	`rank` integer,
	`is_system` integer,
	`is_external` integer,
	`is_active` integer
);

CREATE INDEX `roles_name_idx` ON `roles` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `team_members` (
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
	`team_id` text,
	`user_id` text,
	`is_lead` integer,
	`joined_at` text
);

CREATE INDEX `team_members_team_id_user_id_idx` ON `team_members` (`team_id`,`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `team_members_user_id_idx` ON `team_members` (`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `teams` (
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
	`kind` text,
	`description` text,
	`parent_team_id` text,
	`colour` text,
	`is_active` integer
);

CREATE INDEX `teams_name_idx` ON `teams` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `tenants` (
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
	`subdomain` text,
	`owner_id` text,
	`sector` text,
	`plan` text,
	`deployment` text,
	`is_active` integer,
	`default_currency` text,
	`time_zone` text,
	`country_code` text,
	`settings` text
);

CREATE TABLE `user_preferences` (
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
	`user_id` text,
	`preferences` text
);

CREATE INDEX `user_preferences_user_id_idx` ON `user_preferences` (`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `drafts` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`at` text NOT NULL
);

CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text DEFAULT '' NOT NULL
);

CREATE TABLE `numbers_used` (
	`series` text NOT NULL,
	`period` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`series`, `period`, `seq`)
);

CREATE TABLE `outbox` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`args` text NOT NULL,
	`at` text NOT NULL,
	`drawn` text NOT NULL,
	`after` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`out_of_sight` integer DEFAULT 0 NOT NULL,
	`entity` text,
	`row_id` text,
	`lookups` text DEFAULT '[]' NOT NULL,
	`lsn` text
);

CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);

CREATE INDEX `outbox_state_idx` ON `outbox` (`state`,`seq`);

CREATE TABLE `outbox_rows` (
	`command_id` text NOT NULL,
	`entity` text NOT NULL,
	`row_id` text NOT NULL,
	`wrote` integer NOT NULL,
	`made` integer NOT NULL,
	`version` integer,
	PRIMARY KEY(`command_id`, `entity`, `row_id`)
);

CREATE INDEX `outbox_rows_row_idx` ON `outbox_rows` (`entity`,`row_id`);

CREATE TABLE `overlays` (
	`entity` text NOT NULL,
	`row_id` text NOT NULL,
	`row` text,
	`version` integer NOT NULL,
	`lsn` text NOT NULL,
	`command_id` text NOT NULL,
	PRIMARY KEY(`entity`, `row_id`)
);

CREATE INDEX `overlays_command_idx` ON `overlays` (`command_id`);

CREATE TABLE `review` (
	`id` text PRIMARY KEY NOT NULL,
	`command_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`field` text,
	`at` text NOT NULL,
	`raised_at` text NOT NULL,
	`args` text NOT NULL,
	`entity` text,
	`row_id` text,
	`row_title` text,
	`clashes` text NOT NULL,
	`theirs` text
);

CREATE INDEX `review_command_idx` ON `review` (`command_id`);

CREATE INDEX `review_raised_idx` ON `review` (`raised_at`);

CREATE TABLE `saved_rows` (
	`entity` text NOT NULL,
	`row_id` text NOT NULL,
	`row` text,
	PRIMARY KEY(`entity`, `row_id`)
);

CREATE TABLE `settled` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`args` text NOT NULL,
	`at` text NOT NULL,
	`drawn` text NOT NULL,
	`after` text NOT NULL,
	`entity` text,
	`row_id` text,
	`settled_at` text NOT NULL
);

CREATE UNIQUE INDEX `settled_id_unique` ON `settled` (`id`);

CREATE INDEX `settled_at_idx` ON `settled` (`settled_at`);

CREATE TABLE `shapes` (
	`entity` text PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`offset` text NOT NULL,
	`lsn` text DEFAULT '0' NOT NULL,
	`phase` text NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`generation` text DEFAULT '' NOT NULL,
	`deferred` text DEFAULT '[]' NOT NULL,
	`indexed_to` integer DEFAULT 0 NOT NULL
);

-- tenants_search
DROP TRIGGER IF EXISTS tenants_search_insert;
DROP TRIGGER IF EXISTS tenants_search_update;
DROP TRIGGER IF EXISTS tenants_search_delete;
DROP TABLE IF EXISTS tenants_search;
CREATE VIRTUAL TABLE tenants_search USING fts5(name, content='tenants', tokenize='unicode61 remove_diacritics 2');
INSERT INTO tenants_search(tenants_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER tenants_search_insert AFTER INSERT ON tenants WHEN 1 BEGIN INSERT INTO tenants_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER tenants_search_update AFTER UPDATE OF name ON tenants WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO tenants_search(tenants_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO tenants_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER tenants_search_delete AFTER DELETE ON tenants WHEN 1 BEGIN INSERT INTO tenants_search(tenants_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO tenants_search(tenants_search) VALUES ('rebuild');

-- memberships_search
DROP TRIGGER IF EXISTS memberships_search_insert;
DROP TRIGGER IF EXISTS memberships_search_update;
DROP TRIGGER IF EXISTS memberships_search_delete;
DROP TABLE IF EXISTS memberships_search;
CREATE VIRTUAL TABLE memberships_search USING fts5(display_name, content='memberships', tokenize='unicode61 remove_diacritics 2');
INSERT INTO memberships_search(memberships_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER memberships_search_insert AFTER INSERT ON memberships WHEN 1 BEGIN INSERT INTO memberships_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER memberships_search_update AFTER UPDATE OF display_name ON memberships WHEN (old.display_name IS NOT new.display_name) AND 1 BEGIN INSERT INTO memberships_search(memberships_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); INSERT INTO memberships_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER memberships_search_delete AFTER DELETE ON memberships WHEN 1 BEGIN INSERT INTO memberships_search(memberships_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); END;
INSERT INTO memberships_search(memberships_search) VALUES ('rebuild');

-- roles_search
DROP TRIGGER IF EXISTS roles_search_insert;
DROP TRIGGER IF EXISTS roles_search_update;
DROP TRIGGER IF EXISTS roles_search_delete;
DROP TABLE IF EXISTS roles_search;
CREATE VIRTUAL TABLE roles_search USING fts5(display_name, content='roles', tokenize='unicode61 remove_diacritics 2');
INSERT INTO roles_search(roles_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER roles_search_insert AFTER INSERT ON roles WHEN 1 BEGIN INSERT INTO roles_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER roles_search_update AFTER UPDATE OF display_name ON roles WHEN (old.display_name IS NOT new.display_name) AND 1 BEGIN INSERT INTO roles_search(roles_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); INSERT INTO roles_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER roles_search_delete AFTER DELETE ON roles WHEN 1 BEGIN INSERT INTO roles_search(roles_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); END;
INSERT INTO roles_search(roles_search) VALUES ('rebuild');

-- teams_search
DROP TRIGGER IF EXISTS teams_search_insert;
DROP TRIGGER IF EXISTS teams_search_update;
DROP TRIGGER IF EXISTS teams_search_delete;
DROP TABLE IF EXISTS teams_search;
CREATE VIRTUAL TABLE teams_search USING fts5(name, content='teams', tokenize='unicode61 remove_diacritics 2');
INSERT INTO teams_search(teams_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER teams_search_insert AFTER INSERT ON teams WHEN 1 BEGIN INSERT INTO teams_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER teams_search_update AFTER UPDATE OF name ON teams WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO teams_search(teams_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO teams_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER teams_search_delete AFTER DELETE ON teams WHEN 1 BEGIN INSERT INTO teams_search(teams_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO teams_search(teams_search) VALUES ('rebuild');

-- case_kinds_search
DROP TRIGGER IF EXISTS case_kinds_search_insert;
DROP TRIGGER IF EXISTS case_kinds_search_update;
DROP TRIGGER IF EXISTS case_kinds_search_delete;
DROP TABLE IF EXISTS case_kinds_search;
CREATE VIRTUAL TABLE case_kinds_search USING fts5(name, content='case_kinds', tokenize='unicode61 remove_diacritics 2');
INSERT INTO case_kinds_search(case_kinds_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER case_kinds_search_insert AFTER INSERT ON case_kinds WHEN 1 BEGIN INSERT INTO case_kinds_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER case_kinds_search_update AFTER UPDATE OF name ON case_kinds WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO case_kinds_search(case_kinds_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO case_kinds_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER case_kinds_search_delete AFTER DELETE ON case_kinds WHEN 1 BEGIN INSERT INTO case_kinds_search(case_kinds_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO case_kinds_search(case_kinds_search) VALUES ('rebuild');

-- case_categories_search
DROP TRIGGER IF EXISTS case_categories_search_insert;
DROP TRIGGER IF EXISTS case_categories_search_update;
DROP TRIGGER IF EXISTS case_categories_search_delete;
DROP TABLE IF EXISTS case_categories_search;
CREATE VIRTUAL TABLE case_categories_search USING fts5(name, content='case_categories', tokenize='unicode61 remove_diacritics 2');
INSERT INTO case_categories_search(case_categories_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER case_categories_search_insert AFTER INSERT ON case_categories WHEN 1 BEGIN INSERT INTO case_categories_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER case_categories_search_update AFTER UPDATE OF name ON case_categories WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO case_categories_search(case_categories_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO case_categories_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER case_categories_search_delete AFTER DELETE ON case_categories WHEN 1 BEGIN INSERT INTO case_categories_search(case_categories_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO case_categories_search(case_categories_search) VALUES ('rebuild');

-- priorities_search
DROP TRIGGER IF EXISTS priorities_search_insert;
DROP TRIGGER IF EXISTS priorities_search_update;
DROP TRIGGER IF EXISTS priorities_search_delete;
DROP TABLE IF EXISTS priorities_search;
CREATE VIRTUAL TABLE priorities_search USING fts5(name, content='priorities', tokenize='unicode61 remove_diacritics 2');
INSERT INTO priorities_search(priorities_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER priorities_search_insert AFTER INSERT ON priorities WHEN 1 BEGIN INSERT INTO priorities_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER priorities_search_update AFTER UPDATE OF name ON priorities WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO priorities_search(priorities_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO priorities_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER priorities_search_delete AFTER DELETE ON priorities WHEN 1 BEGIN INSERT INTO priorities_search(priorities_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO priorities_search(priorities_search) VALUES ('rebuild');

-- reference_lists_search
DROP TRIGGER IF EXISTS reference_lists_search_insert;
DROP TRIGGER IF EXISTS reference_lists_search_update;
DROP TRIGGER IF EXISTS reference_lists_search_delete;
DROP TABLE IF EXISTS reference_lists_search;
CREATE VIRTUAL TABLE reference_lists_search USING fts5(display_name, content='reference_lists', tokenize='unicode61 remove_diacritics 2');
INSERT INTO reference_lists_search(reference_lists_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER reference_lists_search_insert AFTER INSERT ON reference_lists WHEN 1 BEGIN INSERT INTO reference_lists_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER reference_lists_search_update AFTER UPDATE OF display_name ON reference_lists WHEN (old.display_name IS NOT new.display_name) AND 1 BEGIN INSERT INTO reference_lists_search(reference_lists_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); INSERT INTO reference_lists_search(rowid, display_name) VALUES (new.rowid, new.display_name); END;
CREATE TRIGGER reference_lists_search_delete AFTER DELETE ON reference_lists WHEN 1 BEGIN INSERT INTO reference_lists_search(reference_lists_search, rowid, display_name) VALUES ('delete', old.rowid, old.display_name); END;
INSERT INTO reference_lists_search(reference_lists_search) VALUES ('rebuild');

-- reference_items_search
DROP TRIGGER IF EXISTS reference_items_search_insert;
DROP TRIGGER IF EXISTS reference_items_search_update;
DROP TRIGGER IF EXISTS reference_items_search_delete;
DROP TABLE IF EXISTS reference_items_search;
CREATE VIRTUAL TABLE reference_items_search USING fts5(name, content='reference_items', tokenize='unicode61 remove_diacritics 2');
INSERT INTO reference_items_search(reference_items_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER reference_items_search_insert AFTER INSERT ON reference_items WHEN 1 BEGIN INSERT INTO reference_items_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER reference_items_search_update AFTER UPDATE OF name ON reference_items WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO reference_items_search(reference_items_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO reference_items_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER reference_items_search_delete AFTER DELETE ON reference_items WHEN 1 BEGIN INSERT INTO reference_items_search(reference_items_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO reference_items_search(reference_items_search) VALUES ('rebuild');

-- contacts_search
DROP TRIGGER IF EXISTS contacts_search_insert;
DROP TRIGGER IF EXISTS contacts_search_update;
DROP TRIGGER IF EXISTS contacts_search_delete;
DROP TABLE IF EXISTS contacts_search;
CREATE VIRTUAL TABLE contacts_search USING fts5(full_name, job_title, primary_email, primary_phone, address, content='contacts', tokenize='unicode61 remove_diacritics 2');
INSERT INTO contacts_search(contacts_search, rank) VALUES ('rank', 'bm25(10, 2, 5, 5, 1)');
CREATE TRIGGER contacts_search_insert AFTER INSERT ON contacts WHEN 1 BEGIN INSERT INTO contacts_search(rowid, full_name, job_title, primary_email, primary_phone, address) VALUES (new.rowid, new.full_name, new.job_title, new.primary_email, new.primary_phone, new.address); END;
CREATE TRIGGER contacts_search_update AFTER UPDATE OF full_name, job_title, primary_email, primary_phone, address ON contacts WHEN (old.full_name IS NOT new.full_name OR old.job_title IS NOT new.job_title OR old.primary_email IS NOT new.primary_email OR old.primary_phone IS NOT new.primary_phone OR old.address IS NOT new.address) AND 1 BEGIN INSERT INTO contacts_search(contacts_search, rowid, full_name, job_title, primary_email, primary_phone, address) VALUES ('delete', old.rowid, old.full_name, old.job_title, old.primary_email, old.primary_phone, old.address); INSERT INTO contacts_search(rowid, full_name, job_title, primary_email, primary_phone, address) VALUES (new.rowid, new.full_name, new.job_title, new.primary_email, new.primary_phone, new.address); END;
CREATE TRIGGER contacts_search_delete AFTER DELETE ON contacts WHEN 1 BEGIN INSERT INTO contacts_search(contacts_search, rowid, full_name, job_title, primary_email, primary_phone, address) VALUES ('delete', old.rowid, old.full_name, old.job_title, old.primary_email, old.primary_phone, old.address); END;
INSERT INTO contacts_search(contacts_search) VALUES ('rebuild');

-- contact_points_search
DROP TRIGGER IF EXISTS contact_points_search_insert;
DROP TRIGGER IF EXISTS contact_points_search_update;
DROP TRIGGER IF EXISTS contact_points_search_delete;
DROP TABLE IF EXISTS contact_points_search;
CREATE VIRTUAL TABLE contact_points_search USING fts5(value, content='contact_points', tokenize='unicode61 remove_diacritics 2');
INSERT INTO contact_points_search(contact_points_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER contact_points_search_insert AFTER INSERT ON contact_points WHEN 1 BEGIN INSERT INTO contact_points_search(rowid, value) VALUES (new.rowid, new.value); END;
CREATE TRIGGER contact_points_search_update AFTER UPDATE OF value ON contact_points WHEN (old.value IS NOT new.value) AND 1 BEGIN INSERT INTO contact_points_search(contact_points_search, rowid, value) VALUES ('delete', old.rowid, old.value); INSERT INTO contact_points_search(rowid, value) VALUES (new.rowid, new.value); END;
CREATE TRIGGER contact_points_search_delete AFTER DELETE ON contact_points WHEN 1 BEGIN INSERT INTO contact_points_search(contact_points_search, rowid, value) VALUES ('delete', old.rowid, old.value); END;
INSERT INTO contact_points_search(contact_points_search) VALUES ('rebuild');

-- cases_search
DROP TRIGGER IF EXISTS cases_search_insert;
DROP TRIGGER IF EXISTS cases_search_update;
DROP TRIGGER IF EXISTS cases_search_delete;
DROP TABLE IF EXISTS cases_search;
CREATE VIRTUAL TABLE cases_search USING fts5(case_number, title, description, resolution, content='cases', tokenize='unicode61 remove_diacritics 2');
INSERT INTO cases_search(cases_search, rank) VALUES ('rank', 'bm25(10, 10, 2, 2)');
CREATE TRIGGER cases_search_insert AFTER INSERT ON cases WHEN 1 BEGIN INSERT INTO cases_search(rowid, case_number, title, description, resolution) VALUES (new.rowid, new.case_number, new.title, new.description, new.resolution); END;
CREATE TRIGGER cases_search_update AFTER UPDATE OF case_number, title, description, resolution ON cases WHEN (old.case_number IS NOT new.case_number OR old.title IS NOT new.title OR old.description IS NOT new.description OR old.resolution IS NOT new.resolution) AND 1 BEGIN INSERT INTO cases_search(cases_search, rowid, case_number, title, description, resolution) VALUES ('delete', old.rowid, old.case_number, old.title, old.description, old.resolution); INSERT INTO cases_search(rowid, case_number, title, description, resolution) VALUES (new.rowid, new.case_number, new.title, new.description, new.resolution); END;
CREATE TRIGGER cases_search_delete AFTER DELETE ON cases WHEN 1 BEGIN INSERT INTO cases_search(cases_search, rowid, case_number, title, description, resolution) VALUES ('delete', old.rowid, old.case_number, old.title, old.description, old.resolution); END;
INSERT INTO cases_search(cases_search) VALUES ('rebuild');

-- notes_search
DROP TRIGGER IF EXISTS notes_search_insert;
DROP TRIGGER IF EXISTS notes_search_update;
DROP TRIGGER IF EXISTS notes_search_delete;
DROP TABLE IF EXISTS notes_search;
CREATE VIRTUAL TABLE notes_search USING fts5(body, content='notes', tokenize='unicode61 remove_diacritics 2');
INSERT INTO notes_search(notes_search, rank) VALUES ('rank', 'bm25(5)');
CREATE TRIGGER notes_search_insert AFTER INSERT ON notes WHEN 1 BEGIN INSERT INTO notes_search(rowid, body) VALUES (new.rowid, new.body); END;
CREATE TRIGGER notes_search_update AFTER UPDATE OF body ON notes WHEN (old.body IS NOT new.body) AND 1 BEGIN INSERT INTO notes_search(notes_search, rowid, body) VALUES ('delete', old.rowid, old.body); INSERT INTO notes_search(rowid, body) VALUES (new.rowid, new.body); END;
CREATE TRIGGER notes_search_delete AFTER DELETE ON notes WHEN 1 BEGIN INSERT INTO notes_search(notes_search, rowid, body) VALUES ('delete', old.rowid, old.body); END;
INSERT INTO notes_search(notes_search) VALUES ('rebuild');

-- contact_points_tail_idx
DROP INDEX IF EXISTS contact_points_tail_idx;
CREATE INDEX contact_points_tail_idx ON contact_points (substr(normalized, -7)) WHERE deleted_at IS NULL;
