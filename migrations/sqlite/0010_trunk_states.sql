CREATE TABLE `trunk_states` (
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
	`trunk_id` text,
	`team_id` text,
	`name` text,
	`state` text,
	`from_at` text
);

CREATE INDEX `trunk_states_trunk_id_idx` ON `trunk_states` (`trunk_id`,`id`) WHERE deleted_at IS NULL;
