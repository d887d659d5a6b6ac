CREATE TABLE `role_assignments` (
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
	`team_id` text,
	`starts_at` text,
	`expires_at` text,
	`granted_by` text,
	`reason` text
);

CREATE INDEX `role_assignments_user_id_role_id_team_id_idx` ON `role_assignments` (`user_id`,`role_id`,`team_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `invitations` (
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
	`email` text,
	`role_id` text,
	`team_id` text,
	`invited_by` text,
	`token_hash` text,
	`expires_at` text,
	`status` text,
	`accepted_by` text
);

CREATE INDEX `invitations_token_hash_idx` ON `invitations` (`token_hash`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `custom_fields` (
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
	`entity_type` text,
	`kind_code` text,
	`key` text,
	`label` text,
	`field_kind` text,
	`options` text,
	`required` integer,
	`sensitivity` text,
	`sort_order` integer,
	`source_field` text
);

CREATE INDEX `custom_fields_label_idx` ON `custom_fields` (`label`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `custom_fields_entity_type_kind_code_key_idx` ON `custom_fields` (`entity_type`,`kind_code`,`key`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `custom_fields_entity_type_key_idx` ON `custom_fields` (`entity_type`,`key`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `locations` (
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
	`type` text,
	`parent_id` text,
	`code` text,
	`is_active` integer
);

CREATE INDEX `locations_name_idx` ON `locations` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `locations_parent_id_type_idx` ON `locations` (`parent_id`,`type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `locations_code_idx` ON `locations` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `calendars` (
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
	`time_zone` text,
	`hours` text,
	`holidays` text,
	`is_default` integer
);

CREATE INDEX `calendars_name_idx` ON `calendars` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `blobs` (
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
	`sha256` text,
	`size` integer,
	`mime_type` text,
	`storage_provider` text,
	`storage_path` text,
	`original_name` text,
	`evidence_kind` text,
	`encryption_key_ref` text,
	`upload_state` text,
	`scan_state` text,
	`captured_at` text,
	`metadata` text
);

CREATE INDEX `blobs_sha256_size_evidence_kind_idx` ON `blobs` (`sha256`,`size`,`evidence_kind`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `accounts` (
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
	`normalized_name` text,
	`parent_account_id` text,
	`account_type` text,
	`industry` text,
	`location_id` text,
	`website` text,
	`email` text,
	`phone` text,
	`phone_raw` text,
	`primary_contact_id` text,
	`owner_id` text,
	`custom_fields` text,
	`metadata` text,
	`tags` text,
	`merged_into_id` text,
	`is_active` integer
);

CREATE INDEX `accounts_name_idx` ON `accounts` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `accounts_normalized_name_idx` ON `accounts` (`normalized_name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `accounts_parent_account_id_idx` ON `accounts` (`parent_account_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `households` (
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
	`location_id` text,
	`primary_contact_id` text,
	`notes` text
);

CREATE INDEX `households_name_idx` ON `households` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `household_members` (
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
	`household_id` text,
	`contact_id` text,
	`role` text
);

CREATE INDEX `household_members_household_id_contact_id_idx` ON `household_members` (`household_id`,`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `household_members_contact_id_idx` ON `household_members` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `relationships` (
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
	`from_contact_id` text,
	`to_contact_id` text,
	`type` text,
	`description` text
);

CREATE INDEX `relationships_from_contact_id_to_contact_id_type_idx` ON `relationships` (`from_contact_id`,`to_contact_id`,`type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `relationships_to_contact_id_idx` ON `relationships` (`to_contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contact_groups` (
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
	`is_active` integer
);

CREATE INDEX `contact_groups_name_idx` ON `contact_groups` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contact_group_members` (
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
	`group_id` text,
	`contact_id` text
);

CREATE INDEX `contact_group_members_group_id_contact_id_idx` ON `contact_group_members` (`group_id`,`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contact_group_members_contact_id_idx` ON `contact_group_members` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `consents` (
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
	`purpose` text,
	`channel_kind` text,
	`action` text,
	`source` text,
	`evidence_type` text,
	`evidence_id` text,
	`happened_at` text,
	`wording` text
);

CREATE INDEX `consents_contact_id_purpose_happened_at_idx` ON `consents` (`contact_id`,`purpose`,`happened_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contact_merges` (
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
	`entity_type` text,
	`winner_id` text,
	`loser_id` text,
	`loser_snapshot` text,
	`moved_refs` text,
	`field_choices` text,
	`status` text,
	`merged_by` text,
	`unmerged_by` text,
	`expected_winner_version` integer,
	`expected_loser_version` integer
);

CREATE INDEX `contact_merges_loser_id_idx` ON `contact_merges` (`loser_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `workflows` (
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
	`entity_type` text,
	`stages` text,
	`transitions` text,
	`actions` text,
	`revision` integer,
	`is_active` integer
);

CREATE INDEX `workflows_name_revision_idx` ON `workflows` (`name`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `workflow_triggers` (
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
	`workflow_id` text,
	`event` text,
	`filter` text,
	`is_active` integer
);

CREATE INDEX `workflow_triggers_workflow_id_idx` ON `workflow_triggers` (`workflow_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `business_rules` (
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
	`entity_type` text,
	`conditions` text,
	`actions` text,
	`runs_on` text,
	`sort_order` integer,
	`is_active` integer
);

CREATE INDEX `business_rules_name_idx` ON `business_rules` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `approvals` (
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
	`step` integer,
	`approver_id` text,
	`required_capability` text,
	`status` text,
	`decided_at` text,
	`comment` text,
	`due_at` text
);

CREATE INDEX `approvals_subject_type_subject_id_step_approver_id_idx` ON `approvals` (`subject_type`,`subject_id`,`step`,`approver_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `approvals_status_idx` ON `approvals` (`status`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `inventory_projects` (
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
	`developer_account_id` text,
	`developer_name` text,
	`city` text,
	`micro_market` text,
	`location` text,
	`status` text
);

CREATE INDEX `inventory_projects_name_city_idx` ON `inventory_projects` (`name`,`city`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `inventory_units` (
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
	`project_id` text,
	`unit_label` text,
	`configuration` text,
	`area_sqft` real,
	`price_current_minor` integer,
	`price_current_currency` text,
	`status` text,
	`facing` text,
	`floor` integer
);

CREATE INDEX `inventory_units_unit_label_idx` ON `inventory_units` (`unit_label`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `inventory_units_project_id_unit_label_idx` ON `inventory_units` (`project_id`,`unit_label`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `pricing_history` (
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
	`unit_id` text,
	`price_minor` integer,
	`price_currency` text,
	`effective_from` text,
	`reason` text,
	`source_type` text,
	`source_id` text
);

CREATE INDEX `pricing_history_unit_id_effective_from_idx` ON `pricing_history` (`unit_id`,`effective_from`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `unit_availability` (
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
	`unit_id` text,
	`value` text,
	`from_at` text,
	`until_at` text,
	`opportunity_id` text
);

CREATE INDEX `unit_availability_unit_id_from_at_idx` ON `unit_availability` (`unit_id`,`from_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `inventory_media` (
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
	`project_id` text,
	`unit_id` text,
	`kind` text,
	`blob` text,
	`caption` text,
	`sort_order` integer
);

CREATE INDEX `inventory_media_caption_idx` ON `inventory_media` (`caption`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `inventory_media_project_id_idx` ON `inventory_media` (`project_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `inventory_media_unit_id_idx` ON `inventory_media` (`unit_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `inventory_locations` (
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
	`project_id` text,
	`location_id` text,
	`lat` real,
	`lng` real,
	`geohash` text,
	`place_names` text
);

CREATE INDEX `inventory_locations_geohash_idx` ON `inventory_locations` (`geohash`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `inventory_locations_project_id_idx` ON `inventory_locations` (`project_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `leads` (
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
	`lead_number` text,
	`contact_id` text,
	`account_id` text,
	`source_system` text,
	`source_ref` text,
	`status` text,
	`stage` text,
	`budget_band` text,
	`urgency` text,
	`assigned_to` text,
	`team_id` text,
	`next_action` text,
	`next_action_at` text,
	`disqualify_reason_id` text,
	`converted_case_id` text,
	`converted_at` text,
	`converted_by` text,
	`custom_fields` text,
	`tags` text
);

CREATE INDEX `leads_lead_number_idx` ON `leads` (`lead_number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `leads_assigned_to_status_idx` ON `leads` (`assigned_to`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `leads_contact_id_status_idx` ON `leads` (`contact_id`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `leads_source_system_source_ref_idx` ON `leads` (`source_system`,`source_ref`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `opportunities` (
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
	`lead_id` text,
	`account_id` text,
	`contact_id` text,
	`project_id` text,
	`unit_id` text,
	`stage` text,
	`value_minor` integer,
	`value_currency` text,
	`probability` integer,
	`expected_close_date` text,
	`next_action` text,
	`assigned_to` text,
	`team_id` text,
	`lost_reason_id` text,
	`closed_at` text
);

CREATE INDEX `opportunities_name_idx` ON `opportunities` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `opportunities_assigned_to_stage_idx` ON `opportunities` (`assigned_to`,`stage`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `opportunities_account_id_idx` ON `opportunities` (`account_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `opportunities_contact_id_idx` ON `opportunities` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `property_interests` (
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
	`lead_id` text,
	`opportunity_id` text,
	`project_id` text,
	`unit_id` text,
	`level` text,
	`budget_minor` integer,
	`budget_currency` text,
	`notes` text
);

CREATE INDEX `property_interests_contact_id_project_id_unit_id_idx` ON `property_interests` (`contact_id`,`project_id`,`unit_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `property_interests_contact_id_unit_id_idx` ON `property_interests` (`contact_id`,`unit_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `property_interests_opportunity_id_idx` ON `property_interests` (`opportunity_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `property_interests_lead_id_idx` ON `property_interests` (`lead_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `proposals` (
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
	`number` text,
	`title` text,
	`opportunity_id` text,
	`account_id` text,
	`contact_id` text,
	`content` text,
	`total_minor` integer,
	`total_currency` text,
	`status` text,
	`sent_at` text,
	`viewed_at` text,
	`decided_at` text,
	`expires_at` text,
	`current_revision` integer
);

CREATE INDEX `proposals_title_idx` ON `proposals` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `proposals_number_idx` ON `proposals` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `proposals_opportunity_id_idx` ON `proposals` (`opportunity_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `proposal_versions` (
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
	`proposal_id` text,
	`revision` integer,
	`content` text,
	`total_minor` integer,
	`total_currency` text,
	`reason` text
);

CREATE INDEX `proposal_versions_proposal_id_revision_idx` ON `proposal_versions` (`proposal_id`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contracts` (
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
	`number` text,
	`title` text,
	`proposal_id` text,
	`opportunity_id` text,
	`account_id` text,
	`contact_id` text,
	`content` text,
	`status` text,
	`sent_at` text,
	`signed_at` text,
	`expires_at` text,
	`signature_data` text,
	`signed_blob` text,
	`current_revision` integer
);

CREATE INDEX `contracts_title_idx` ON `contracts` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contracts_number_idx` ON `contracts` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contracts_opportunity_id_idx` ON `contracts` (`opportunity_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contracts_proposal_id_idx` ON `contracts` (`proposal_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `contract_versions` (
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
	`contract_id` text,
	`revision` integer,
	`content` text,
	`reason` text
);

CREATE INDEX `contract_versions_contract_id_revision_idx` ON `contract_versions` (`contract_id`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `signature_packets` (
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
	`contract_id` text,
	`provider` text,
	`provider_ref` text,
	`signers` text,
	`status` text,
	`completed_at` text
);

CREATE INDEX `signature_packets_provider_provider_ref_idx` ON `signature_packets` (`provider`,`provider_ref`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `signature_packets_contract_id_idx` ON `signature_packets` (`contract_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `engagements` (
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
	`contract_id` text,
	`opportunity_id` text,
	`account_id` text,
	`contact_id` text,
	`status` text,
	`owner_id` text,
	`team_id` text,
	`started_at` text,
	`ended_at` text
);

CREATE INDEX `engagements_name_idx` ON `engagements` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `engagements_contact_id_idx` ON `engagements` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `case_links` (
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
	`from_case_id` text,
	`to_case_id` text,
	`link_type` text,
	`description` text
);

CREATE INDEX `case_links_from_case_id_to_case_id_link_type_idx` ON `case_links` (`from_case_id`,`to_case_id`,`link_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `case_links_to_case_id_idx` ON `case_links` (`to_case_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `checklists` (
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
	`title` text,
	`template_item_id` text,
	`sort_order` integer
);

CREATE INDEX `checklists_case_id_idx` ON `checklists` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `checklist_items` (
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
	`checklist_id` text,
	`case_id` text,
	`label` text,
	`required` integer,
	`done_at` text,
	`done_by` text,
	`sort_order` integer
);

CREATE INDEX `checklist_items_case_id_idx` ON `checklist_items` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `checklist_items_checklist_id_idx` ON `checklist_items` (`checklist_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `sla_policies` (
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
	`kind_id` text,
	`priority_id` text,
	`team_id` text,
	`calendar_id` text,
	`first_response_minutes` integer,
	`resolution_hours` integer,
	`pause_on_hold` integer,
	`warn_percent` integer,
	`is_active` integer
);

CREATE INDEX `sla_policies_name_idx` ON `sla_policies` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `sla_clocks` (
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
	`metric` text,
	`policy_id` text,
	`state` text,
	`started_at` text,
	`due_at` text,
	`paused_at` text,
	`paused_seconds` integer,
	`ended_at` text,
	`warned_at` text
);

CREATE INDEX `sla_clocks_state_due_at_idx` ON `sla_clocks` (`state`,`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `sla_clocks_case_id_metric_idx` ON `sla_clocks` (`case_id`,`metric`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `queues` (
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
	`asterisk_queue_name` text,
	`team_id` text,
	`max_wait_time` integer,
	`ring_strategy` text,
	`wrap_up_time` integer,
	`calendar_id` text,
	`overflow_queue_id` text,
	`voicemail_enabled` integer,
	`is_active` integer
);

CREATE INDEX `queues_name_idx` ON `queues` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `queues_asterisk_queue_name_idx` ON `queues` (`asterisk_queue_name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `agent_state_reasons` (
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
	`code` text,
	`counts_as_work` integer,
	`max_duration` integer,
	`is_active` integer
);

CREATE INDEX `agent_state_reasons_name_idx` ON `agent_state_reasons` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `agent_state_reasons_code_idx` ON `agent_state_reasons` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `queue_members` (
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
	`queue_id` text,
	`user_id` text,
	`penalty` integer,
	`state` text,
	`paused_reason_id` text,
	`joined_at` text
);

CREATE INDEX `queue_members_queue_id_user_id_idx` ON `queue_members` (`queue_id`,`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `trunks` (
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
	`team_id` text,
	`host` text,
	`port` integer,
	`transport` text,
	`sip_user` text,
	`secret` text,
	`codecs` text,
	`max_channels` integer,
	`registration` text,
	`is_active` integer
);

CREATE INDEX `trunks_name_idx` ON `trunks` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `phone_numbers` (
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
	`number` text,
	`label` text,
	`trunk_id` text,
	`team_id` text,
	`queue_id` text,
	`user_id` text,
	`capabilities` text,
	`is_active` integer
);

CREATE INDEX `phone_numbers_number_idx` ON `phone_numbers` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `extensions` (
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
	`number` text,
	`user_id` text,
	`sip_user` text,
	`secret` text,
	`voicemail_pin_hash` text,
	`is_active` integer
);

CREATE INDEX `extensions_number_idx` ON `extensions` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `extensions_sip_user_idx` ON `extensions` (`sip_user`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `dispositions` (
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
	`code` text,
	`category` text,
	`requires_follow_up` integer,
	`requires_case_creation` integer,
	`is_active` integer
);

CREATE INDEX `dispositions_name_idx` ON `dispositions` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `dispositions_code_idx` ON `dispositions` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `agent_states` (
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
	`state` text,
	`reason_id` text,
	`from_at` text,
	`until_at` text,
	`call_id` text,
	`device_id` text
);

CREATE INDEX `agent_states_user_id_from_at_idx` ON `agent_states` (`user_id`,`from_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `calls` (
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
	`pbx` text,
	`linked_id` text,
	`call_id` text,
	`direction` text,
	`status` text,
	`caller_number` text,
	`caller_number_raw` text,
	`caller_name` text,
	`called_number` text,
	`called_number_raw` text,
	`agent_id` text,
	`queue_id` text,
	`team_id` text,
	`phone_number_id` text,
	`contact_id` text,
	`case_id` text,
	`lead_id` text,
	`started_at` text,
	`answered_at` text,
	`ended_at` text,
	`duration` integer,
	`disposition_id` text,
	`wrap_up_note` text,
	`device_id` text,
	`made_offline` integer
);

CREATE INDEX `calls_caller_number_idx` ON `calls` (`caller_number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_contact_id_started_at_idx` ON `calls` (`contact_id`,`started_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_agent_id_started_at_idx` ON `calls` (`agent_id`,`started_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_queue_id_status_idx` ON `calls` (`queue_id`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_call_id_idx` ON `calls` (`call_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_started_at_idx` ON `calls` (`started_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_pbx_linked_id_idx` ON `calls` (`pbx`,`linked_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `calls_case_id_idx` ON `calls` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `call_legs` (
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
	`call_id` text,
	`user_id` text,
	`device_id` text,
	`extension_id` text,
	`sip_call_id` text,
	`channel` text,
	`direction` text,
	`outcome` text,
	`hangup_cause` integer,
	`started_at` text,
	`answered_at` text,
	`ended_at` text,
	`mos` real
);

CREATE INDEX `call_legs_user_id_started_at_idx` ON `call_legs` (`user_id`,`started_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `call_legs_call_id_sip_call_id_idx` ON `call_legs` (`call_id`,`sip_call_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `queue_entries` (
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
	`queue_id` text,
	`call_id` text,
	`position` integer,
	`joined_at` text,
	`connected_at` text,
	`left_at` text,
	`result` text,
	`agent_id` text
);

CREATE INDEX `queue_entries_queue_id_result_idx` ON `queue_entries` (`queue_id`,`result`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `queue_entries_joined_at_idx` ON `queue_entries` (`joined_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `queue_entries_queue_id_call_id_joined_at_idx` ON `queue_entries` (`queue_id`,`call_id`,`joined_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `queue_entries_call_id_idx` ON `queue_entries` (`call_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `call_events` (
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
	`call_id` text,
	`event_type` text,
	`at` text,
	`user_id` text,
	`details` text
);

CREATE INDEX `call_events_call_id_at_idx` ON `call_events` (`call_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `call_transfers` (
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
	`call_id` text,
	`transfer_type` text,
	`from_agent_id` text,
	`to_agent_id` text,
	`to_queue_id` text,
	`to_number` text,
	`to_number_raw` text,
	`reason` text,
	`status` text
);

CREATE INDEX `call_transfers_call_id_idx` ON `call_transfers` (`call_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `recordings` (
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
	`call_id` text,
	`blob` text,
	`status` text,
	`duration` integer,
	`consent_id` text,
	`legal_hold` integer,
	`keep_until` text
);

CREATE INDEX `recordings_call_id_blob_idx` ON `recordings` (`call_id`,`blob`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `transcripts` (
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
	`call_id` text,
	`recording_id` text,
	`language` text,
	`full_text` text,
	`speaker_segments` text,
	`confidence` real,
	`status` text
);

CREATE INDEX `transcripts_call_id_language_idx` ON `transcripts` (`call_id`,`language`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `callbacks` (
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
	`call_id` text,
	`contact_id` text,
	`case_id` text,
	`queue_id` text,
	`team_id` text,
	`phone` text,
	`phone_raw` text,
	`due_at` text,
	`assigned_to` text,
	`status` text,
	`attempts` integer,
	`reason` text
);

CREATE INDEX `callbacks_status_due_at_idx` ON `callbacks` (`status`,`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `callbacks_assigned_to_status_idx` ON `callbacks` (`assigned_to`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `callbacks_case_id_idx` ON `callbacks` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `voicemails` (
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
	`call_id` text,
	`queue_id` text,
	`team_id` text,
	`extension_id` text,
	`user_id` text,
	`blob` text,
	`transcript_id` text,
	`status` text,
	`handled_by` text
);

CREATE INDEX `voicemails_status_idx` ON `voicemails` (`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `voicemails_call_id_idx` ON `voicemails` (`call_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `channels` (
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
	`type` text,
	`configuration` text,
	`credential_ref` text,
	`team_id` text,
	`phone_number_id` text,
	`is_active` integer
);

CREATE INDEX `channels_name_idx` ON `channels` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `conversations` (
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
	`channel_id` text,
	`type` text,
	`subject` text,
	`contact_id` text,
	`case_id` text,
	`engagement_id` text,
	`status` text,
	`assigned_to` text,
	`team_id` text,
	`last_interaction_at` text,
	`unread_count` integer,
	`external_thread_id` text
);

CREATE INDEX `conversations_status_last_interaction_at_idx` ON `conversations` (`status`,`last_interaction_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `conversations_assigned_to_status_idx` ON `conversations` (`assigned_to`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `conversations_channel_id_external_thread_id_idx` ON `conversations` (`channel_id`,`external_thread_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `conversations_case_id_idx` ON `conversations` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `conversations_contact_id_idx` ON `conversations` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `conversations_engagement_id_idx` ON `conversations` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `messages` (
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
	`conversation_id` text,
	`case_id` text,
	`sender_user_id` text,
	`sender_contact_id` text,
	`sender_role` text,
	`direction` text,
	`kind` text,
	`subject` text,
	`body` text,
	`reply_to_id` text,
	`status` text,
	`external_id` text,
	`sent_at` text,
	`delivered_at` text,
	`attachments` text,
	`metadata` text,
	`failure_code` text
);

CREATE INDEX `messages_conversation_id_created_at_idx` ON `messages` (`conversation_id`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `messages_case_id_created_at_idx` ON `messages` (`case_id`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `messages_conversation_id_external_id_idx` ON `messages` (`conversation_id`,`external_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `message_receipts` (
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
	`message_id` text,
	`contact_id` text,
	`user_id` text,
	`delivered_at` text,
	`read_at` text
);

CREATE INDEX `message_receipts_message_id_contact_id_idx` ON `message_receipts` (`message_id`,`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `message_receipts_message_id_user_id_idx` ON `message_receipts` (`message_id`,`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `message_receipts_contact_id_idx` ON `message_receipts` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `message_templates` (
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
	`channel_type` text,
	`subject` text,
	`content` text,
	`variables` text,
	`language` text,
	`provider_template_id` text,
	`is_active` integer
);

CREATE INDEX `message_templates_name_channel_type_language_idx` ON `message_templates` (`name`,`channel_type`,`language`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `message_drafts` (
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
	`conversation_id` text,
	`user_id` text,
	`body` text,
	`attachments` text,
	`template_id` text
);

CREATE INDEX `message_drafts_conversation_id_user_id_idx` ON `message_drafts` (`conversation_id`,`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `reminders` (
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
	`subject_type` text,
	`subject_id` text,
	`contact_id` text,
	`text` text,
	`remind_at` text,
	`status` text
);

CREATE INDEX `reminders_user_id_status_remind_at_idx` ON `reminders` (`user_id`,`status`,`remind_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `email_details` (
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
	`message_id` text,
	`from_address` text,
	`to_addresses` text,
	`cc_addresses` text,
	`bcc_addresses` text,
	`header_message_id` text,
	`in_reply_to` text,
	`reference_ids` text,
	`snippet` text,
	`body_archived` integer,
	`provider_ref` text
);

CREATE INDEX `email_details_snippet_idx` ON `email_details` (`snippet`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `email_details_message_id_idx` ON `email_details` (`message_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `email_details_header_message_id_idx` ON `email_details` (`header_message_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `whatsapp_threads` (
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
	`conversation_id` text,
	`wa_id` text,
	`window_expires_at` text,
	`opted_in` integer,
	`profile_name` text
);

CREATE INDEX `whatsapp_threads_wa_id_idx` ON `whatsapp_threads` (`wa_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `whatsapp_threads_conversation_id_idx` ON `whatsapp_threads` (`conversation_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `sms_details` (
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
	`message_id` text,
	`from_number` text,
	`from_number_raw` text,
	`to_number` text,
	`to_number_raw` text,
	`segments` integer,
	`encoding` text,
	`provider_ref` text,
	`delivery_code` text
);

CREATE INDEX `sms_details_message_id_idx` ON `sms_details` (`message_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `documents` (
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
	`engagement_id` text,
	`title` text,
	`file_name` text,
	`original_file_name` text,
	`document_type` text,
	`description` text,
	`mime_type` text,
	`size` integer,
	`current_version_id` text,
	`uploaded_by` text,
	`access_level` text,
	`allowed_roles` text,
	`pin_protected` integer,
	`pin_hash` text,
	`pin_attempts` integer,
	`pin_locked_until` text,
	`is_template` integer,
	`download_count` integer,
	`last_accessed_at` text,
	`is_active` integer,
	`tags` text,
	`legal_hold` integer
);

CREATE INDEX `documents_title_idx` ON `documents` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `documents_document_type_idx` ON `documents` (`document_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `documents_contact_id_idx` ON `documents` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `documents_case_id_idx` ON `documents` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `documents_engagement_id_idx` ON `documents` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `document_versions` (
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
	`document_id` text,
	`revision` integer,
	`blob` text,
	`note` text,
	`uploaded_at` text
);

CREATE INDEX `document_versions_document_id_revision_idx` ON `document_versions` (`document_id`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `document_templates` (
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
	`document_type` text,
	`content` text,
	`blob` text,
	`variables` text,
	`case_kind_id` text,
	`is_active` integer
);

CREATE INDEX `document_templates_name_idx` ON `document_templates` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `document_grants` (
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
	`document_id` text,
	`user_id` text,
	`team_id` text,
	`role_id` text,
	`contact_id` text,
	`access_type` text,
	`granted_by` text,
	`expires_at` text
);

CREATE INDEX `document_grants_document_id_user_id_access_type_idx` ON `document_grants` (`document_id`,`user_id`,`access_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_document_id_team_id_access_type_idx` ON `document_grants` (`document_id`,`team_id`,`access_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_document_id_role_id_access_type_idx` ON `document_grants` (`document_id`,`role_id`,`access_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_document_id_contact_id_access_type_idx` ON `document_grants` (`document_id`,`contact_id`,`access_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_team_id_idx` ON `document_grants` (`team_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_role_id_idx` ON `document_grants` (`role_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_grants_contact_id_idx` ON `document_grants` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `document_access_log` (
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
	`document_id` text,
	`contact_id` text,
	`user_id` text,
	`action` text,
	`ip_address` text,
	`user_agent` text,
	`success` integer,
	`error_message` text,
	`at` text
);

CREATE INDEX `document_access_log_document_id_at_idx` ON `document_access_log` (`document_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `document_access_log_user_id_at_idx` ON `document_access_log` (`user_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `project_templates` (
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
	`tasks_template` text,
	`milestones_template` text,
	`is_active` integer
);

CREATE INDEX `project_templates_name_idx` ON `project_templates` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `projects` (
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
	`engagement_id` text,
	`template_id` text,
	`name` text,
	`status` text,
	`starts_on` text,
	`due_on` text,
	`owner_id` text
);

CREATE INDEX `projects_name_idx` ON `projects` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `projects_due_on_idx` ON `projects` (`due_on`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `projects_engagement_id_idx` ON `projects` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `milestones` (
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
	`project_id` text,
	`name` text,
	`due_on` text,
	`reached_at` text,
	`sort_order` integer,
	`billable` integer,
	`amount_minor` integer,
	`amount_currency` text
);

CREATE INDEX `milestones_name_idx` ON `milestones` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `milestones_project_id_sort_order_idx` ON `milestones` (`project_id`,`sort_order`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `tasks` (
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
	`title` text,
	`description` text,
	`case_id` text,
	`project_id` text,
	`milestone_id` text,
	`engagement_id` text,
	`contact_id` text,
	`assigned_to` text,
	`team_id` text,
	`task_type` text,
	`status` text,
	`priority` text,
	`due_at` text,
	`completed_at` text,
	`estimated_hours` real,
	`actual_hours` real,
	`pp_task_id` text,
	`pp_data` text,
	`metadata` text,
	`last_sync_at` text,
	`sort_order` integer
);

CREATE INDEX `tasks_title_idx` ON `tasks` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_assigned_to_status_due_at_idx` ON `tasks` (`assigned_to`,`status`,`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_case_id_status_idx` ON `tasks` (`case_id`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_project_id_status_idx` ON `tasks` (`project_id`,`status`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_due_at_idx` ON `tasks` (`due_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_pp_task_id_idx` ON `tasks` (`pp_task_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_contact_id_idx` ON `tasks` (`contact_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tasks_engagement_id_idx` ON `tasks` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `task_comments` (
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
	`task_id` text,
	`content` text,
	`is_internal` integer
);

CREATE INDEX `task_comments_task_id_created_at_idx` ON `task_comments` (`task_id`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `task_dependencies` (
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
	`task_id` text,
	`depends_on_id` text,
	`dependency_type` text
);

CREATE INDEX `task_dependencies_task_id_depends_on_id_idx` ON `task_dependencies` (`task_id`,`depends_on_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `task_dependencies_depends_on_id_idx` ON `task_dependencies` (`depends_on_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `appointments` (
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
	`title` text,
	`subject_type` text,
	`subject_id` text,
	`contact_id` text,
	`case_id` text,
	`host_id` text,
	`starts_at` text,
	`ends_at` text,
	`place` text,
	`status` text,
	`external_calendar` text,
	`external_event_id` text
);

CREATE INDEX `appointments_title_idx` ON `appointments` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `appointments_host_id_starts_at_idx` ON `appointments` (`host_id`,`starts_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `appointments_starts_at_idx` ON `appointments` (`starts_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `appointments_external_calendar_external_event_id_idx` ON `appointments` (`external_calendar`,`external_event_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `appointments_case_id_idx` ON `appointments` (`case_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `invoice_schedules` (
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
	`engagement_id` text,
	`name` text,
	`cadence` text,
	`next_run_on` text,
	`line_items` text,
	`is_active` integer
);

CREATE INDEX `invoice_schedules_name_idx` ON `invoice_schedules` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `invoice_schedules_next_run_on_idx` ON `invoice_schedules` (`next_run_on`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `invoice_schedules_engagement_id_idx` ON `invoice_schedules` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `invoices` (
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
	`number` text,
	`engagement_id` text,
	`schedule_id` text,
	`milestone_id` text,
	`account_id` text,
	`issued_on` text,
	`due_on` text,
	`status` text,
	`line_items` text,
	`total_minor` integer,
	`total_currency` text,
	`amount_paid_minor` integer,
	`amount_paid_currency` text,
	`sent_at` text,
	`viewed_at` text,
	`paid_at` text
);

CREATE INDEX `invoices_number_idx` ON `invoices` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `invoices_status_due_on_idx` ON `invoices` (`status`,`due_on`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `invoices_engagement_id_idx` ON `invoices` (`engagement_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `payments` (
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
	`invoice_id` text,
	`amount_minor` integer,
	`amount_currency` text,
	`received_at` text,
	`method` text,
	`provider_token` text,
	`reference` text,
	`kind` text
);

CREATE INDEX `payments_reference_idx` ON `payments` (`reference`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `payments_received_at_idx` ON `payments` (`received_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `payments_method_reference_idx` ON `payments` (`method`,`reference`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `payments_invoice_id_idx` ON `payments` (`invoice_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `vendors` (
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
	`account_id` text,
	`email` text,
	`phone` text,
	`phone_raw` text,
	`tax_id` text,
	`is_active` integer
);

CREATE INDEX `vendors_name_idx` ON `vendors` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `bills` (
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
	`vendor_id` text,
	`engagement_id` text,
	`number` text,
	`amount_minor` integer,
	`amount_currency` text,
	`due_on` text,
	`status` text,
	`paid_at` text,
	`blob` text
);

CREATE INDEX `bills_number_idx` ON `bills` (`number`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `bills_due_on_idx` ON `bills` (`due_on`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `bills_vendor_id_number_idx` ON `bills` (`vendor_id`,`number`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `interactions` (
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
	`account_id` text,
	`case_id` text,
	`lead_id` text,
	`team_id` text,
	`channel` text,
	`interaction_type` text,
	`direction` text,
	`happened_at` text,
	`summary` text,
	`source_type` text,
	`source_id` text,
	`actor_id` text,
	`duration` integer
);

CREATE INDEX `interactions_contact_id_happened_at_idx` ON `interactions` (`contact_id`,`happened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `interactions_case_id_happened_at_idx` ON `interactions` (`case_id`,`happened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `interactions_happened_at_idx` ON `interactions` (`happened_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `interactions_source_type_source_id_idx` ON `interactions` (`source_type`,`source_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `interactions_lead_id_idx` ON `interactions` (`lead_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `visits` (
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
	`lead_id` text,
	`project_id` text,
	`unit_id` text,
	`host_id` text,
	`visited_at` text,
	`visit_notes` text,
	`outcome` text
);

CREATE INDEX `visits_contact_id_visited_at_idx` ON `visits` (`contact_id`,`visited_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `visits_lead_id_idx` ON `visits` (`lead_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `qd_scores` (
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
	`context_type` text,
	`context_id` text,
	`score_type` text,
	`current_value` real,
	`computed_at` text,
	`evidence` text
);

CREATE INDEX `qd_scores_contact_id_context_type_context_id_score_type_idx` ON `qd_scores` (`contact_id`,`context_type`,`context_id`,`score_type`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `qd_scores_contact_id_score_type_idx` ON `qd_scores` (`contact_id`,`score_type`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `qd_timeseries` (
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
	`signal_source` text,
	`score_type` text,
	`at` text,
	`value` real,
	`evidence_type` text,
	`evidence_id` text
);

CREATE INDEX `qd_timeseries_contact_id_at_idx` ON `qd_timeseries` (`contact_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `vehicle_events` (
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
	`project_id` text,
	`plate` text,
	`kind` text,
	`at` text,
	`camera_ref` text,
	`confidence` real,
	`blob` text
);

CREATE INDEX `vehicle_events_at_idx` ON `vehicle_events` (`at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `vehicle_events_plate_idx` ON `vehicle_events` (`plate`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `perception_events` (
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
	`session_ref` text,
	`contact_id` text,
	`visit_id` text,
	`kind` text,
	`at` text,
	`data` text,
	`confidence` real,
	`blob` text
);

CREATE INDEX `perception_events_session_ref_at_idx` ON `perception_events` (`session_ref`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `cctv_links` (
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
	`camera_ref` text,
	`from_at` text,
	`to_at` text,
	`blob` text,
	`external_ref` text
);

CREATE TABLE `import_batches` (
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
	`kind` text,
	`source` text,
	`connector_id` text,
	`blob` text,
	`file_sha256` text,
	`status` text,
	`failed_step` text,
	`mapping_id` text,
	`counts` text,
	`submitted_by` text,
	`approved_by` text,
	`committed_at` text,
	`error` text,
	`attempt` integer
);

CREATE INDEX `import_batches_created_at_idx` ON `import_batches` (`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `import_batches_kind_file_sha256_idx` ON `import_batches` (`kind`,`file_sha256`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `import_batches_status_idx` ON `import_batches` (`status`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `import_mappings` (
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
	`columns` text,
	`revision` integer,
	`approved_by` text
);

CREATE INDEX `import_mappings_name_revision_idx` ON `import_mappings` (`name`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `merge_candidates` (
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
	`entity_type` text,
	`left_id` text,
	`right_id` text,
	`score` real,
	`reasons` text,
	`risk` text,
	`batch_id` text,
	`status` text
);

CREATE INDEX `merge_candidates_right_id_idx` ON `merge_candidates` (`right_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `merge_candidates_status_score_idx` ON `merge_candidates` (`status`,`score`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `merge_candidates_left_id_right_id_idx` ON `merge_candidates` (`left_id`,`right_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `sync_logs` (
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
	`connector_id` text,
	`sync_type` text,
	`status` text,
	`records_processed` integer,
	`records_created` integer,
	`records_updated` integer,
	`errors_count` integer,
	`error_details` text,
	`started_at` text,
	`completed_at` text,
	`triggered_by` text
);

CREATE INDEX `sync_logs_sync_type_started_at_idx` ON `sync_logs` (`sync_type`,`started_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `notification_rules` (
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
	`trigger_event` text,
	`conditions` text,
	`recipients` text,
	`channels` text,
	`template` text,
	`is_active` integer
);

CREATE INDEX `notification_rules_name_idx` ON `notification_rules` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `notification_rules_trigger_event_is_active_idx` ON `notification_rules` (`trigger_event`,`is_active`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `notifications` (
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
	`title` text,
	`message` text,
	`notification_type` text,
	`subject_type` text,
	`subject_id` text,
	`is_read` integer,
	`read_at` text,
	`channel` text,
	`delivery_status` text,
	`rule_id` text,
	`dedupe_key` text
);

CREATE INDEX `notifications_user_id_is_read_created_at_idx` ON `notifications` (`user_id`,`is_read`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `notifications_user_id_dedupe_key_channel_idx` ON `notifications` (`user_id`,`dedupe_key`,`channel`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `search_history` (
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
	`query` text,
	`filters` text,
	`result_count` integer,
	`opened_type` text,
	`opened_id` text,
	`at` text
);

CREATE INDEX `search_history_user_id_at_idx` ON `search_history` (`user_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `favourites` (
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
	`target_type` text,
	`target_id` text,
	`query` text,
	`label` text,
	`sort_order` integer
);

CREATE INDEX `favourites_user_id_target_type_target_id_idx` ON `favourites` (`user_id`,`target_type`,`target_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `saved_views` (
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
	`entity_type` text,
	`definition` text,
	`owner_id` text,
	`shared_team_id` text,
	`is_shared` integer
);

CREATE INDEX `saved_views_name_idx` ON `saved_views` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `saved_views_owner_id_name_entity_type_idx` ON `saved_views` (`owner_id`,`name`,`entity_type`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_families` (
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
	`code` text,
	`description` text,
	`sort_order` integer
);

CREATE INDEX `component_families_name_idx` ON `component_families` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `component_families_code_idx` ON `component_families` (`code`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_chapters` (
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
	`family_id` text,
	`title` text,
	`sort_order` integer
);

CREATE INDEX `component_chapters_title_idx` ON `component_chapters` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `component_chapters_family_id_title_idx` ON `component_chapters` (`family_id`,`title`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_templates` (
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
	`family_id` text,
	`chapter_id` text,
	`name` text,
	`body` text,
	`revision` integer,
	`status` text
);

CREATE INDEX `component_templates_name_idx` ON `component_templates` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `component_templates_family_id_name_revision_idx` ON `component_templates` (`family_id`,`name`,`revision`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_examples` (
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
	`template_id` text,
	`title` text,
	`input` text,
	`output` text
);

CREATE INDEX `component_examples_title_idx` ON `component_examples` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `component_examples_template_id_idx` ON `component_examples` (`template_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_tags` (
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
	`template_id` text,
	`tag` text
);

CREATE INDEX `component_tags_tag_idx` ON `component_tags` (`tag`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `component_tags_template_id_tag_idx` ON `component_tags` (`template_id`,`tag`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `component_lineage` (
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
	`child_id` text,
	`parent_id` text,
	`relation` text
);

CREATE INDEX `component_lineage_child_id_parent_id_relation_idx` ON `component_lineage` (`child_id`,`parent_id`,`relation`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `canvases` (
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
	`title` text,
	`owner_id` text,
	`layout` text,
	`subject_type` text,
	`subject_id` text,
	`shared_team_id` text,
	`is_shared` integer
);

CREATE INDEX `canvases_title_idx` ON `canvases` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `knowledge_articles` (
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
	`title` text,
	`body` text,
	`category_id` text,
	`status` text,
	`tags` text
);

CREATE INDEX `knowledge_articles_title_idx` ON `knowledge_articles` (`title`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `surveys` (
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
	`questions` text,
	`trigger` text,
	`is_active` integer
);

CREATE INDEX `surveys_name_idx` ON `surveys` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `retention_policies` (
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
	`entity_type` text,
	`hot_months` integer,
	`archive_months` integer,
	`purge_months` integer,
	`legal_basis` text,
	`is_active` integer
);

CREATE INDEX `retention_policies_entity_type_idx` ON `retention_policies` (`entity_type`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `reports` (
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
	`team_id` text,
	`definition` text,
	`schedule` text,
	`recipients` text,
	`is_active` integer
);

CREATE INDEX `reports_name_idx` ON `reports` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `reports_team_id_name_idx` ON `reports` (`team_id`,`name`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `blob_links` (
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
	`blob_id` text,
	`subject_type` text,
	`subject_id` text,
	`role` text,
	`note` text
);

CREATE INDEX `blob_links_blob_id_subject_type_subject_id_role_idx` ON `blob_links` (`blob_id`,`subject_type`,`subject_id`,`role`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `blob_links_subject_type_subject_id_idx` ON `blob_links` (`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `workflow_instances` (
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
	`workflow_id` text,
	`trigger_id` text,
	`subject_type` text,
	`subject_id` text,
	`current_stage` text,
	`data` text,
	`status` text,
	`started_at` text,
	`completed_at` text
);

CREATE INDEX `workflow_instances_workflow_id_subject_type_subject_id_idx` ON `workflow_instances` (`workflow_id`,`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `workflow_instances_subject_type_subject_id_idx` ON `workflow_instances` (`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `workflow_actions` (
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
	`instance_id` text,
	`action_type` text,
	`params` text,
	`status` text,
	`attempts` integer,
	`max_attempts` integer,
	`next_attempt_at` text,
	`last_error` text,
	`idempotency_key` text
);

CREATE INDEX `workflow_actions_status_next_attempt_at_idx` ON `workflow_actions` (`status`,`next_attempt_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `workflow_actions_idempotency_key_idx` ON `workflow_actions` (`idempotency_key`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `workflow_actions_instance_id_idx` ON `workflow_actions` (`instance_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `workflow_branches` (
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
	`instance_id` text,
	`parent_branch_id` text,
	`name` text,
	`condition` text,
	`status` text
);

CREATE INDEX `workflow_branches_instance_id_idx` ON `workflow_branches` (`instance_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `change_proposals` (
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
	`origin` text,
	`origin_type` text,
	`origin_id` text,
	`kind` text,
	`target_type` text,
	`target_id` text,
	`target_expected_version` integer,
	`patch` text,
	`rationale` text,
	`evidence` text,
	`confidence` real,
	`risk` text,
	`status` text,
	`decided_by` text,
	`decided_at` text,
	`decision_note` text
);

CREATE INDEX `change_proposals_status_risk_created_at_idx` ON `change_proposals` (`status`,`risk`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `change_proposals_target_type_target_id_idx` ON `change_proposals` (`target_type`,`target_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `writebacks` (
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
	`proposal_id` text,
	`target_domain` text,
	`target_type` text,
	`target_id` text,
	`command` text,
	`args` text,
	`idempotency_key` text,
	`status` text,
	`approved_by` text,
	`executed_at` text,
	`result` text,
	`error` text
);

CREATE INDEX `writebacks_idempotency_key_idx` ON `writebacks` (`idempotency_key`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `writebacks_target_type_target_id_idx` ON `writebacks` (`target_type`,`target_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `agent_runs` (
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
	`agent_name` text,
	`model` text,
	`purpose` text,
	`subject_type` text,
	`subject_id` text,
	`branch_id` text,
	`status` text,
	`started_at` text,
	`ended_at` text,
	`input_refs` text,
	`output` text,
	`token_count` integer,
	`cost_minor` integer,
	`cost_currency` text,
	`error` text
);

CREATE TABLE `policy_decisions` (
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
	`policy` text,
	`subject_type` text,
	`subject_id` text,
	`actor_id` text,
	`agent_run_id` text,
	`decision` text,
	`reasons` text,
	`inputs` text
);

CREATE INDEX `policy_decisions_subject_type_subject_id_created_at_idx` ON `policy_decisions` (`subject_type`,`subject_id`,`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `survey_responses` (
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
	`survey_id` text,
	`contact_id` text,
	`subject_type` text,
	`subject_id` text,
	`answers` text,
	`score` real,
	`at` text
);

CREATE INDEX `survey_responses_survey_id_at_idx` ON `survey_responses` (`survey_id`,`at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `survey_responses_subject_type_subject_id_idx` ON `survey_responses` (`subject_type`,`subject_id`,`id`) WHERE deleted_at IS NULL;

CREATE TABLE `stage_history` (
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
	`field` text,
	`from_value` text,
	`to_value` text,
	`changed_at` text,
	`changed_by` text,
	`reason` text,
	`conversion_id` text
);

CREATE INDEX `stage_history_subject_type_subject_id_changed_at_idx` ON `stage_history` (`subject_type`,`subject_id`,`changed_at`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `activity_events` ADD `engagement_id` text;

ALTER TABLE `activity_events` ADD `contact_id` text;

CREATE INDEX `activity_events_created_at_idx` ON `activity_events` (`created_at`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `activity_events_engagement_id_happened_at_idx` ON `activity_events` (`engagement_id`,`happened_at`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `case_kinds` ADD `default_workflow_id` text;

ALTER TABLE `case_kinds` ADD `status_labels` text;

CREATE INDEX `case_kinds_name_idx` ON `case_kinds` (`name`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `cases` ADD `workflow_id` text;

ALTER TABLE `cases` ADD `stage` text;

ALTER TABLE `cases` ADD `stage_changed_at` text;

ALTER TABLE `cases` ADD `stage_changed_by` text;

ALTER TABLE `cases` ADD `account_id` text;

ALTER TABLE `cases` ADD `lead_id` text;

ALTER TABLE `cases` ADD `opportunity_id` text;

ALTER TABLE `cases` ADD `engagement_id` text;

ALTER TABLE `cases` ADD `location_id` text;

ALTER TABLE `cases` ADD `pp_matter_id` text;

CREATE INDEX `cases_kind_id_stage_idx` ON `cases` (`kind_id`,`stage`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `cases_pp_matter_id_idx` ON `cases` (`pp_matter_id`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `contacts` ADD `account_id` text;

ALTER TABLE `contacts` ADD `linkedin_url` text;

ALTER TABLE `contacts` ADD `location_id` text;

ALTER TABLE `contacts` ADD `persona_labels` text;

ALTER TABLE `contacts` ADD `source_confidence` real;

ALTER TABLE `contacts` ADD `lifecycle` text;

ALTER TABLE `contacts` ADD `do_not_contact` integer;

CREATE INDEX `contacts_user_id_idx` ON `contacts` (`user_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `contacts_location_id_idx` ON `contacts` (`location_id`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `devices` ADD `replica_cursor` text;

ALTER TABLE `memberships` ADD `is_external` integer;

ALTER TABLE `memberships` ADD `capabilities_hash` text;

CREATE INDEX `memberships_display_name_idx` ON `memberships` (`display_name`,`id`) WHERE deleted_at IS NULL;

ALTER TABLE `number_blocks` ADD `used_up_to` integer;

ALTER TABLE `teams` ADD `default_calendar_id` text;

ALTER TABLE `user_preferences` ADD `notification_prefs` text;

CREATE INDEX `case_categories_name_idx` ON `case_categories` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `priorities_name_idx` ON `priorities` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `reference_items_name_idx` ON `reference_items` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `reference_items_parent_id_idx` ON `reference_items` (`parent_id`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `reference_lists_display_name_idx` ON `reference_lists` (`display_name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `roles_display_name_idx` ON `roles` (`display_name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tenants_name_idx` ON `tenants` (`name`,`id`) WHERE deleted_at IS NULL;

CREATE INDEX `tenants_subdomain_idx` ON `tenants` (`subdomain`,`id`) WHERE deleted_at IS NULL;

-- custom_fields_search
DROP TRIGGER IF EXISTS custom_fields_search_insert;
DROP TRIGGER IF EXISTS custom_fields_search_update;
DROP TRIGGER IF EXISTS custom_fields_search_delete;
DROP TABLE IF EXISTS custom_fields_search;
CREATE VIRTUAL TABLE custom_fields_search USING fts5(label, content='custom_fields', tokenize='unicode61 remove_diacritics 2');
INSERT INTO custom_fields_search(custom_fields_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER custom_fields_search_insert AFTER INSERT ON custom_fields WHEN 1 BEGIN INSERT INTO custom_fields_search(rowid, label) VALUES (new.rowid, new.label); END;
CREATE TRIGGER custom_fields_search_update AFTER UPDATE OF label ON custom_fields WHEN (old.label IS NOT new.label) AND 1 BEGIN INSERT INTO custom_fields_search(custom_fields_search, rowid, label) VALUES ('delete', old.rowid, old.label); INSERT INTO custom_fields_search(rowid, label) VALUES (new.rowid, new.label); END;
CREATE TRIGGER custom_fields_search_delete AFTER DELETE ON custom_fields WHEN 1 BEGIN INSERT INTO custom_fields_search(custom_fields_search, rowid, label) VALUES ('delete', old.rowid, old.label); END;
INSERT INTO custom_fields_search(custom_fields_search) VALUES ('rebuild');

-- locations_search
DROP TRIGGER IF EXISTS locations_search_insert;
DROP TRIGGER IF EXISTS locations_search_update;
DROP TRIGGER IF EXISTS locations_search_delete;
DROP TABLE IF EXISTS locations_search;
CREATE VIRTUAL TABLE locations_search USING fts5(name, content='locations', tokenize='unicode61 remove_diacritics 2');
INSERT INTO locations_search(locations_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER locations_search_insert AFTER INSERT ON locations WHEN 1 BEGIN INSERT INTO locations_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER locations_search_update AFTER UPDATE OF name ON locations WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO locations_search(locations_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO locations_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER locations_search_delete AFTER DELETE ON locations WHEN 1 BEGIN INSERT INTO locations_search(locations_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO locations_search(locations_search) VALUES ('rebuild');

-- calendars_search
DROP TRIGGER IF EXISTS calendars_search_insert;
DROP TRIGGER IF EXISTS calendars_search_update;
DROP TRIGGER IF EXISTS calendars_search_delete;
DROP TABLE IF EXISTS calendars_search;
CREATE VIRTUAL TABLE calendars_search USING fts5(name, content='calendars', tokenize='unicode61 remove_diacritics 2');
INSERT INTO calendars_search(calendars_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER calendars_search_insert AFTER INSERT ON calendars WHEN 1 BEGIN INSERT INTO calendars_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER calendars_search_update AFTER UPDATE OF name ON calendars WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO calendars_search(calendars_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO calendars_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER calendars_search_delete AFTER DELETE ON calendars WHEN 1 BEGIN INSERT INTO calendars_search(calendars_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO calendars_search(calendars_search) VALUES ('rebuild');

-- accounts_search
DROP TRIGGER IF EXISTS accounts_search_insert;
DROP TRIGGER IF EXISTS accounts_search_update;
DROP TRIGGER IF EXISTS accounts_search_delete;
DROP TABLE IF EXISTS accounts_search;
CREATE VIRTUAL TABLE accounts_search USING fts5(name, industry, email, phone, content='accounts', tokenize='unicode61 remove_diacritics 2');
INSERT INTO accounts_search(accounts_search, rank) VALUES ('rank', 'bm25(10, 2, 5, 5)');
CREATE TRIGGER accounts_search_insert AFTER INSERT ON accounts WHEN 1 BEGIN INSERT INTO accounts_search(rowid, name, industry, email, phone) VALUES (new.rowid, new.name, new.industry, new.email, new.phone); END;
CREATE TRIGGER accounts_search_update AFTER UPDATE OF name, industry, email, phone ON accounts WHEN (old.name IS NOT new.name OR old.industry IS NOT new.industry OR old.email IS NOT new.email OR old.phone IS NOT new.phone) AND 1 BEGIN INSERT INTO accounts_search(accounts_search, rowid, name, industry, email, phone) VALUES ('delete', old.rowid, old.name, old.industry, old.email, old.phone); INSERT INTO accounts_search(rowid, name, industry, email, phone) VALUES (new.rowid, new.name, new.industry, new.email, new.phone); END;
CREATE TRIGGER accounts_search_delete AFTER DELETE ON accounts WHEN 1 BEGIN INSERT INTO accounts_search(accounts_search, rowid, name, industry, email, phone) VALUES ('delete', old.rowid, old.name, old.industry, old.email, old.phone); END;
INSERT INTO accounts_search(accounts_search) VALUES ('rebuild');

-- households_search
DROP TRIGGER IF EXISTS households_search_insert;
DROP TRIGGER IF EXISTS households_search_update;
DROP TRIGGER IF EXISTS households_search_delete;
DROP TABLE IF EXISTS households_search;
CREATE VIRTUAL TABLE households_search USING fts5(name, content='households', tokenize='unicode61 remove_diacritics 2');
INSERT INTO households_search(households_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER households_search_insert AFTER INSERT ON households WHEN 1 BEGIN INSERT INTO households_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER households_search_update AFTER UPDATE OF name ON households WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO households_search(households_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO households_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER households_search_delete AFTER DELETE ON households WHEN 1 BEGIN INSERT INTO households_search(households_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO households_search(households_search) VALUES ('rebuild');

-- contact_groups_search
DROP TRIGGER IF EXISTS contact_groups_search_insert;
DROP TRIGGER IF EXISTS contact_groups_search_update;
DROP TRIGGER IF EXISTS contact_groups_search_delete;
DROP TABLE IF EXISTS contact_groups_search;
CREATE VIRTUAL TABLE contact_groups_search USING fts5(name, content='contact_groups', tokenize='unicode61 remove_diacritics 2');
INSERT INTO contact_groups_search(contact_groups_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER contact_groups_search_insert AFTER INSERT ON contact_groups WHEN 1 BEGIN INSERT INTO contact_groups_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER contact_groups_search_update AFTER UPDATE OF name ON contact_groups WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO contact_groups_search(contact_groups_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO contact_groups_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER contact_groups_search_delete AFTER DELETE ON contact_groups WHEN 1 BEGIN INSERT INTO contact_groups_search(contact_groups_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO contact_groups_search(contact_groups_search) VALUES ('rebuild');

-- workflows_search
DROP TRIGGER IF EXISTS workflows_search_insert;
DROP TRIGGER IF EXISTS workflows_search_update;
DROP TRIGGER IF EXISTS workflows_search_delete;
DROP TABLE IF EXISTS workflows_search;
CREATE VIRTUAL TABLE workflows_search USING fts5(name, content='workflows', tokenize='unicode61 remove_diacritics 2');
INSERT INTO workflows_search(workflows_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER workflows_search_insert AFTER INSERT ON workflows WHEN 1 BEGIN INSERT INTO workflows_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER workflows_search_update AFTER UPDATE OF name ON workflows WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO workflows_search(workflows_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO workflows_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER workflows_search_delete AFTER DELETE ON workflows WHEN 1 BEGIN INSERT INTO workflows_search(workflows_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO workflows_search(workflows_search) VALUES ('rebuild');

-- business_rules_search
DROP TRIGGER IF EXISTS business_rules_search_insert;
DROP TRIGGER IF EXISTS business_rules_search_update;
DROP TRIGGER IF EXISTS business_rules_search_delete;
DROP TABLE IF EXISTS business_rules_search;
CREATE VIRTUAL TABLE business_rules_search USING fts5(name, content='business_rules', tokenize='unicode61 remove_diacritics 2');
INSERT INTO business_rules_search(business_rules_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER business_rules_search_insert AFTER INSERT ON business_rules WHEN 1 BEGIN INSERT INTO business_rules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER business_rules_search_update AFTER UPDATE OF name ON business_rules WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO business_rules_search(business_rules_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO business_rules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER business_rules_search_delete AFTER DELETE ON business_rules WHEN 1 BEGIN INSERT INTO business_rules_search(business_rules_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO business_rules_search(business_rules_search) VALUES ('rebuild');

-- inventory_projects_search
DROP TRIGGER IF EXISTS inventory_projects_search_insert;
DROP TRIGGER IF EXISTS inventory_projects_search_update;
DROP TRIGGER IF EXISTS inventory_projects_search_delete;
DROP TABLE IF EXISTS inventory_projects_search;
CREATE VIRTUAL TABLE inventory_projects_search USING fts5(name, developer_name, city, content='inventory_projects', tokenize='unicode61 remove_diacritics 2');
INSERT INTO inventory_projects_search(inventory_projects_search, rank) VALUES ('rank', 'bm25(10, 5, 2)');
CREATE TRIGGER inventory_projects_search_insert AFTER INSERT ON inventory_projects WHEN 1 BEGIN INSERT INTO inventory_projects_search(rowid, name, developer_name, city) VALUES (new.rowid, new.name, new.developer_name, new.city); END;
CREATE TRIGGER inventory_projects_search_update AFTER UPDATE OF name, developer_name, city ON inventory_projects WHEN (old.name IS NOT new.name OR old.developer_name IS NOT new.developer_name OR old.city IS NOT new.city) AND 1 BEGIN INSERT INTO inventory_projects_search(inventory_projects_search, rowid, name, developer_name, city) VALUES ('delete', old.rowid, old.name, old.developer_name, old.city); INSERT INTO inventory_projects_search(rowid, name, developer_name, city) VALUES (new.rowid, new.name, new.developer_name, new.city); END;
CREATE TRIGGER inventory_projects_search_delete AFTER DELETE ON inventory_projects WHEN 1 BEGIN INSERT INTO inventory_projects_search(inventory_projects_search, rowid, name, developer_name, city) VALUES ('delete', old.rowid, old.name, old.developer_name, old.city); END;
INSERT INTO inventory_projects_search(inventory_projects_search) VALUES ('rebuild');

-- inventory_units_search
DROP TRIGGER IF EXISTS inventory_units_search_insert;
DROP TRIGGER IF EXISTS inventory_units_search_update;
DROP TRIGGER IF EXISTS inventory_units_search_delete;
DROP TABLE IF EXISTS inventory_units_search;
CREATE VIRTUAL TABLE inventory_units_search USING fts5(unit_label, configuration, content='inventory_units', tokenize='unicode61 remove_diacritics 2');
INSERT INTO inventory_units_search(inventory_units_search, rank) VALUES ('rank', 'bm25(10, 2)');
CREATE TRIGGER inventory_units_search_insert AFTER INSERT ON inventory_units WHEN 1 BEGIN INSERT INTO inventory_units_search(rowid, unit_label, configuration) VALUES (new.rowid, new.unit_label, new.configuration); END;
CREATE TRIGGER inventory_units_search_update AFTER UPDATE OF unit_label, configuration ON inventory_units WHEN (old.unit_label IS NOT new.unit_label OR old.configuration IS NOT new.configuration) AND 1 BEGIN INSERT INTO inventory_units_search(inventory_units_search, rowid, unit_label, configuration) VALUES ('delete', old.rowid, old.unit_label, old.configuration); INSERT INTO inventory_units_search(rowid, unit_label, configuration) VALUES (new.rowid, new.unit_label, new.configuration); END;
CREATE TRIGGER inventory_units_search_delete AFTER DELETE ON inventory_units WHEN 1 BEGIN INSERT INTO inventory_units_search(inventory_units_search, rowid, unit_label, configuration) VALUES ('delete', old.rowid, old.unit_label, old.configuration); END;
INSERT INTO inventory_units_search(inventory_units_search) VALUES ('rebuild');

-- inventory_media_search
DROP TRIGGER IF EXISTS inventory_media_search_insert;
DROP TRIGGER IF EXISTS inventory_media_search_update;
DROP TRIGGER IF EXISTS inventory_media_search_delete;
DROP TABLE IF EXISTS inventory_media_search;
CREATE VIRTUAL TABLE inventory_media_search USING fts5(caption, content='inventory_media', tokenize='unicode61 remove_diacritics 2');
INSERT INTO inventory_media_search(inventory_media_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER inventory_media_search_insert AFTER INSERT ON inventory_media WHEN 1 BEGIN INSERT INTO inventory_media_search(rowid, caption) VALUES (new.rowid, new.caption); END;
CREATE TRIGGER inventory_media_search_update AFTER UPDATE OF caption ON inventory_media WHEN (old.caption IS NOT new.caption) AND 1 BEGIN INSERT INTO inventory_media_search(inventory_media_search, rowid, caption) VALUES ('delete', old.rowid, old.caption); INSERT INTO inventory_media_search(rowid, caption) VALUES (new.rowid, new.caption); END;
CREATE TRIGGER inventory_media_search_delete AFTER DELETE ON inventory_media WHEN 1 BEGIN INSERT INTO inventory_media_search(inventory_media_search, rowid, caption) VALUES ('delete', old.rowid, old.caption); END;
INSERT INTO inventory_media_search(inventory_media_search) VALUES ('rebuild');

-- leads_search
DROP TRIGGER IF EXISTS leads_search_insert;
DROP TRIGGER IF EXISTS leads_search_update;
DROP TRIGGER IF EXISTS leads_search_delete;
DROP TABLE IF EXISTS leads_search;
CREATE VIRTUAL TABLE leads_search USING fts5(lead_number, source_system, next_action, content='leads', tokenize='unicode61 remove_diacritics 2');
INSERT INTO leads_search(leads_search, rank) VALUES ('rank', 'bm25(10, 1, 2)');
CREATE TRIGGER leads_search_insert AFTER INSERT ON leads WHEN 1 BEGIN INSERT INTO leads_search(rowid, lead_number, source_system, next_action) VALUES (new.rowid, new.lead_number, new.source_system, new.next_action); END;
CREATE TRIGGER leads_search_update AFTER UPDATE OF lead_number, source_system, next_action ON leads WHEN (old.lead_number IS NOT new.lead_number OR old.source_system IS NOT new.source_system OR old.next_action IS NOT new.next_action) AND 1 BEGIN INSERT INTO leads_search(leads_search, rowid, lead_number, source_system, next_action) VALUES ('delete', old.rowid, old.lead_number, old.source_system, old.next_action); INSERT INTO leads_search(rowid, lead_number, source_system, next_action) VALUES (new.rowid, new.lead_number, new.source_system, new.next_action); END;
CREATE TRIGGER leads_search_delete AFTER DELETE ON leads WHEN 1 BEGIN INSERT INTO leads_search(leads_search, rowid, lead_number, source_system, next_action) VALUES ('delete', old.rowid, old.lead_number, old.source_system, old.next_action); END;
INSERT INTO leads_search(leads_search) VALUES ('rebuild');

-- opportunities_search
DROP TRIGGER IF EXISTS opportunities_search_insert;
DROP TRIGGER IF EXISTS opportunities_search_update;
DROP TRIGGER IF EXISTS opportunities_search_delete;
DROP TABLE IF EXISTS opportunities_search;
CREATE VIRTUAL TABLE opportunities_search USING fts5(name, next_action, content='opportunities', tokenize='unicode61 remove_diacritics 2');
INSERT INTO opportunities_search(opportunities_search, rank) VALUES ('rank', 'bm25(10, 2)');
CREATE TRIGGER opportunities_search_insert AFTER INSERT ON opportunities WHEN 1 BEGIN INSERT INTO opportunities_search(rowid, name, next_action) VALUES (new.rowid, new.name, new.next_action); END;
CREATE TRIGGER opportunities_search_update AFTER UPDATE OF name, next_action ON opportunities WHEN (old.name IS NOT new.name OR old.next_action IS NOT new.next_action) AND 1 BEGIN INSERT INTO opportunities_search(opportunities_search, rowid, name, next_action) VALUES ('delete', old.rowid, old.name, old.next_action); INSERT INTO opportunities_search(rowid, name, next_action) VALUES (new.rowid, new.name, new.next_action); END;
CREATE TRIGGER opportunities_search_delete AFTER DELETE ON opportunities WHEN 1 BEGIN INSERT INTO opportunities_search(opportunities_search, rowid, name, next_action) VALUES ('delete', old.rowid, old.name, old.next_action); END;
INSERT INTO opportunities_search(opportunities_search) VALUES ('rebuild');

-- proposals_search
DROP TRIGGER IF EXISTS proposals_search_insert;
DROP TRIGGER IF EXISTS proposals_search_update;
DROP TRIGGER IF EXISTS proposals_search_delete;
DROP TABLE IF EXISTS proposals_search;
CREATE VIRTUAL TABLE proposals_search USING fts5(number, title, content='proposals', tokenize='unicode61 remove_diacritics 2');
INSERT INTO proposals_search(proposals_search, rank) VALUES ('rank', 'bm25(10, 10)');
CREATE TRIGGER proposals_search_insert AFTER INSERT ON proposals WHEN 1 BEGIN INSERT INTO proposals_search(rowid, number, title) VALUES (new.rowid, new.number, new.title); END;
CREATE TRIGGER proposals_search_update AFTER UPDATE OF number, title ON proposals WHEN (old.number IS NOT new.number OR old.title IS NOT new.title) AND 1 BEGIN INSERT INTO proposals_search(proposals_search, rowid, number, title) VALUES ('delete', old.rowid, old.number, old.title); INSERT INTO proposals_search(rowid, number, title) VALUES (new.rowid, new.number, new.title); END;
CREATE TRIGGER proposals_search_delete AFTER DELETE ON proposals WHEN 1 BEGIN INSERT INTO proposals_search(proposals_search, rowid, number, title) VALUES ('delete', old.rowid, old.number, old.title); END;
INSERT INTO proposals_search(proposals_search) VALUES ('rebuild');

-- contracts_search
DROP TRIGGER IF EXISTS contracts_search_insert;
DROP TRIGGER IF EXISTS contracts_search_update;
DROP TRIGGER IF EXISTS contracts_search_delete;
DROP TABLE IF EXISTS contracts_search;
CREATE VIRTUAL TABLE contracts_search USING fts5(number, title, content='contracts', tokenize='unicode61 remove_diacritics 2');
INSERT INTO contracts_search(contracts_search, rank) VALUES ('rank', 'bm25(10, 10)');
CREATE TRIGGER contracts_search_insert AFTER INSERT ON contracts WHEN 1 BEGIN INSERT INTO contracts_search(rowid, number, title) VALUES (new.rowid, new.number, new.title); END;
CREATE TRIGGER contracts_search_update AFTER UPDATE OF number, title ON contracts WHEN (old.number IS NOT new.number OR old.title IS NOT new.title) AND 1 BEGIN INSERT INTO contracts_search(contracts_search, rowid, number, title) VALUES ('delete', old.rowid, old.number, old.title); INSERT INTO contracts_search(rowid, number, title) VALUES (new.rowid, new.number, new.title); END;
CREATE TRIGGER contracts_search_delete AFTER DELETE ON contracts WHEN 1 BEGIN INSERT INTO contracts_search(contracts_search, rowid, number, title) VALUES ('delete', old.rowid, old.number, old.title); END;
INSERT INTO contracts_search(contracts_search) VALUES ('rebuild');

-- engagements_search
DROP TRIGGER IF EXISTS engagements_search_insert;
DROP TRIGGER IF EXISTS engagements_search_update;
DROP TRIGGER IF EXISTS engagements_search_delete;
DROP TABLE IF EXISTS engagements_search;
CREATE VIRTUAL TABLE engagements_search USING fts5(name, content='engagements', tokenize='unicode61 remove_diacritics 2');
INSERT INTO engagements_search(engagements_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER engagements_search_insert AFTER INSERT ON engagements WHEN 1 BEGIN INSERT INTO engagements_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER engagements_search_update AFTER UPDATE OF name ON engagements WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO engagements_search(engagements_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO engagements_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER engagements_search_delete AFTER DELETE ON engagements WHEN 1 BEGIN INSERT INTO engagements_search(engagements_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO engagements_search(engagements_search) VALUES ('rebuild');

-- sla_policies_search
DROP TRIGGER IF EXISTS sla_policies_search_insert;
DROP TRIGGER IF EXISTS sla_policies_search_update;
DROP TRIGGER IF EXISTS sla_policies_search_delete;
DROP TABLE IF EXISTS sla_policies_search;
CREATE VIRTUAL TABLE sla_policies_search USING fts5(name, content='sla_policies', tokenize='unicode61 remove_diacritics 2');
INSERT INTO sla_policies_search(sla_policies_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER sla_policies_search_insert AFTER INSERT ON sla_policies WHEN 1 BEGIN INSERT INTO sla_policies_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER sla_policies_search_update AFTER UPDATE OF name ON sla_policies WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO sla_policies_search(sla_policies_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO sla_policies_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER sla_policies_search_delete AFTER DELETE ON sla_policies WHEN 1 BEGIN INSERT INTO sla_policies_search(sla_policies_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO sla_policies_search(sla_policies_search) VALUES ('rebuild');

-- queues_search
DROP TRIGGER IF EXISTS queues_search_insert;
DROP TRIGGER IF EXISTS queues_search_update;
DROP TRIGGER IF EXISTS queues_search_delete;
DROP TABLE IF EXISTS queues_search;
CREATE VIRTUAL TABLE queues_search USING fts5(name, content='queues', tokenize='unicode61 remove_diacritics 2');
INSERT INTO queues_search(queues_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER queues_search_insert AFTER INSERT ON queues WHEN 1 BEGIN INSERT INTO queues_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER queues_search_update AFTER UPDATE OF name ON queues WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO queues_search(queues_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO queues_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER queues_search_delete AFTER DELETE ON queues WHEN 1 BEGIN INSERT INTO queues_search(queues_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO queues_search(queues_search) VALUES ('rebuild');

-- agent_state_reasons_search
DROP TRIGGER IF EXISTS agent_state_reasons_search_insert;
DROP TRIGGER IF EXISTS agent_state_reasons_search_update;
DROP TRIGGER IF EXISTS agent_state_reasons_search_delete;
DROP TABLE IF EXISTS agent_state_reasons_search;
CREATE VIRTUAL TABLE agent_state_reasons_search USING fts5(name, content='agent_state_reasons', tokenize='unicode61 remove_diacritics 2');
INSERT INTO agent_state_reasons_search(agent_state_reasons_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER agent_state_reasons_search_insert AFTER INSERT ON agent_state_reasons WHEN 1 BEGIN INSERT INTO agent_state_reasons_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER agent_state_reasons_search_update AFTER UPDATE OF name ON agent_state_reasons WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO agent_state_reasons_search(agent_state_reasons_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO agent_state_reasons_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER agent_state_reasons_search_delete AFTER DELETE ON agent_state_reasons WHEN 1 BEGIN INSERT INTO agent_state_reasons_search(agent_state_reasons_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO agent_state_reasons_search(agent_state_reasons_search) VALUES ('rebuild');

-- trunks_search
DROP TRIGGER IF EXISTS trunks_search_insert;
DROP TRIGGER IF EXISTS trunks_search_update;
DROP TRIGGER IF EXISTS trunks_search_delete;
DROP TABLE IF EXISTS trunks_search;
CREATE VIRTUAL TABLE trunks_search USING fts5(name, content='trunks', tokenize='unicode61 remove_diacritics 2');
INSERT INTO trunks_search(trunks_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER trunks_search_insert AFTER INSERT ON trunks WHEN 1 BEGIN INSERT INTO trunks_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER trunks_search_update AFTER UPDATE OF name ON trunks WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO trunks_search(trunks_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO trunks_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER trunks_search_delete AFTER DELETE ON trunks WHEN 1 BEGIN INSERT INTO trunks_search(trunks_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO trunks_search(trunks_search) VALUES ('rebuild');

-- phone_numbers_search
DROP TRIGGER IF EXISTS phone_numbers_search_insert;
DROP TRIGGER IF EXISTS phone_numbers_search_update;
DROP TRIGGER IF EXISTS phone_numbers_search_delete;
DROP TABLE IF EXISTS phone_numbers_search;
CREATE VIRTUAL TABLE phone_numbers_search USING fts5(number, label, content='phone_numbers', tokenize='unicode61 remove_diacritics 2');
INSERT INTO phone_numbers_search(phone_numbers_search, rank) VALUES ('rank', 'bm25(10, 5)');
CREATE TRIGGER phone_numbers_search_insert AFTER INSERT ON phone_numbers WHEN 1 BEGIN INSERT INTO phone_numbers_search(rowid, number, label) VALUES (new.rowid, new.number, new.label); END;
CREATE TRIGGER phone_numbers_search_update AFTER UPDATE OF number, label ON phone_numbers WHEN (old.number IS NOT new.number OR old.label IS NOT new.label) AND 1 BEGIN INSERT INTO phone_numbers_search(phone_numbers_search, rowid, number, label) VALUES ('delete', old.rowid, old.number, old.label); INSERT INTO phone_numbers_search(rowid, number, label) VALUES (new.rowid, new.number, new.label); END;
CREATE TRIGGER phone_numbers_search_delete AFTER DELETE ON phone_numbers WHEN 1 BEGIN INSERT INTO phone_numbers_search(phone_numbers_search, rowid, number, label) VALUES ('delete', old.rowid, old.number, old.label); END;
INSERT INTO phone_numbers_search(phone_numbers_search) VALUES ('rebuild');

-- extensions_search
DROP TRIGGER IF EXISTS extensions_search_insert;
DROP TRIGGER IF EXISTS extensions_search_update;
DROP TRIGGER IF EXISTS extensions_search_delete;
DROP TABLE IF EXISTS extensions_search;
CREATE VIRTUAL TABLE extensions_search USING fts5(number, content='extensions', tokenize='unicode61 remove_diacritics 2');
INSERT INTO extensions_search(extensions_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER extensions_search_insert AFTER INSERT ON extensions WHEN 1 BEGIN INSERT INTO extensions_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER extensions_search_update AFTER UPDATE OF number ON extensions WHEN (old.number IS NOT new.number) AND 1 BEGIN INSERT INTO extensions_search(extensions_search, rowid, number) VALUES ('delete', old.rowid, old.number); INSERT INTO extensions_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER extensions_search_delete AFTER DELETE ON extensions WHEN 1 BEGIN INSERT INTO extensions_search(extensions_search, rowid, number) VALUES ('delete', old.rowid, old.number); END;
INSERT INTO extensions_search(extensions_search) VALUES ('rebuild');

-- dispositions_search
DROP TRIGGER IF EXISTS dispositions_search_insert;
DROP TRIGGER IF EXISTS dispositions_search_update;
DROP TRIGGER IF EXISTS dispositions_search_delete;
DROP TABLE IF EXISTS dispositions_search;
CREATE VIRTUAL TABLE dispositions_search USING fts5(name, content='dispositions', tokenize='unicode61 remove_diacritics 2');
INSERT INTO dispositions_search(dispositions_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER dispositions_search_insert AFTER INSERT ON dispositions WHEN 1 BEGIN INSERT INTO dispositions_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER dispositions_search_update AFTER UPDATE OF name ON dispositions WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO dispositions_search(dispositions_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO dispositions_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER dispositions_search_delete AFTER DELETE ON dispositions WHEN 1 BEGIN INSERT INTO dispositions_search(dispositions_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO dispositions_search(dispositions_search) VALUES ('rebuild');

-- calls_search
DROP TRIGGER IF EXISTS calls_search_insert;
DROP TRIGGER IF EXISTS calls_search_update;
DROP TRIGGER IF EXISTS calls_search_delete;
DROP TABLE IF EXISTS calls_search;
CREATE VIRTUAL TABLE calls_search USING fts5(caller_number, caller_name, wrap_up_note, content='calls', tokenize='unicode61 remove_diacritics 2');
INSERT INTO calls_search(calls_search, rank) VALUES ('rank', 'bm25(10, 10, 5)');
CREATE TRIGGER calls_search_insert AFTER INSERT ON calls WHEN 1 BEGIN INSERT INTO calls_search(rowid, caller_number, caller_name, wrap_up_note) VALUES (new.rowid, new.caller_number, new.caller_name, new.wrap_up_note); END;
CREATE TRIGGER calls_search_update AFTER UPDATE OF caller_number, caller_name, wrap_up_note ON calls WHEN (old.caller_number IS NOT new.caller_number OR old.caller_name IS NOT new.caller_name OR old.wrap_up_note IS NOT new.wrap_up_note) AND 1 BEGIN INSERT INTO calls_search(calls_search, rowid, caller_number, caller_name, wrap_up_note) VALUES ('delete', old.rowid, old.caller_number, old.caller_name, old.wrap_up_note); INSERT INTO calls_search(rowid, caller_number, caller_name, wrap_up_note) VALUES (new.rowid, new.caller_number, new.caller_name, new.wrap_up_note); END;
CREATE TRIGGER calls_search_delete AFTER DELETE ON calls WHEN 1 BEGIN INSERT INTO calls_search(calls_search, rowid, caller_number, caller_name, wrap_up_note) VALUES ('delete', old.rowid, old.caller_number, old.caller_name, old.wrap_up_note); END;
INSERT INTO calls_search(calls_search) VALUES ('rebuild');

-- transcripts_search
DROP TRIGGER IF EXISTS transcripts_search_insert;
DROP TRIGGER IF EXISTS transcripts_search_update;
DROP TRIGGER IF EXISTS transcripts_search_delete;
DROP TABLE IF EXISTS transcripts_search;
CREATE VIRTUAL TABLE transcripts_search USING fts5(full_text, content='transcripts', tokenize='unicode61 remove_diacritics 2');
INSERT INTO transcripts_search(transcripts_search, rank) VALUES ('rank', 'bm25(1)');
CREATE TRIGGER transcripts_search_insert AFTER INSERT ON transcripts WHEN 1 BEGIN INSERT INTO transcripts_search(rowid, full_text) VALUES (new.rowid, new.full_text); END;
CREATE TRIGGER transcripts_search_update AFTER UPDATE OF full_text ON transcripts WHEN (old.full_text IS NOT new.full_text) AND 1 BEGIN INSERT INTO transcripts_search(transcripts_search, rowid, full_text) VALUES ('delete', old.rowid, old.full_text); INSERT INTO transcripts_search(rowid, full_text) VALUES (new.rowid, new.full_text); END;
CREATE TRIGGER transcripts_search_delete AFTER DELETE ON transcripts WHEN 1 BEGIN INSERT INTO transcripts_search(transcripts_search, rowid, full_text) VALUES ('delete', old.rowid, old.full_text); END;
INSERT INTO transcripts_search(transcripts_search) VALUES ('rebuild');

-- channels_search
DROP TRIGGER IF EXISTS channels_search_insert;
DROP TRIGGER IF EXISTS channels_search_update;
DROP TRIGGER IF EXISTS channels_search_delete;
DROP TABLE IF EXISTS channels_search;
CREATE VIRTUAL TABLE channels_search USING fts5(name, content='channels', tokenize='unicode61 remove_diacritics 2');
INSERT INTO channels_search(channels_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER channels_search_insert AFTER INSERT ON channels WHEN 1 BEGIN INSERT INTO channels_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER channels_search_update AFTER UPDATE OF name ON channels WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO channels_search(channels_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO channels_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER channels_search_delete AFTER DELETE ON channels WHEN 1 BEGIN INSERT INTO channels_search(channels_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO channels_search(channels_search) VALUES ('rebuild');

-- messages_search
DROP TRIGGER IF EXISTS messages_search_insert;
DROP TRIGGER IF EXISTS messages_search_update;
DROP TRIGGER IF EXISTS messages_search_delete;
DROP TABLE IF EXISTS messages_search;
CREATE VIRTUAL TABLE messages_search USING fts5(subject, body, content='messages', tokenize='unicode61 remove_diacritics 2');
INSERT INTO messages_search(messages_search, rank) VALUES ('rank', 'bm25(5, 5)');
CREATE TRIGGER messages_search_insert AFTER INSERT ON messages WHEN 1 BEGIN INSERT INTO messages_search(rowid, subject, body) VALUES (new.rowid, new.subject, new.body); END;
CREATE TRIGGER messages_search_update AFTER UPDATE OF subject, body ON messages WHEN (old.subject IS NOT new.subject OR old.body IS NOT new.body) AND 1 BEGIN INSERT INTO messages_search(messages_search, rowid, subject, body) VALUES ('delete', old.rowid, old.subject, old.body); INSERT INTO messages_search(rowid, subject, body) VALUES (new.rowid, new.subject, new.body); END;
CREATE TRIGGER messages_search_delete AFTER DELETE ON messages WHEN 1 BEGIN INSERT INTO messages_search(messages_search, rowid, subject, body) VALUES ('delete', old.rowid, old.subject, old.body); END;
INSERT INTO messages_search(messages_search) VALUES ('rebuild');

-- message_templates_search
DROP TRIGGER IF EXISTS message_templates_search_insert;
DROP TRIGGER IF EXISTS message_templates_search_update;
DROP TRIGGER IF EXISTS message_templates_search_delete;
DROP TABLE IF EXISTS message_templates_search;
CREATE VIRTUAL TABLE message_templates_search USING fts5(name, content='message_templates', tokenize='unicode61 remove_diacritics 2');
INSERT INTO message_templates_search(message_templates_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER message_templates_search_insert AFTER INSERT ON message_templates WHEN 1 BEGIN INSERT INTO message_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER message_templates_search_update AFTER UPDATE OF name ON message_templates WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO message_templates_search(message_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO message_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER message_templates_search_delete AFTER DELETE ON message_templates WHEN 1 BEGIN INSERT INTO message_templates_search(message_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO message_templates_search(message_templates_search) VALUES ('rebuild');

-- email_details_search
DROP TRIGGER IF EXISTS email_details_search_insert;
DROP TRIGGER IF EXISTS email_details_search_update;
DROP TRIGGER IF EXISTS email_details_search_delete;
DROP TABLE IF EXISTS email_details_search;
CREATE VIRTUAL TABLE email_details_search USING fts5(snippet, content='email_details', tokenize='unicode61 remove_diacritics 2');
INSERT INTO email_details_search(email_details_search, rank) VALUES ('rank', 'bm25(2)');
CREATE TRIGGER email_details_search_insert AFTER INSERT ON email_details WHEN 1 BEGIN INSERT INTO email_details_search(rowid, snippet) VALUES (new.rowid, new.snippet); END;
CREATE TRIGGER email_details_search_update AFTER UPDATE OF snippet ON email_details WHEN (old.snippet IS NOT new.snippet) AND 1 BEGIN INSERT INTO email_details_search(email_details_search, rowid, snippet) VALUES ('delete', old.rowid, old.snippet); INSERT INTO email_details_search(rowid, snippet) VALUES (new.rowid, new.snippet); END;
CREATE TRIGGER email_details_search_delete AFTER DELETE ON email_details WHEN 1 BEGIN INSERT INTO email_details_search(email_details_search, rowid, snippet) VALUES ('delete', old.rowid, old.snippet); END;
INSERT INTO email_details_search(email_details_search) VALUES ('rebuild');

-- documents_search
DROP TRIGGER IF EXISTS documents_search_insert;
DROP TRIGGER IF EXISTS documents_search_update;
DROP TRIGGER IF EXISTS documents_search_delete;
DROP TABLE IF EXISTS documents_search;
CREATE VIRTUAL TABLE documents_search USING fts5(title, description, content='documents', tokenize='unicode61 remove_diacritics 2');
INSERT INTO documents_search(documents_search, rank) VALUES ('rank', 'bm25(10, 1)');
CREATE TRIGGER documents_search_insert AFTER INSERT ON documents WHEN 1 BEGIN INSERT INTO documents_search(rowid, title, description) VALUES (new.rowid, new.title, new.description); END;
CREATE TRIGGER documents_search_update AFTER UPDATE OF title, description ON documents WHEN (old.title IS NOT new.title OR old.description IS NOT new.description) AND 1 BEGIN INSERT INTO documents_search(documents_search, rowid, title, description) VALUES ('delete', old.rowid, old.title, old.description); INSERT INTO documents_search(rowid, title, description) VALUES (new.rowid, new.title, new.description); END;
CREATE TRIGGER documents_search_delete AFTER DELETE ON documents WHEN 1 BEGIN INSERT INTO documents_search(documents_search, rowid, title, description) VALUES ('delete', old.rowid, old.title, old.description); END;
INSERT INTO documents_search(documents_search) VALUES ('rebuild');

-- document_templates_search
DROP TRIGGER IF EXISTS document_templates_search_insert;
DROP TRIGGER IF EXISTS document_templates_search_update;
DROP TRIGGER IF EXISTS document_templates_search_delete;
DROP TABLE IF EXISTS document_templates_search;
CREATE VIRTUAL TABLE document_templates_search USING fts5(name, content='document_templates', tokenize='unicode61 remove_diacritics 2');
INSERT INTO document_templates_search(document_templates_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER document_templates_search_insert AFTER INSERT ON document_templates WHEN 1 BEGIN INSERT INTO document_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER document_templates_search_update AFTER UPDATE OF name ON document_templates WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO document_templates_search(document_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO document_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER document_templates_search_delete AFTER DELETE ON document_templates WHEN 1 BEGIN INSERT INTO document_templates_search(document_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO document_templates_search(document_templates_search) VALUES ('rebuild');

-- project_templates_search
DROP TRIGGER IF EXISTS project_templates_search_insert;
DROP TRIGGER IF EXISTS project_templates_search_update;
DROP TRIGGER IF EXISTS project_templates_search_delete;
DROP TABLE IF EXISTS project_templates_search;
CREATE VIRTUAL TABLE project_templates_search USING fts5(name, content='project_templates', tokenize='unicode61 remove_diacritics 2');
INSERT INTO project_templates_search(project_templates_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER project_templates_search_insert AFTER INSERT ON project_templates WHEN 1 BEGIN INSERT INTO project_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER project_templates_search_update AFTER UPDATE OF name ON project_templates WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO project_templates_search(project_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO project_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER project_templates_search_delete AFTER DELETE ON project_templates WHEN 1 BEGIN INSERT INTO project_templates_search(project_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO project_templates_search(project_templates_search) VALUES ('rebuild');

-- projects_search
DROP TRIGGER IF EXISTS projects_search_insert;
DROP TRIGGER IF EXISTS projects_search_update;
DROP TRIGGER IF EXISTS projects_search_delete;
DROP TABLE IF EXISTS projects_search;
CREATE VIRTUAL TABLE projects_search USING fts5(name, content='projects', tokenize='unicode61 remove_diacritics 2');
INSERT INTO projects_search(projects_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER projects_search_insert AFTER INSERT ON projects WHEN 1 BEGIN INSERT INTO projects_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER projects_search_update AFTER UPDATE OF name ON projects WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO projects_search(projects_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO projects_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER projects_search_delete AFTER DELETE ON projects WHEN 1 BEGIN INSERT INTO projects_search(projects_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO projects_search(projects_search) VALUES ('rebuild');

-- milestones_search
DROP TRIGGER IF EXISTS milestones_search_insert;
DROP TRIGGER IF EXISTS milestones_search_update;
DROP TRIGGER IF EXISTS milestones_search_delete;
DROP TABLE IF EXISTS milestones_search;
CREATE VIRTUAL TABLE milestones_search USING fts5(name, content='milestones', tokenize='unicode61 remove_diacritics 2');
INSERT INTO milestones_search(milestones_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER milestones_search_insert AFTER INSERT ON milestones WHEN 1 BEGIN INSERT INTO milestones_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER milestones_search_update AFTER UPDATE OF name ON milestones WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO milestones_search(milestones_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO milestones_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER milestones_search_delete AFTER DELETE ON milestones WHEN 1 BEGIN INSERT INTO milestones_search(milestones_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO milestones_search(milestones_search) VALUES ('rebuild');

-- tasks_search
DROP TRIGGER IF EXISTS tasks_search_insert;
DROP TRIGGER IF EXISTS tasks_search_update;
DROP TRIGGER IF EXISTS tasks_search_delete;
DROP TABLE IF EXISTS tasks_search;
CREATE VIRTUAL TABLE tasks_search USING fts5(title, description, content='tasks', tokenize='unicode61 remove_diacritics 2');
INSERT INTO tasks_search(tasks_search, rank) VALUES ('rank', 'bm25(10, 2)');
CREATE TRIGGER tasks_search_insert AFTER INSERT ON tasks WHEN 1 BEGIN INSERT INTO tasks_search(rowid, title, description) VALUES (new.rowid, new.title, new.description); END;
CREATE TRIGGER tasks_search_update AFTER UPDATE OF title, description ON tasks WHEN (old.title IS NOT new.title OR old.description IS NOT new.description) AND 1 BEGIN INSERT INTO tasks_search(tasks_search, rowid, title, description) VALUES ('delete', old.rowid, old.title, old.description); INSERT INTO tasks_search(rowid, title, description) VALUES (new.rowid, new.title, new.description); END;
CREATE TRIGGER tasks_search_delete AFTER DELETE ON tasks WHEN 1 BEGIN INSERT INTO tasks_search(tasks_search, rowid, title, description) VALUES ('delete', old.rowid, old.title, old.description); END;
INSERT INTO tasks_search(tasks_search) VALUES ('rebuild');

-- appointments_search
DROP TRIGGER IF EXISTS appointments_search_insert;
DROP TRIGGER IF EXISTS appointments_search_update;
DROP TRIGGER IF EXISTS appointments_search_delete;
DROP TABLE IF EXISTS appointments_search;
CREATE VIRTUAL TABLE appointments_search USING fts5(title, content='appointments', tokenize='unicode61 remove_diacritics 2');
INSERT INTO appointments_search(appointments_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER appointments_search_insert AFTER INSERT ON appointments WHEN 1 BEGIN INSERT INTO appointments_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER appointments_search_update AFTER UPDATE OF title ON appointments WHEN (old.title IS NOT new.title) AND 1 BEGIN INSERT INTO appointments_search(appointments_search, rowid, title) VALUES ('delete', old.rowid, old.title); INSERT INTO appointments_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER appointments_search_delete AFTER DELETE ON appointments WHEN 1 BEGIN INSERT INTO appointments_search(appointments_search, rowid, title) VALUES ('delete', old.rowid, old.title); END;
INSERT INTO appointments_search(appointments_search) VALUES ('rebuild');

-- invoice_schedules_search
DROP TRIGGER IF EXISTS invoice_schedules_search_insert;
DROP TRIGGER IF EXISTS invoice_schedules_search_update;
DROP TRIGGER IF EXISTS invoice_schedules_search_delete;
DROP TABLE IF EXISTS invoice_schedules_search;
CREATE VIRTUAL TABLE invoice_schedules_search USING fts5(name, content='invoice_schedules', tokenize='unicode61 remove_diacritics 2');
INSERT INTO invoice_schedules_search(invoice_schedules_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER invoice_schedules_search_insert AFTER INSERT ON invoice_schedules WHEN 1 BEGIN INSERT INTO invoice_schedules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER invoice_schedules_search_update AFTER UPDATE OF name ON invoice_schedules WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO invoice_schedules_search(invoice_schedules_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO invoice_schedules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER invoice_schedules_search_delete AFTER DELETE ON invoice_schedules WHEN 1 BEGIN INSERT INTO invoice_schedules_search(invoice_schedules_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO invoice_schedules_search(invoice_schedules_search) VALUES ('rebuild');

-- invoices_search
DROP TRIGGER IF EXISTS invoices_search_insert;
DROP TRIGGER IF EXISTS invoices_search_update;
DROP TRIGGER IF EXISTS invoices_search_delete;
DROP TABLE IF EXISTS invoices_search;
CREATE VIRTUAL TABLE invoices_search USING fts5(number, content='invoices', tokenize='unicode61 remove_diacritics 2');
INSERT INTO invoices_search(invoices_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER invoices_search_insert AFTER INSERT ON invoices WHEN 1 BEGIN INSERT INTO invoices_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER invoices_search_update AFTER UPDATE OF number ON invoices WHEN (old.number IS NOT new.number) AND 1 BEGIN INSERT INTO invoices_search(invoices_search, rowid, number) VALUES ('delete', old.rowid, old.number); INSERT INTO invoices_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER invoices_search_delete AFTER DELETE ON invoices WHEN 1 BEGIN INSERT INTO invoices_search(invoices_search, rowid, number) VALUES ('delete', old.rowid, old.number); END;
INSERT INTO invoices_search(invoices_search) VALUES ('rebuild');

-- payments_search
DROP TRIGGER IF EXISTS payments_search_insert;
DROP TRIGGER IF EXISTS payments_search_update;
DROP TRIGGER IF EXISTS payments_search_delete;
DROP TABLE IF EXISTS payments_search;
CREATE VIRTUAL TABLE payments_search USING fts5(reference, content='payments', tokenize='unicode61 remove_diacritics 2');
INSERT INTO payments_search(payments_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER payments_search_insert AFTER INSERT ON payments WHEN 1 BEGIN INSERT INTO payments_search(rowid, reference) VALUES (new.rowid, new.reference); END;
CREATE TRIGGER payments_search_update AFTER UPDATE OF reference ON payments WHEN (old.reference IS NOT new.reference) AND 1 BEGIN INSERT INTO payments_search(payments_search, rowid, reference) VALUES ('delete', old.rowid, old.reference); INSERT INTO payments_search(rowid, reference) VALUES (new.rowid, new.reference); END;
CREATE TRIGGER payments_search_delete AFTER DELETE ON payments WHEN 1 BEGIN INSERT INTO payments_search(payments_search, rowid, reference) VALUES ('delete', old.rowid, old.reference); END;
INSERT INTO payments_search(payments_search) VALUES ('rebuild');

-- vendors_search
DROP TRIGGER IF EXISTS vendors_search_insert;
DROP TRIGGER IF EXISTS vendors_search_update;
DROP TRIGGER IF EXISTS vendors_search_delete;
DROP TABLE IF EXISTS vendors_search;
CREATE VIRTUAL TABLE vendors_search USING fts5(name, content='vendors', tokenize='unicode61 remove_diacritics 2');
INSERT INTO vendors_search(vendors_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER vendors_search_insert AFTER INSERT ON vendors WHEN 1 BEGIN INSERT INTO vendors_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER vendors_search_update AFTER UPDATE OF name ON vendors WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO vendors_search(vendors_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO vendors_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER vendors_search_delete AFTER DELETE ON vendors WHEN 1 BEGIN INSERT INTO vendors_search(vendors_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO vendors_search(vendors_search) VALUES ('rebuild');

-- bills_search
DROP TRIGGER IF EXISTS bills_search_insert;
DROP TRIGGER IF EXISTS bills_search_update;
DROP TRIGGER IF EXISTS bills_search_delete;
DROP TABLE IF EXISTS bills_search;
CREATE VIRTUAL TABLE bills_search USING fts5(number, content='bills', tokenize='unicode61 remove_diacritics 2');
INSERT INTO bills_search(bills_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER bills_search_insert AFTER INSERT ON bills WHEN 1 BEGIN INSERT INTO bills_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER bills_search_update AFTER UPDATE OF number ON bills WHEN (old.number IS NOT new.number) AND 1 BEGIN INSERT INTO bills_search(bills_search, rowid, number) VALUES ('delete', old.rowid, old.number); INSERT INTO bills_search(rowid, number) VALUES (new.rowid, new.number); END;
CREATE TRIGGER bills_search_delete AFTER DELETE ON bills WHEN 1 BEGIN INSERT INTO bills_search(bills_search, rowid, number) VALUES ('delete', old.rowid, old.number); END;
INSERT INTO bills_search(bills_search) VALUES ('rebuild');

-- import_mappings_search
DROP TRIGGER IF EXISTS import_mappings_search_insert;
DROP TRIGGER IF EXISTS import_mappings_search_update;
DROP TRIGGER IF EXISTS import_mappings_search_delete;
DROP TABLE IF EXISTS import_mappings_search;
CREATE VIRTUAL TABLE import_mappings_search USING fts5(name, content='import_mappings', tokenize='unicode61 remove_diacritics 2');
INSERT INTO import_mappings_search(import_mappings_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER import_mappings_search_insert AFTER INSERT ON import_mappings WHEN 1 BEGIN INSERT INTO import_mappings_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER import_mappings_search_update AFTER UPDATE OF name ON import_mappings WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO import_mappings_search(import_mappings_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO import_mappings_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER import_mappings_search_delete AFTER DELETE ON import_mappings WHEN 1 BEGIN INSERT INTO import_mappings_search(import_mappings_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO import_mappings_search(import_mappings_search) VALUES ('rebuild');

-- notification_rules_search
DROP TRIGGER IF EXISTS notification_rules_search_insert;
DROP TRIGGER IF EXISTS notification_rules_search_update;
DROP TRIGGER IF EXISTS notification_rules_search_delete;
DROP TABLE IF EXISTS notification_rules_search;
CREATE VIRTUAL TABLE notification_rules_search USING fts5(name, content='notification_rules', tokenize='unicode61 remove_diacritics 2');
INSERT INTO notification_rules_search(notification_rules_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER notification_rules_search_insert AFTER INSERT ON notification_rules WHEN 1 BEGIN INSERT INTO notification_rules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER notification_rules_search_update AFTER UPDATE OF name ON notification_rules WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO notification_rules_search(notification_rules_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO notification_rules_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER notification_rules_search_delete AFTER DELETE ON notification_rules WHEN 1 BEGIN INSERT INTO notification_rules_search(notification_rules_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO notification_rules_search(notification_rules_search) VALUES ('rebuild');

-- saved_views_search
DROP TRIGGER IF EXISTS saved_views_search_insert;
DROP TRIGGER IF EXISTS saved_views_search_update;
DROP TRIGGER IF EXISTS saved_views_search_delete;
DROP TABLE IF EXISTS saved_views_search;
CREATE VIRTUAL TABLE saved_views_search USING fts5(name, content='saved_views', tokenize='unicode61 remove_diacritics 2');
INSERT INTO saved_views_search(saved_views_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER saved_views_search_insert AFTER INSERT ON saved_views WHEN 1 BEGIN INSERT INTO saved_views_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER saved_views_search_update AFTER UPDATE OF name ON saved_views WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO saved_views_search(saved_views_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO saved_views_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER saved_views_search_delete AFTER DELETE ON saved_views WHEN 1 BEGIN INSERT INTO saved_views_search(saved_views_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO saved_views_search(saved_views_search) VALUES ('rebuild');

-- component_families_search
DROP TRIGGER IF EXISTS component_families_search_insert;
DROP TRIGGER IF EXISTS component_families_search_update;
DROP TRIGGER IF EXISTS component_families_search_delete;
DROP TABLE IF EXISTS component_families_search;
CREATE VIRTUAL TABLE component_families_search USING fts5(name, content='component_families', tokenize='unicode61 remove_diacritics 2');
INSERT INTO component_families_search(component_families_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER component_families_search_insert AFTER INSERT ON component_families WHEN 1 BEGIN INSERT INTO component_families_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER component_families_search_update AFTER UPDATE OF name ON component_families WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO component_families_search(component_families_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO component_families_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER component_families_search_delete AFTER DELETE ON component_families WHEN 1 BEGIN INSERT INTO component_families_search(component_families_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO component_families_search(component_families_search) VALUES ('rebuild');

-- component_chapters_search
DROP TRIGGER IF EXISTS component_chapters_search_insert;
DROP TRIGGER IF EXISTS component_chapters_search_update;
DROP TRIGGER IF EXISTS component_chapters_search_delete;
DROP TABLE IF EXISTS component_chapters_search;
CREATE VIRTUAL TABLE component_chapters_search USING fts5(title, content='component_chapters', tokenize='unicode61 remove_diacritics 2');
INSERT INTO component_chapters_search(component_chapters_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER component_chapters_search_insert AFTER INSERT ON component_chapters WHEN 1 BEGIN INSERT INTO component_chapters_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER component_chapters_search_update AFTER UPDATE OF title ON component_chapters WHEN (old.title IS NOT new.title) AND 1 BEGIN INSERT INTO component_chapters_search(component_chapters_search, rowid, title) VALUES ('delete', old.rowid, old.title); INSERT INTO component_chapters_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER component_chapters_search_delete AFTER DELETE ON component_chapters WHEN 1 BEGIN INSERT INTO component_chapters_search(component_chapters_search, rowid, title) VALUES ('delete', old.rowid, old.title); END;
INSERT INTO component_chapters_search(component_chapters_search) VALUES ('rebuild');

-- component_templates_search
DROP TRIGGER IF EXISTS component_templates_search_insert;
DROP TRIGGER IF EXISTS component_templates_search_update;
DROP TRIGGER IF EXISTS component_templates_search_delete;
DROP TABLE IF EXISTS component_templates_search;
CREATE VIRTUAL TABLE component_templates_search USING fts5(name, content='component_templates', tokenize='unicode61 remove_diacritics 2');
INSERT INTO component_templates_search(component_templates_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER component_templates_search_insert AFTER INSERT ON component_templates WHEN 1 BEGIN INSERT INTO component_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER component_templates_search_update AFTER UPDATE OF name ON component_templates WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO component_templates_search(component_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO component_templates_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER component_templates_search_delete AFTER DELETE ON component_templates WHEN 1 BEGIN INSERT INTO component_templates_search(component_templates_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO component_templates_search(component_templates_search) VALUES ('rebuild');

-- component_examples_search
DROP TRIGGER IF EXISTS component_examples_search_insert;
DROP TRIGGER IF EXISTS component_examples_search_update;
DROP TRIGGER IF EXISTS component_examples_search_delete;
DROP TABLE IF EXISTS component_examples_search;
CREATE VIRTUAL TABLE component_examples_search USING fts5(title, content='component_examples', tokenize='unicode61 remove_diacritics 2');
INSERT INTO component_examples_search(component_examples_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER component_examples_search_insert AFTER INSERT ON component_examples WHEN 1 BEGIN INSERT INTO component_examples_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER component_examples_search_update AFTER UPDATE OF title ON component_examples WHEN (old.title IS NOT new.title) AND 1 BEGIN INSERT INTO component_examples_search(component_examples_search, rowid, title) VALUES ('delete', old.rowid, old.title); INSERT INTO component_examples_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER component_examples_search_delete AFTER DELETE ON component_examples WHEN 1 BEGIN INSERT INTO component_examples_search(component_examples_search, rowid, title) VALUES ('delete', old.rowid, old.title); END;
INSERT INTO component_examples_search(component_examples_search) VALUES ('rebuild');

-- component_tags_search
DROP TRIGGER IF EXISTS component_tags_search_insert;
DROP TRIGGER IF EXISTS component_tags_search_update;
DROP TRIGGER IF EXISTS component_tags_search_delete;
DROP TABLE IF EXISTS component_tags_search;
CREATE VIRTUAL TABLE component_tags_search USING fts5(tag, content='component_tags', tokenize='unicode61 remove_diacritics 2');
INSERT INTO component_tags_search(component_tags_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER component_tags_search_insert AFTER INSERT ON component_tags WHEN 1 BEGIN INSERT INTO component_tags_search(rowid, tag) VALUES (new.rowid, new.tag); END;
CREATE TRIGGER component_tags_search_update AFTER UPDATE OF tag ON component_tags WHEN (old.tag IS NOT new.tag) AND 1 BEGIN INSERT INTO component_tags_search(component_tags_search, rowid, tag) VALUES ('delete', old.rowid, old.tag); INSERT INTO component_tags_search(rowid, tag) VALUES (new.rowid, new.tag); END;
CREATE TRIGGER component_tags_search_delete AFTER DELETE ON component_tags WHEN 1 BEGIN INSERT INTO component_tags_search(component_tags_search, rowid, tag) VALUES ('delete', old.rowid, old.tag); END;
INSERT INTO component_tags_search(component_tags_search) VALUES ('rebuild');

-- canvases_search
DROP TRIGGER IF EXISTS canvases_search_insert;
DROP TRIGGER IF EXISTS canvases_search_update;
DROP TRIGGER IF EXISTS canvases_search_delete;
DROP TABLE IF EXISTS canvases_search;
CREATE VIRTUAL TABLE canvases_search USING fts5(title, content='canvases', tokenize='unicode61 remove_diacritics 2');
INSERT INTO canvases_search(canvases_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER canvases_search_insert AFTER INSERT ON canvases WHEN 1 BEGIN INSERT INTO canvases_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER canvases_search_update AFTER UPDATE OF title ON canvases WHEN (old.title IS NOT new.title) AND 1 BEGIN INSERT INTO canvases_search(canvases_search, rowid, title) VALUES ('delete', old.rowid, old.title); INSERT INTO canvases_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER canvases_search_delete AFTER DELETE ON canvases WHEN 1 BEGIN INSERT INTO canvases_search(canvases_search, rowid, title) VALUES ('delete', old.rowid, old.title); END;
INSERT INTO canvases_search(canvases_search) VALUES ('rebuild');

-- knowledge_articles_search
DROP TRIGGER IF EXISTS knowledge_articles_search_insert;
DROP TRIGGER IF EXISTS knowledge_articles_search_update;
DROP TRIGGER IF EXISTS knowledge_articles_search_delete;
DROP TABLE IF EXISTS knowledge_articles_search;
CREATE VIRTUAL TABLE knowledge_articles_search USING fts5(title, content='knowledge_articles', tokenize='unicode61 remove_diacritics 2');
INSERT INTO knowledge_articles_search(knowledge_articles_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER knowledge_articles_search_insert AFTER INSERT ON knowledge_articles WHEN 1 BEGIN INSERT INTO knowledge_articles_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER knowledge_articles_search_update AFTER UPDATE OF title ON knowledge_articles WHEN (old.title IS NOT new.title) AND 1 BEGIN INSERT INTO knowledge_articles_search(knowledge_articles_search, rowid, title) VALUES ('delete', old.rowid, old.title); INSERT INTO knowledge_articles_search(rowid, title) VALUES (new.rowid, new.title); END;
CREATE TRIGGER knowledge_articles_search_delete AFTER DELETE ON knowledge_articles WHEN 1 BEGIN INSERT INTO knowledge_articles_search(knowledge_articles_search, rowid, title) VALUES ('delete', old.rowid, old.title); END;
INSERT INTO knowledge_articles_search(knowledge_articles_search) VALUES ('rebuild');

-- surveys_search
DROP TRIGGER IF EXISTS surveys_search_insert;
DROP TRIGGER IF EXISTS surveys_search_update;
DROP TRIGGER IF EXISTS surveys_search_delete;
DROP TABLE IF EXISTS surveys_search;
CREATE VIRTUAL TABLE surveys_search USING fts5(name, content='surveys', tokenize='unicode61 remove_diacritics 2');
INSERT INTO surveys_search(surveys_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER surveys_search_insert AFTER INSERT ON surveys WHEN 1 BEGIN INSERT INTO surveys_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER surveys_search_update AFTER UPDATE OF name ON surveys WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO surveys_search(surveys_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO surveys_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER surveys_search_delete AFTER DELETE ON surveys WHEN 1 BEGIN INSERT INTO surveys_search(surveys_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO surveys_search(surveys_search) VALUES ('rebuild');

-- reports_search
DROP TRIGGER IF EXISTS reports_search_insert;
DROP TRIGGER IF EXISTS reports_search_update;
DROP TRIGGER IF EXISTS reports_search_delete;
DROP TABLE IF EXISTS reports_search;
CREATE VIRTUAL TABLE reports_search USING fts5(name, content='reports', tokenize='unicode61 remove_diacritics 2');
INSERT INTO reports_search(reports_search, rank) VALUES ('rank', 'bm25(10)');
CREATE TRIGGER reports_search_insert AFTER INSERT ON reports WHEN 1 BEGIN INSERT INTO reports_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER reports_search_update AFTER UPDATE OF name ON reports WHEN (old.name IS NOT new.name) AND 1 BEGIN INSERT INTO reports_search(reports_search, rowid, name) VALUES ('delete', old.rowid, old.name); INSERT INTO reports_search(rowid, name) VALUES (new.rowid, new.name); END;
CREATE TRIGGER reports_search_delete AFTER DELETE ON reports WHEN 1 BEGIN INSERT INTO reports_search(reports_search, rowid, name) VALUES ('delete', old.rowid, old.name); END;
INSERT INTO reports_search(reports_search) VALUES ('rebuild');
