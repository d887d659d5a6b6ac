CREATE TABLE "domains" (
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"of_tenant_id" uuid NOT NULL,
	"host" text NOT NULL,
	"is_primary" boolean NOT NULL,
	"verified_at" timestamp (3) with time zone,
	CONSTRAINT "domains_pk" PRIMARY KEY("id")
);

CREATE TABLE "auth_factors" (
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"label" text,
	"secret" text,
	"last_used_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "auth_factors_pk" PRIMARY KEY("id")
);

CREATE TABLE "role_assignments" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"role_id" uuid NOT NULL,
	"team_id" uuid,
	"starts_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"granted_by" uuid NOT NULL,
	"reason" text,
	CONSTRAINT "role_assignments_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "platform_roles" (
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"permissions" jsonb,
	CONSTRAINT "platform_roles_pk" PRIMARY KEY("id")
);

CREATE TABLE "invitations" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"email" text NOT NULL,
	"role_id" uuid NOT NULL,
	"team_id" uuid,
	"invited_by" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"accepted_by" uuid,
	CONSTRAINT "invitations_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "sessions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"device_id" uuid,
	"token_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"is_active" boolean NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "api_keys" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"key_hash" text NOT NULL,
	"permissions" jsonb,
	"rate_limit" integer NOT NULL,
	"is_active" boolean NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "custom_fields" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"entity_type" text NOT NULL,
	"kind_code" text,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"field_kind" text NOT NULL,
	"options" jsonb,
	"required" boolean NOT NULL,
	"sensitivity" text NOT NULL,
	"sort_order" integer,
	"source_field" text,
	CONSTRAINT "custom_fields_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "locations" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"type" text NOT NULL,
	"parent_id" uuid,
	"code" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "locations_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "calendars" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"hours" jsonb NOT NULL,
	"holidays" jsonb,
	"is_default" boolean NOT NULL,
	CONSTRAINT "calendars_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "blobs" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"sha256" text NOT NULL,
	"size" bigint NOT NULL,
	"mime_type" text NOT NULL,
	"storage_provider" text NOT NULL,
	"storage_path" text NOT NULL,
	"original_name" text,
	"evidence_kind" text NOT NULL,
	"encryption_key_ref" text,
	"upload_state" text NOT NULL,
	"scan_state" text NOT NULL,
	"captured_at" timestamp (3) with time zone,
	"metadata" jsonb,
	CONSTRAINT "blobs_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "blob_links" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"blob_id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"role" text NOT NULL,
	"note" text,
	CONSTRAINT "blob_links_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "accounts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"normalized_name" text,
	"parent_account_id" uuid,
	"account_type" text NOT NULL,
	"industry" text,
	"location_id" uuid,
	"website" text,
	"email" text,
	"phone" text,
	"phone_raw" text,
	"primary_contact_id" uuid,
	"owner_id" uuid,
	"custom_fields" jsonb,
	"metadata" jsonb,
	"tags" text[] NOT NULL,
	"merged_into_id" uuid,
	"is_active" boolean NOT NULL,
	CONSTRAINT "accounts_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contact_identifiers" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"last4" text,
	"issued_by" text,
	CONSTRAINT "contact_identifiers_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "households" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"location_id" uuid,
	"primary_contact_id" uuid,
	"notes" text,
	CONSTRAINT "households_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "household_members" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"household_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "household_members_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "relationships" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"from_contact_id" uuid NOT NULL,
	"to_contact_id" uuid NOT NULL,
	"type" text NOT NULL,
	"description" text,
	CONSTRAINT "relationships_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "relationships_from_contact_id_to_contact_id_differ" CHECK (from_contact_id <> to_contact_id)
);

CREATE TABLE "contact_groups" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"description" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "contact_groups_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contact_group_members" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"group_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	CONSTRAINT "contact_group_members_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "consents" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"channel_kind" text NOT NULL,
	"action" text NOT NULL,
	"source" text NOT NULL,
	"evidence_type" text,
	"evidence_id" uuid,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"wording" text,
	CONSTRAINT "consents_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contact_merges" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"entity_type" text NOT NULL,
	"winner_id" uuid NOT NULL,
	"loser_id" uuid NOT NULL,
	"loser_snapshot" jsonb,
	"moved_refs" jsonb NOT NULL,
	"field_choices" jsonb,
	"status" text NOT NULL,
	"merged_by" uuid NOT NULL,
	"unmerged_by" uuid,
	"expected_winner_version" integer NOT NULL,
	"expected_loser_version" integer NOT NULL,
	CONSTRAINT "contact_merges_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "workflows" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"description" text,
	"entity_type" text NOT NULL,
	"stages" jsonb NOT NULL,
	"transitions" jsonb NOT NULL,
	"actions" jsonb,
	"revision" integer NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "workflows_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "workflow_triggers" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"workflow_id" uuid NOT NULL,
	"event" text NOT NULL,
	"filter" jsonb,
	"is_active" boolean NOT NULL,
	CONSTRAINT "workflow_triggers_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "workflow_instances" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"workflow_id" uuid NOT NULL,
	"trigger_id" uuid,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"current_stage" text NOT NULL,
	"data" jsonb,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_instances_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "workflow_actions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"instance_id" uuid NOT NULL,
	"action_type" text NOT NULL,
	"params" jsonb,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"last_error" text,
	"idempotency_key" text NOT NULL,
	CONSTRAINT "workflow_actions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "workflow_branches" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"instance_id" uuid NOT NULL,
	"parent_branch_id" uuid,
	"name" text NOT NULL,
	"condition" jsonb,
	"status" text NOT NULL,
	CONSTRAINT "workflow_branches_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "business_rules" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"description" text,
	"entity_type" text NOT NULL,
	"conditions" jsonb,
	"actions" jsonb,
	"runs_on" text NOT NULL,
	"sort_order" integer,
	"is_active" boolean NOT NULL,
	CONSTRAINT "business_rules_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "change_proposals" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"origin" text NOT NULL,
	"origin_type" text,
	"origin_id" uuid,
	"kind" text NOT NULL,
	"target_type" text,
	"target_id" uuid,
	"target_expected_version" integer,
	"patch" jsonb NOT NULL,
	"rationale" text,
	"evidence" jsonb,
	"confidence" double precision,
	"risk" text NOT NULL,
	"status" text NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decision_note" text,
	CONSTRAINT "change_proposals_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "approvals" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"step" integer NOT NULL,
	"approver_id" uuid,
	"required_capability" text NOT NULL,
	"status" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"due_at" timestamp (3) with time zone,
	CONSTRAINT "approvals_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "writebacks" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"proposal_id" uuid NOT NULL,
	"target_domain" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" uuid NOT NULL,
	"command" text NOT NULL,
	"args" jsonb NOT NULL,
	"idempotency_key" text NOT NULL,
	"status" text NOT NULL,
	"approved_by" uuid,
	"executed_at" timestamp (3) with time zone,
	"result" jsonb,
	"error" text,
	CONSTRAINT "writebacks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "agent_runs" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"agent_name" text NOT NULL,
	"model" text,
	"purpose" text NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"branch_id" uuid,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"input_refs" jsonb,
	"output" jsonb,
	"token_count" integer,
	"cost_minor" bigint,
	"cost_currency" text,
	"error" text,
	CONSTRAINT "agent_runs_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "policy_decisions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"policy" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"actor_id" uuid,
	"agent_run_id" uuid,
	"decision" text NOT NULL,
	"reasons" text[] NOT NULL,
	"inputs" jsonb,
	CONSTRAINT "policy_decisions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "inventory_projects" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"developer_account_id" uuid,
	"developer_name" text,
	"city" text,
	"micro_market" text,
	"location" jsonb,
	"status" text NOT NULL,
	CONSTRAINT "inventory_projects_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "inventory_units" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"project_id" uuid NOT NULL,
	"unit_label" text NOT NULL,
	"configuration" text,
	"area_sqft" double precision,
	"price_current_minor" bigint,
	"price_current_currency" text,
	"status" text NOT NULL,
	"facing" text,
	"floor" integer,
	CONSTRAINT "inventory_units_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "pricing_history" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"unit_id" uuid NOT NULL,
	"price_minor" bigint NOT NULL,
	"price_currency" text NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"source_type" text,
	"source_id" uuid,
	CONSTRAINT "pricing_history_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "unit_availability" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"unit_id" uuid NOT NULL,
	"value" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone,
	"opportunity_id" uuid,
	CONSTRAINT "unit_availability_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "inventory_media" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"project_id" uuid NOT NULL,
	"unit_id" uuid,
	"kind" text NOT NULL,
	"blob" uuid NOT NULL,
	"caption" text,
	"sort_order" integer,
	CONSTRAINT "inventory_media_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "inventory_locations" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"project_id" uuid NOT NULL,
	"location_id" uuid,
	"lat" double precision,
	"lng" double precision,
	"geohash" text,
	"place_names" text[] NOT NULL,
	CONSTRAINT "inventory_locations_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "leads" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"lead_number" text,
	"contact_id" uuid NOT NULL,
	"account_id" uuid,
	"source_system" text NOT NULL,
	"source_ref" text,
	"status" text NOT NULL,
	"stage" text NOT NULL,
	"budget_band" text NOT NULL,
	"urgency" text NOT NULL,
	"assigned_to" uuid,
	"team_id" uuid,
	"next_action" text,
	"next_action_at" timestamp (3) with time zone,
	"disqualify_reason_id" uuid,
	"converted_case_id" uuid,
	"converted_at" timestamp (3) with time zone,
	"converted_by" uuid,
	"custom_fields" jsonb,
	"tags" text[] NOT NULL,
	CONSTRAINT "leads_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "opportunities" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"lead_id" uuid,
	"account_id" uuid,
	"contact_id" uuid,
	"project_id" uuid,
	"unit_id" uuid,
	"stage" text NOT NULL,
	"value_minor" bigint,
	"value_currency" text,
	"probability" integer,
	"expected_close_date" date,
	"next_action" text,
	"assigned_to" uuid,
	"team_id" uuid,
	"lost_reason_id" uuid,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "opportunities_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "opportunities_contact_id_account_id_some" CHECK (num_nonnulls(contact_id, account_id) >= 1)
);

CREATE TABLE "stage_history" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"field" text NOT NULL,
	"from_value" text,
	"to_value" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	"reason" text,
	"conversion_id" uuid,
	CONSTRAINT "stage_history_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "property_interests" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"lead_id" uuid,
	"opportunity_id" uuid,
	"project_id" uuid,
	"unit_id" uuid,
	"level" text NOT NULL,
	"budget_minor" bigint,
	"budget_currency" text,
	"notes" text,
	CONSTRAINT "property_interests_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "proposals" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"number" text,
	"title" text NOT NULL,
	"opportunity_id" uuid,
	"account_id" uuid,
	"contact_id" uuid,
	"content" jsonb,
	"total_minor" bigint,
	"total_currency" text,
	"status" text NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"viewed_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"current_revision" integer NOT NULL,
	CONSTRAINT "proposals_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "proposal_versions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"proposal_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content" jsonb NOT NULL,
	"total_minor" bigint,
	"total_currency" text,
	"reason" text,
	CONSTRAINT "proposal_versions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contracts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"number" text,
	"title" text NOT NULL,
	"proposal_id" uuid,
	"opportunity_id" uuid,
	"account_id" uuid,
	"contact_id" uuid,
	"content" jsonb,
	"status" text NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"signed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"signature_data" jsonb,
	"signed_blob" uuid,
	"current_revision" integer NOT NULL,
	CONSTRAINT "contracts_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contract_versions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contract_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content" jsonb NOT NULL,
	"reason" text,
	CONSTRAINT "contract_versions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "signature_packets" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contract_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_ref" text,
	"signers" jsonb,
	"status" text NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "signature_packets_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "engagements" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"contract_id" uuid,
	"opportunity_id" uuid,
	"account_id" uuid,
	"contact_id" uuid,
	"status" text NOT NULL,
	"owner_id" uuid,
	"team_id" uuid,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "engagements_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "portal_access" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"engagement_id" uuid,
	"contact_id" uuid NOT NULL,
	"case_id" uuid,
	"token_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "portal_access_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "portal_access_engagement_id_case_id_some" CHECK (num_nonnulls(engagement_id, case_id) >= 1)
);

CREATE TABLE "outbox_events" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"topic" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"payload" jsonb,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"dedupe_key" text NOT NULL,
	CONSTRAINT "outbox_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "case_links" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"from_case_id" uuid NOT NULL,
	"to_case_id" uuid NOT NULL,
	"link_type" text NOT NULL,
	"description" text,
	CONSTRAINT "case_links_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "case_links_from_case_id_to_case_id_differ" CHECK (from_case_id <> to_case_id)
);

CREATE TABLE "checklists" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"case_id" uuid NOT NULL,
	"title" text NOT NULL,
	"template_item_id" uuid,
	"sort_order" integer,
	CONSTRAINT "checklists_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "checklist_items" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"checklist_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"label" text NOT NULL,
	"required" boolean NOT NULL,
	"done_at" timestamp (3) with time zone,
	"done_by" uuid,
	"sort_order" integer,
	CONSTRAINT "checklist_items_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "sla_policies" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"kind_id" uuid,
	"priority_id" uuid,
	"team_id" uuid,
	"calendar_id" uuid,
	"first_response_minutes" integer,
	"resolution_hours" integer,
	"pause_on_hold" boolean NOT NULL,
	"warn_percent" integer NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "sla_policies_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "sla_clocks" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"case_id" uuid NOT NULL,
	"metric" text NOT NULL,
	"policy_id" uuid,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"paused_seconds" integer NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"warned_at" timestamp (3) with time zone,
	CONSTRAINT "sla_clocks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "queues" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"asterisk_queue_name" text NOT NULL,
	"team_id" uuid,
	"max_wait_time" integer NOT NULL,
	"ring_strategy" text NOT NULL,
	"wrap_up_time" integer NOT NULL,
	"calendar_id" uuid,
	"overflow_queue_id" uuid,
	"voicemail_enabled" boolean NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "queues_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "queue_members" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"queue_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"penalty" integer NOT NULL,
	"state" text NOT NULL,
	"paused_reason_id" uuid,
	"joined_at" timestamp (3) with time zone,
	CONSTRAINT "queue_members_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "trunks" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"team_id" uuid,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"transport" text NOT NULL,
	"sip_user" text,
	"secret" text,
	"codecs" text[] NOT NULL,
	"max_channels" integer,
	"registration" text NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "trunks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "phone_numbers" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"number" text NOT NULL,
	"label" text,
	"trunk_id" uuid,
	"team_id" uuid,
	"queue_id" uuid,
	"user_id" uuid,
	"capabilities" text[] NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "phone_numbers_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "extensions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"number" text NOT NULL,
	"user_id" uuid NOT NULL,
	"sip_user" text NOT NULL,
	"secret" text,
	"voicemail_pin_hash" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "extensions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "dispositions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"code" text NOT NULL,
	"category" text NOT NULL,
	"requires_follow_up" boolean NOT NULL,
	"requires_case_creation" boolean NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "dispositions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "agent_state_reasons" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"code" text NOT NULL,
	"counts_as_work" boolean NOT NULL,
	"max_duration" integer,
	"is_active" boolean NOT NULL,
	CONSTRAINT "agent_state_reasons_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "agent_states" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason_id" uuid,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone,
	"call_id" uuid,
	"device_id" uuid,
	CONSTRAINT "agent_states_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "calls" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"pbx" text NOT NULL,
	"linked_id" text,
	"call_id" text,
	"direction" text NOT NULL,
	"status" text NOT NULL,
	"caller_number" text,
	"caller_number_raw" text,
	"caller_name" text,
	"called_number" text,
	"called_number_raw" text,
	"agent_id" uuid,
	"queue_id" uuid,
	"team_id" uuid,
	"phone_number_id" uuid,
	"contact_id" uuid,
	"case_id" uuid,
	"lead_id" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"duration" integer,
	"disposition_id" uuid,
	"wrap_up_note" text,
	"device_id" uuid,
	"made_offline" boolean NOT NULL,
	CONSTRAINT "calls_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "call_legs" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"user_id" uuid,
	"device_id" uuid,
	"extension_id" uuid,
	"sip_call_id" text NOT NULL,
	"channel" text,
	"direction" text NOT NULL,
	"outcome" text NOT NULL,
	"hangup_cause" integer,
	"started_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"mos" double precision,
	CONSTRAINT "call_legs_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "queue_entries" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"queue_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"position" integer,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"connected_at" timestamp (3) with time zone,
	"left_at" timestamp (3) with time zone,
	"result" text NOT NULL,
	"agent_id" uuid,
	CONSTRAINT "queue_entries_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "call_events" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" uuid,
	"details" jsonb,
	CONSTRAINT "call_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "call_transfers" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"transfer_type" text NOT NULL,
	"from_agent_id" uuid NOT NULL,
	"to_agent_id" uuid,
	"to_queue_id" uuid,
	"to_number" text,
	"to_number_raw" text,
	"reason" text,
	"status" text NOT NULL,
	CONSTRAINT "call_transfers_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "recordings" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"blob" uuid NOT NULL,
	"status" text NOT NULL,
	"duration" integer,
	"consent_id" uuid,
	"legal_hold" boolean NOT NULL,
	"keep_until" date,
	CONSTRAINT "recordings_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "transcripts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"recording_id" uuid,
	"language" text NOT NULL,
	"full_text" text NOT NULL,
	"speaker_segments" jsonb,
	"confidence" double precision,
	"status" text NOT NULL,
	CONSTRAINT "transcripts_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "callbacks" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid,
	"contact_id" uuid,
	"case_id" uuid,
	"queue_id" uuid,
	"team_id" uuid,
	"phone" text NOT NULL,
	"phone_raw" text,
	"due_at" timestamp (3) with time zone NOT NULL,
	"assigned_to" uuid,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"reason" text,
	CONSTRAINT "callbacks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "voicemails" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"call_id" uuid NOT NULL,
	"queue_id" uuid,
	"team_id" uuid,
	"extension_id" uuid,
	"user_id" uuid,
	"blob" uuid NOT NULL,
	"transcript_id" uuid,
	"status" text NOT NULL,
	"handled_by" uuid,
	CONSTRAINT "voicemails_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "channels" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"type" text NOT NULL,
	"configuration" jsonb,
	"credential_ref" text,
	"team_id" uuid,
	"phone_number_id" uuid,
	"is_active" boolean NOT NULL,
	CONSTRAINT "channels_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "conversations" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"channel_id" uuid,
	"type" text NOT NULL,
	"subject" text,
	"contact_id" uuid,
	"case_id" uuid,
	"engagement_id" uuid,
	"status" text NOT NULL,
	"assigned_to" uuid,
	"team_id" uuid,
	"last_interaction_at" timestamp (3) with time zone,
	"unread_count" integer NOT NULL,
	"external_thread_id" text,
	CONSTRAINT "conversations_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "messages" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"conversation_id" uuid NOT NULL,
	"case_id" uuid,
	"sender_user_id" uuid,
	"sender_contact_id" uuid,
	"sender_role" text NOT NULL,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text,
	"body" text,
	"reply_to_id" uuid,
	"status" text NOT NULL,
	"external_id" text,
	"sent_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"attachments" jsonb,
	"metadata" jsonb,
	"failure_code" text,
	CONSTRAINT "messages_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "message_receipts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"message_id" uuid NOT NULL,
	"contact_id" uuid,
	"user_id" uuid,
	"delivered_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "message_receipts_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "message_receipts_contact_id_user_id_one" CHECK (num_nonnulls(contact_id, user_id) = 1)
);

CREATE TABLE "message_templates" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"channel_type" text NOT NULL,
	"subject" text,
	"content" text NOT NULL,
	"variables" jsonb,
	"language" text NOT NULL,
	"provider_template_id" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "message_templates_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "message_drafts" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"conversation_id" uuid,
	"user_id" uuid NOT NULL,
	"body" text,
	"attachments" jsonb,
	"template_id" uuid,
	CONSTRAINT "message_drafts_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "reminders" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"contact_id" uuid,
	"text" text NOT NULL,
	"remind_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "reminders_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "email_details" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"message_id" uuid NOT NULL,
	"from_address" text NOT NULL,
	"to_addresses" text[] NOT NULL,
	"cc_addresses" text[] NOT NULL,
	"bcc_addresses" text[] NOT NULL,
	"header_message_id" text,
	"in_reply_to" text,
	"reference_ids" text[] NOT NULL,
	"snippet" text,
	"body_archived" boolean NOT NULL,
	"provider_ref" text,
	CONSTRAINT "email_details_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "whatsapp_threads" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"conversation_id" uuid NOT NULL,
	"wa_id" text NOT NULL,
	"window_expires_at" timestamp (3) with time zone,
	"opted_in" boolean NOT NULL,
	"profile_name" text,
	CONSTRAINT "whatsapp_threads_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "sms_details" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"message_id" uuid NOT NULL,
	"from_number" text,
	"from_number_raw" text,
	"to_number" text,
	"to_number_raw" text,
	"segments" integer,
	"encoding" text,
	"provider_ref" text,
	"delivery_code" text,
	CONSTRAINT "sms_details_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "documents" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"case_id" uuid,
	"contact_id" uuid,
	"engagement_id" uuid,
	"title" text NOT NULL,
	"file_name" text NOT NULL,
	"original_file_name" text NOT NULL,
	"document_type" text NOT NULL,
	"description" text,
	"mime_type" text NOT NULL,
	"size" bigint NOT NULL,
	"current_version_id" uuid,
	"uploaded_by" uuid NOT NULL,
	"access_level" text NOT NULL,
	"allowed_roles" text[] NOT NULL,
	"pin_protected" boolean NOT NULL,
	"pin_hash" text,
	"pin_attempts" integer NOT NULL,
	"pin_locked_until" timestamp (3) with time zone,
	"is_template" boolean NOT NULL,
	"download_count" integer NOT NULL,
	"last_accessed_at" timestamp (3) with time zone,
	"is_active" boolean NOT NULL,
	"tags" text[] NOT NULL,
	"legal_hold" boolean NOT NULL,
	CONSTRAINT "documents_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "document_versions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"document_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"blob" uuid NOT NULL,
	"note" text,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_versions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "document_templates" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"document_type" text,
	"content" jsonb,
	"blob" uuid,
	"variables" jsonb NOT NULL,
	"case_kind_id" uuid,
	"is_active" boolean NOT NULL,
	CONSTRAINT "document_templates_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "document_grants" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"document_id" uuid NOT NULL,
	"user_id" uuid,
	"team_id" uuid,
	"role_id" uuid,
	"contact_id" uuid,
	"access_type" text NOT NULL,
	"granted_by" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "document_grants_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "document_grants_user_id_team_id_role_id_contact_id_one" CHECK (num_nonnulls(user_id, team_id, role_id, contact_id) = 1)
);

CREATE TABLE "document_access_log" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"document_id" uuid NOT NULL,
	"contact_id" uuid,
	"user_id" uuid,
	"action" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"success" boolean NOT NULL,
	"error_message" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "document_access_log_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "project_templates" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"tasks_template" jsonb NOT NULL,
	"milestones_template" jsonb NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "project_templates_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "projects" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"engagement_id" uuid NOT NULL,
	"template_id" uuid,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"starts_on" date,
	"due_on" date,
	"owner_id" uuid,
	CONSTRAINT "projects_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "milestones" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"due_on" date,
	"reached_at" timestamp (3) with time zone,
	"sort_order" integer,
	"billable" boolean NOT NULL,
	"amount_minor" bigint,
	"amount_currency" text,
	CONSTRAINT "milestones_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "tasks" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"title" text NOT NULL,
	"description" text,
	"case_id" uuid,
	"project_id" uuid,
	"milestone_id" uuid,
	"engagement_id" uuid,
	"contact_id" uuid,
	"assigned_to" uuid,
	"team_id" uuid,
	"task_type" text NOT NULL,
	"status" text NOT NULL,
	"priority" text NOT NULL,
	"due_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"estimated_hours" double precision,
	"actual_hours" double precision,
	"pp_task_id" text,
	"pp_data" jsonb,
	"metadata" jsonb,
	"last_sync_at" timestamp (3) with time zone,
	"sort_order" integer,
	CONSTRAINT "tasks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "task_comments" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"task_id" uuid NOT NULL,
	"content" text NOT NULL,
	"is_internal" boolean NOT NULL,
	CONSTRAINT "task_comments_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "task_dependencies" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"task_id" uuid NOT NULL,
	"depends_on_id" uuid NOT NULL,
	"dependency_type" text NOT NULL,
	CONSTRAINT "task_dependencies_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_dependencies_task_id_depends_on_id_differ" CHECK (task_id <> depends_on_id)
);

CREATE TABLE "appointments" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"title" text NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"contact_id" uuid,
	"case_id" uuid,
	"host_id" uuid NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"place" text,
	"status" text NOT NULL,
	"external_calendar" text,
	"external_event_id" text,
	CONSTRAINT "appointments_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "invoice_schedules" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"engagement_id" uuid NOT NULL,
	"name" text NOT NULL,
	"cadence" text NOT NULL,
	"next_run_on" date,
	"line_items" jsonb NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "invoice_schedules_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "invoices" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"number" text,
	"engagement_id" uuid NOT NULL,
	"schedule_id" uuid,
	"milestone_id" uuid,
	"account_id" uuid,
	"issued_on" date,
	"due_on" date,
	"status" text NOT NULL,
	"line_items" jsonb NOT NULL,
	"total_minor" bigint,
	"total_currency" text,
	"amount_paid_minor" bigint,
	"amount_paid_currency" text,
	"sent_at" timestamp (3) with time zone,
	"viewed_at" timestamp (3) with time zone,
	"paid_at" timestamp (3) with time zone,
	CONSTRAINT "invoices_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "payments" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"invoice_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"amount_currency" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"method" text NOT NULL,
	"provider_token" text,
	"reference" text,
	"kind" text NOT NULL,
	CONSTRAINT "payments_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "vendors" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"account_id" uuid,
	"email" text,
	"phone" text,
	"phone_raw" text,
	"tax_id" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "vendors_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "bills" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"vendor_id" uuid,
	"engagement_id" uuid,
	"number" text,
	"amount_minor" bigint NOT NULL,
	"amount_currency" text NOT NULL,
	"due_on" date,
	"status" text NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"blob" uuid,
	CONSTRAINT "bills_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "ledger_map" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"provider" text NOT NULL,
	"local_type" text,
	"local_id" uuid,
	"local_code" text,
	"external_id" text NOT NULL,
	"last_sync_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	CONSTRAINT "ledger_map_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "interactions" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"account_id" uuid,
	"case_id" uuid,
	"lead_id" uuid,
	"team_id" uuid,
	"channel" text NOT NULL,
	"interaction_type" text NOT NULL,
	"direction" text,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"summary" text,
	"source_type" text NOT NULL,
	"source_id" uuid NOT NULL,
	"actor_id" uuid,
	"duration" integer,
	CONSTRAINT "interactions_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "visits" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"lead_id" uuid,
	"project_id" uuid,
	"unit_id" uuid,
	"host_id" uuid,
	"visited_at" timestamp (3) with time zone NOT NULL,
	"visit_notes" text,
	"outcome" text NOT NULL,
	CONSTRAINT "visits_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "qd_scores" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"context_type" text,
	"context_id" uuid,
	"score_type" text NOT NULL,
	"current_value" double precision NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"evidence" jsonb,
	CONSTRAINT "qd_scores_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "qd_timeseries" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid NOT NULL,
	"signal_source" text NOT NULL,
	"score_type" text,
	"at" timestamp (3) with time zone NOT NULL,
	"value" double precision NOT NULL,
	"evidence_type" text,
	"evidence_id" uuid,
	CONSTRAINT "qd_timeseries_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "vehicle_events" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"contact_id" uuid,
	"project_id" uuid,
	"plate" text,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"camera_ref" text,
	"confidence" double precision,
	"blob" uuid,
	CONSTRAINT "vehicle_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "perception_events" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"session_ref" text NOT NULL,
	"contact_id" uuid,
	"visit_id" uuid,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb,
	"confidence" double precision,
	"blob" uuid,
	CONSTRAINT "perception_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "cctv_links" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"camera_ref" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"blob" uuid,
	"external_ref" text,
	CONSTRAINT "cctv_links_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "connectors" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb,
	"token_vault_ref" text,
	"status" text NOT NULL,
	"last_sync_at" timestamp (3) with time zone,
	CONSTRAINT "connectors_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "import_batches" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"connector_id" uuid,
	"blob" uuid,
	"file_sha256" text NOT NULL,
	"status" text NOT NULL,
	"failed_step" text,
	"mapping_id" uuid,
	"counts" jsonb,
	"submitted_by" uuid NOT NULL,
	"approved_by" uuid,
	"committed_at" timestamp (3) with time zone,
	"error" text,
	"attempt" integer NOT NULL,
	CONSTRAINT "import_batches_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "import_rows" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"batch_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"raw" jsonb NOT NULL,
	"mapped" jsonb,
	"row_key" text NOT NULL,
	"status" text NOT NULL,
	"errors" jsonb,
	"target_type" text,
	"target_id" uuid,
	"undo" jsonb,
	CONSTRAINT "import_rows_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "import_mappings" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"columns" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"approved_by" uuid,
	CONSTRAINT "import_mappings_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "merge_candidates" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"entity_type" text NOT NULL,
	"left_id" uuid NOT NULL,
	"right_id" uuid NOT NULL,
	"score" double precision NOT NULL,
	"reasons" text[] NOT NULL,
	"risk" text NOT NULL,
	"batch_id" uuid,
	"status" text NOT NULL,
	CONSTRAINT "merge_candidates_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "merge_candidates_left_id_right_id_differ" CHECK (left_id <> right_id)
);

CREATE TABLE "sync_logs" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"connector_id" uuid NOT NULL,
	"sync_type" text NOT NULL,
	"status" text NOT NULL,
	"records_processed" integer NOT NULL,
	"records_created" integer NOT NULL,
	"records_updated" integer NOT NULL,
	"errors_count" integer NOT NULL,
	"error_details" jsonb,
	"started_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"triggered_by" text NOT NULL,
	CONSTRAINT "sync_logs_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "external_links" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"system" text NOT NULL,
	"external_type" text NOT NULL,
	"external_id" text NOT NULL,
	"local_type" text NOT NULL,
	"local_id" uuid NOT NULL,
	"checksum" text,
	"last_seen_at" timestamp (3) with time zone,
	CONSTRAINT "external_links_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "notification_rules" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"trigger_event" text NOT NULL,
	"conditions" jsonb,
	"recipients" jsonb NOT NULL,
	"channels" text[] NOT NULL,
	"template" text NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "notification_rules_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "notifications" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"title" text NOT NULL,
	"message" text NOT NULL,
	"notification_type" text NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"is_read" boolean NOT NULL,
	"read_at" timestamp (3) with time zone,
	"channel" text NOT NULL,
	"delivery_status" text NOT NULL,
	"rule_id" uuid,
	"dedupe_key" text,
	CONSTRAINT "notifications_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "search_history" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"query" text NOT NULL,
	"filters" jsonb,
	"result_count" integer,
	"opened_type" text,
	"opened_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "search_history_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "favourites" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid NOT NULL,
	"target_type" text,
	"target_id" uuid,
	"query" text,
	"label" text,
	"sort_order" integer,
	CONSTRAINT "favourites_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "favourites_target_id_query_one" CHECK (num_nonnulls(target_id, query) = 1)
);

CREATE TABLE "saved_views" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"entity_type" text NOT NULL,
	"definition" jsonb NOT NULL,
	"owner_id" uuid,
	"shared_team_id" uuid,
	"is_shared" boolean NOT NULL,
	CONSTRAINT "saved_views_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_families" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"code" text NOT NULL,
	"description" text,
	"sort_order" integer,
	CONSTRAINT "component_families_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_chapters" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"family_id" uuid NOT NULL,
	"title" text NOT NULL,
	"sort_order" integer,
	CONSTRAINT "component_chapters_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_templates" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"family_id" uuid NOT NULL,
	"chapter_id" uuid,
	"name" text NOT NULL,
	"body" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"status" text NOT NULL,
	CONSTRAINT "component_templates_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_examples" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"template_id" uuid NOT NULL,
	"title" text NOT NULL,
	"input" jsonb,
	"output" jsonb,
	CONSTRAINT "component_examples_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_tags" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"template_id" uuid NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "component_tags_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "component_lineage" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"child_id" uuid NOT NULL,
	"parent_id" uuid NOT NULL,
	"relation" text NOT NULL,
	CONSTRAINT "component_lineage_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "component_lineage_child_id_parent_id_differ" CHECK (child_id <> parent_id)
);

CREATE TABLE "canvases" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"title" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"layout" jsonb NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"shared_team_id" uuid,
	"is_shared" boolean NOT NULL,
	CONSTRAINT "canvases_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "knowledge_articles" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"title" text NOT NULL,
	"body" jsonb NOT NULL,
	"category_id" uuid,
	"status" text NOT NULL,
	"tags" text[] NOT NULL,
	CONSTRAINT "knowledge_articles_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "surveys" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"questions" jsonb NOT NULL,
	"trigger" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "surveys_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "survey_responses" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"survey_id" uuid NOT NULL,
	"contact_id" uuid,
	"subject_type" text,
	"subject_id" uuid,
	"answers" jsonb NOT NULL,
	"score" double precision,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "survey_responses_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "system_health" (
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"component" text NOT NULL,
	"status" text NOT NULL,
	"metrics" jsonb,
	"checked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "system_health_pk" PRIMARY KEY("id")
);

CREATE TABLE "tenant_usage" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"date" date NOT NULL,
	"active_users" integer NOT NULL,
	"api_requests" integer NOT NULL,
	"storage_used" bigint NOT NULL,
	"cases_created" integer NOT NULL,
	"call_minutes" integer NOT NULL,
	CONSTRAINT "tenant_usage_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "api_request_log" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"user_id" uuid,
	"api_key_id" uuid,
	"endpoint" text NOT NULL,
	"method" text NOT NULL,
	"status_code" integer NOT NULL,
	"response_time_ms" integer NOT NULL,
	"ip_address" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_request_log_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "retention_policies" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"entity_type" text NOT NULL,
	"hot_months" integer,
	"archive_months" integer,
	"purge_months" integer,
	"legal_basis" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "retention_policies_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "reports" (
	"id" uuid NOT NULL,
	"tenant_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"visible_to" text[],
	"name" text NOT NULL,
	"team_id" uuid,
	"definition" jsonb NOT NULL,
	"schedule" text,
	"recipients" jsonb,
	"is_active" boolean NOT NULL,
	CONSTRAINT "reports_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "users" ADD COLUMN "external_provider" text;

ALTER TABLE "users" ADD COLUMN "external_subject" text;

ALTER TABLE "memberships" ADD COLUMN "is_external" boolean NOT NULL DEFAULT 'false';
ALTER TABLE "memberships" ALTER COLUMN "is_external" DROP DEFAULT;

ALTER TABLE "memberships" ADD COLUMN "capabilities_hash" text;

ALTER TABLE "user_preferences" ADD COLUMN "notification_prefs" jsonb;

ALTER TABLE "teams" ADD COLUMN "default_calendar_id" uuid;

ALTER TABLE "devices" ADD COLUMN "replica_cursor" text;

ALTER TABLE "case_kinds" ADD COLUMN "default_workflow_id" uuid;

ALTER TABLE "case_kinds" ADD COLUMN "status_labels" jsonb;

ALTER TABLE "contacts" ADD COLUMN "account_id" uuid;

ALTER TABLE "contacts" ADD COLUMN "linkedin_url" text;

ALTER TABLE "contacts" ADD COLUMN "location_id" uuid;

ALTER TABLE "contacts" ADD COLUMN "persona_labels" text[] NOT NULL DEFAULT '{}';
ALTER TABLE "contacts" ALTER COLUMN "persona_labels" DROP DEFAULT;

ALTER TABLE "contacts" ADD COLUMN "source_confidence" double precision;

ALTER TABLE "contacts" ADD COLUMN "lifecycle" text NOT NULL DEFAULT 'unknown';
ALTER TABLE "contacts" ALTER COLUMN "lifecycle" DROP DEFAULT;

ALTER TABLE "contacts" ADD COLUMN "do_not_contact" boolean NOT NULL DEFAULT 'false';
ALTER TABLE "contacts" ALTER COLUMN "do_not_contact" DROP DEFAULT;

ALTER TABLE "activity_events" ADD COLUMN "engagement_id" uuid;

ALTER TABLE "activity_events" ADD COLUMN "contact_id" uuid;

ALTER TABLE "cases" ADD COLUMN "workflow_id" uuid;

ALTER TABLE "cases" ADD COLUMN "stage" text;

ALTER TABLE "cases" ADD COLUMN "stage_changed_at" timestamp (3) with time zone;

ALTER TABLE "cases" ADD COLUMN "stage_changed_by" uuid;

ALTER TABLE "cases" ADD COLUMN "account_id" uuid;

ALTER TABLE "cases" ADD COLUMN "lead_id" uuid;

ALTER TABLE "cases" ADD COLUMN "opportunity_id" uuid;

ALTER TABLE "cases" ADD COLUMN "engagement_id" uuid;

ALTER TABLE "cases" ADD COLUMN "location_id" uuid;

ALTER TABLE "cases" ADD COLUMN "pp_matter_id" text;

ALTER TABLE "number_blocks" ADD COLUMN "used_up_to" integer;

ALTER TABLE "audit_events" ADD COLUMN "api_key_id" uuid;

ALTER TABLE "audit_events" ADD COLUMN "subject_label" text;

ALTER TABLE "audit_events" ADD COLUMN "session_id" uuid;

ALTER TABLE "auth_factors" ADD CONSTRAINT "auth_factors_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_role_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_granted_by_fk" FOREIGN KEY ("tenant_id","granted_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "platform_roles" ADD CONSTRAINT "platform_roles_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_role_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_fk" FOREIGN KEY ("tenant_id","invited_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_accepted_by_fk" FOREIGN KEY ("tenant_id","accepted_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_device_id_fk" FOREIGN KEY ("tenant_id","device_id") REFERENCES "public"."devices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "locations" ADD CONSTRAINT "locations_parent_id_fk" FOREIGN KEY ("tenant_id","parent_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "blob_links" ADD CONSTRAINT "blob_links_blob_id_fk" FOREIGN KEY ("tenant_id","blob_id") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_parent_account_id_fk" FOREIGN KEY ("tenant_id","parent_account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_location_id_fk" FOREIGN KEY ("tenant_id","location_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_merged_into_id_fk" FOREIGN KEY ("tenant_id","merged_into_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_identifiers" ADD CONSTRAINT "contact_identifiers_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "households" ADD CONSTRAINT "households_location_id_fk" FOREIGN KEY ("tenant_id","location_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "households" ADD CONSTRAINT "households_primary_contact_id_fk" FOREIGN KEY ("tenant_id","primary_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "household_members" ADD CONSTRAINT "household_members_household_id_fk" FOREIGN KEY ("tenant_id","household_id") REFERENCES "public"."households"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "household_members" ADD CONSTRAINT "household_members_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "relationships" ADD CONSTRAINT "relationships_from_contact_id_fk" FOREIGN KEY ("tenant_id","from_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "relationships" ADD CONSTRAINT "relationships_to_contact_id_fk" FOREIGN KEY ("tenant_id","to_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_group_members" ADD CONSTRAINT "contact_group_members_group_id_fk" FOREIGN KEY ("tenant_id","group_id") REFERENCES "public"."contact_groups"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_group_members" ADD CONSTRAINT "contact_group_members_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "consents" ADD CONSTRAINT "consents_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_merged_by_fk" FOREIGN KEY ("tenant_id","merged_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_merges" ADD CONSTRAINT "contact_merges_unmerged_by_fk" FOREIGN KEY ("tenant_id","unmerged_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_triggers" ADD CONSTRAINT "workflow_triggers_workflow_id_fk" FOREIGN KEY ("tenant_id","workflow_id") REFERENCES "public"."workflows"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_instances" ADD CONSTRAINT "workflow_instances_workflow_id_fk" FOREIGN KEY ("tenant_id","workflow_id") REFERENCES "public"."workflows"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_instances" ADD CONSTRAINT "workflow_instances_trigger_id_fk" FOREIGN KEY ("tenant_id","trigger_id") REFERENCES "public"."workflow_triggers"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_actions" ADD CONSTRAINT "workflow_actions_instance_id_fk" FOREIGN KEY ("tenant_id","instance_id") REFERENCES "public"."workflow_instances"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_branches" ADD CONSTRAINT "workflow_branches_instance_id_fk" FOREIGN KEY ("tenant_id","instance_id") REFERENCES "public"."workflow_instances"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "workflow_branches" ADD CONSTRAINT "workflow_branches_parent_branch_id_fk" FOREIGN KEY ("tenant_id","parent_branch_id") REFERENCES "public"."workflow_branches"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "change_proposals" ADD CONSTRAINT "change_proposals_decided_by_fk" FOREIGN KEY ("tenant_id","decided_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "approvals" ADD CONSTRAINT "approvals_approver_id_fk" FOREIGN KEY ("tenant_id","approver_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "writebacks" ADD CONSTRAINT "writebacks_proposal_id_fk" FOREIGN KEY ("tenant_id","proposal_id") REFERENCES "public"."change_proposals"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "writebacks" ADD CONSTRAINT "writebacks_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "agent_runs" ADD CONSTRAINT "agent_runs_branch_id_fk" FOREIGN KEY ("tenant_id","branch_id") REFERENCES "public"."workflow_branches"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "policy_decisions" ADD CONSTRAINT "policy_decisions_actor_id_fk" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "policy_decisions" ADD CONSTRAINT "policy_decisions_agent_run_id_fk" FOREIGN KEY ("tenant_id","agent_run_id") REFERENCES "public"."agent_runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_projects" ADD CONSTRAINT "inventory_projects_developer_account_id_fk" FOREIGN KEY ("tenant_id","developer_account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_units" ADD CONSTRAINT "inventory_units_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "pricing_history" ADD CONSTRAINT "pricing_history_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "unit_availability" ADD CONSTRAINT "unit_availability_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_media" ADD CONSTRAINT "inventory_media_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_media" ADD CONSTRAINT "inventory_media_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_media" ADD CONSTRAINT "inventory_media_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_locations" ADD CONSTRAINT "inventory_locations_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "inventory_locations" ADD CONSTRAINT "inventory_locations_location_id_fk" FOREIGN KEY ("tenant_id","location_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_disqualify_reason_id_fk" FOREIGN KEY ("tenant_id","disqualify_reason_id") REFERENCES "public"."reference_items"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "leads" ADD CONSTRAINT "leads_converted_by_fk" FOREIGN KEY ("tenant_id","converted_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "opportunities" ADD CONSTRAINT "opportunities_lost_reason_id_fk" FOREIGN KEY ("tenant_id","lost_reason_id") REFERENCES "public"."reference_items"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "stage_history" ADD CONSTRAINT "stage_history_changed_by_fk" FOREIGN KEY ("tenant_id","changed_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "property_interests" ADD CONSTRAINT "property_interests_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "property_interests" ADD CONSTRAINT "property_interests_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "property_interests" ADD CONSTRAINT "property_interests_opportunity_id_fk" FOREIGN KEY ("tenant_id","opportunity_id") REFERENCES "public"."opportunities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "property_interests" ADD CONSTRAINT "property_interests_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "property_interests" ADD CONSTRAINT "property_interests_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "proposals" ADD CONSTRAINT "proposals_opportunity_id_fk" FOREIGN KEY ("tenant_id","opportunity_id") REFERENCES "public"."opportunities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "proposals" ADD CONSTRAINT "proposals_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "proposals" ADD CONSTRAINT "proposals_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "proposal_versions" ADD CONSTRAINT "proposal_versions_proposal_id_fk" FOREIGN KEY ("tenant_id","proposal_id") REFERENCES "public"."proposals"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contracts" ADD CONSTRAINT "contracts_proposal_id_fk" FOREIGN KEY ("tenant_id","proposal_id") REFERENCES "public"."proposals"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contracts" ADD CONSTRAINT "contracts_opportunity_id_fk" FOREIGN KEY ("tenant_id","opportunity_id") REFERENCES "public"."opportunities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contracts" ADD CONSTRAINT "contracts_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contracts" ADD CONSTRAINT "contracts_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contracts" ADD CONSTRAINT "contracts_signed_blob_fk" FOREIGN KEY ("tenant_id","signed_blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contract_versions" ADD CONSTRAINT "contract_versions_contract_id_fk" FOREIGN KEY ("tenant_id","contract_id") REFERENCES "public"."contracts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "signature_packets" ADD CONSTRAINT "signature_packets_contract_id_fk" FOREIGN KEY ("tenant_id","contract_id") REFERENCES "public"."contracts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_contract_id_fk" FOREIGN KEY ("tenant_id","contract_id") REFERENCES "public"."contracts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_opportunity_id_fk" FOREIGN KEY ("tenant_id","opportunity_id") REFERENCES "public"."opportunities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "engagements" ADD CONSTRAINT "engagements_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "portal_access" ADD CONSTRAINT "portal_access_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "portal_access" ADD CONSTRAINT "portal_access_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_links" ADD CONSTRAINT "case_links_from_case_id_fk" FOREIGN KEY ("tenant_id","from_case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_links" ADD CONSTRAINT "case_links_to_case_id_fk" FOREIGN KEY ("tenant_id","to_case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "checklists" ADD CONSTRAINT "checklists_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "checklists" ADD CONSTRAINT "checklists_template_item_id_fk" FOREIGN KEY ("tenant_id","template_item_id") REFERENCES "public"."reference_items"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "checklist_items" ADD CONSTRAINT "checklist_items_checklist_id_fk" FOREIGN KEY ("tenant_id","checklist_id") REFERENCES "public"."checklists"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "checklist_items" ADD CONSTRAINT "checklist_items_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "checklist_items" ADD CONSTRAINT "checklist_items_done_by_fk" FOREIGN KEY ("tenant_id","done_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_policies" ADD CONSTRAINT "sla_policies_kind_id_fk" FOREIGN KEY ("tenant_id","kind_id") REFERENCES "public"."case_kinds"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_policies" ADD CONSTRAINT "sla_policies_priority_id_fk" FOREIGN KEY ("tenant_id","priority_id") REFERENCES "public"."priorities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_policies" ADD CONSTRAINT "sla_policies_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_policies" ADD CONSTRAINT "sla_policies_calendar_id_fk" FOREIGN KEY ("tenant_id","calendar_id") REFERENCES "public"."calendars"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_clocks" ADD CONSTRAINT "sla_clocks_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sla_clocks" ADD CONSTRAINT "sla_clocks_policy_id_fk" FOREIGN KEY ("tenant_id","policy_id") REFERENCES "public"."sla_policies"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queues" ADD CONSTRAINT "queues_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queues" ADD CONSTRAINT "queues_calendar_id_fk" FOREIGN KEY ("tenant_id","calendar_id") REFERENCES "public"."calendars"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queues" ADD CONSTRAINT "queues_overflow_queue_id_fk" FOREIGN KEY ("tenant_id","overflow_queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_members" ADD CONSTRAINT "queue_members_paused_reason_id_fk" FOREIGN KEY ("tenant_id","paused_reason_id") REFERENCES "public"."agent_state_reasons"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "trunks" ADD CONSTRAINT "trunks_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_trunk_id_fk" FOREIGN KEY ("tenant_id","trunk_id") REFERENCES "public"."trunks"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "extensions" ADD CONSTRAINT "extensions_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "agent_states" ADD CONSTRAINT "agent_states_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "agent_states" ADD CONSTRAINT "agent_states_reason_id_fk" FOREIGN KEY ("tenant_id","reason_id") REFERENCES "public"."agent_state_reasons"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "agent_states" ADD CONSTRAINT "agent_states_device_id_fk" FOREIGN KEY ("tenant_id","device_id") REFERENCES "public"."devices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_agent_id_fk" FOREIGN KEY ("tenant_id","agent_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_phone_number_id_fk" FOREIGN KEY ("tenant_id","phone_number_id") REFERENCES "public"."phone_numbers"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_disposition_id_fk" FOREIGN KEY ("tenant_id","disposition_id") REFERENCES "public"."dispositions"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "calls" ADD CONSTRAINT "calls_device_id_fk" FOREIGN KEY ("tenant_id","device_id") REFERENCES "public"."devices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_device_id_fk" FOREIGN KEY ("tenant_id","device_id") REFERENCES "public"."devices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_extension_id_fk" FOREIGN KEY ("tenant_id","extension_id") REFERENCES "public"."extensions"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "queue_entries" ADD CONSTRAINT "queue_entries_agent_id_fk" FOREIGN KEY ("tenant_id","agent_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_events" ADD CONSTRAINT "call_events_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_events" ADD CONSTRAINT "call_events_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_transfers" ADD CONSTRAINT "call_transfers_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_transfers" ADD CONSTRAINT "call_transfers_from_agent_id_fk" FOREIGN KEY ("tenant_id","from_agent_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_transfers" ADD CONSTRAINT "call_transfers_to_agent_id_fk" FOREIGN KEY ("tenant_id","to_agent_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "call_transfers" ADD CONSTRAINT "call_transfers_to_queue_id_fk" FOREIGN KEY ("tenant_id","to_queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "recordings" ADD CONSTRAINT "recordings_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "recordings" ADD CONSTRAINT "recordings_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "recordings" ADD CONSTRAINT "recordings_consent_id_fk" FOREIGN KEY ("tenant_id","consent_id") REFERENCES "public"."consents"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "transcripts" ADD CONSTRAINT "transcripts_recording_id_fk" FOREIGN KEY ("tenant_id","recording_id") REFERENCES "public"."recordings"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "callbacks" ADD CONSTRAINT "callbacks_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_call_id_fk" FOREIGN KEY ("tenant_id","call_id") REFERENCES "public"."calls"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_queue_id_fk" FOREIGN KEY ("tenant_id","queue_id") REFERENCES "public"."queues"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_extension_id_fk" FOREIGN KEY ("tenant_id","extension_id") REFERENCES "public"."extensions"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_transcript_id_fk" FOREIGN KEY ("tenant_id","transcript_id") REFERENCES "public"."transcripts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_handled_by_fk" FOREIGN KEY ("tenant_id","handled_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "channels" ADD CONSTRAINT "channels_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "channels" ADD CONSTRAINT "channels_phone_number_id_fk" FOREIGN KEY ("tenant_id","phone_number_id") REFERENCES "public"."phone_numbers"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_channel_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "conversations" ADD CONSTRAINT "conversations_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "public"."conversations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "messages" ADD CONSTRAINT "messages_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_user_id_fk" FOREIGN KEY ("tenant_id","sender_user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_contact_id_fk" FOREIGN KEY ("tenant_id","sender_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "messages" ADD CONSTRAINT "messages_reply_to_id_fk" FOREIGN KEY ("tenant_id","reply_to_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_receipts" ADD CONSTRAINT "message_receipts_message_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_receipts" ADD CONSTRAINT "message_receipts_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_receipts" ADD CONSTRAINT "message_receipts_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_drafts" ADD CONSTRAINT "message_drafts_conversation_id_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "public"."conversations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_drafts" ADD CONSTRAINT "message_drafts_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "message_drafts" ADD CONSTRAINT "message_drafts_template_id_fk" FOREIGN KEY ("tenant_id","template_id") REFERENCES "public"."message_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "email_details" ADD CONSTRAINT "email_details_message_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "whatsapp_threads" ADD CONSTRAINT "whatsapp_threads_conversation_id_fk" FOREIGN KEY ("tenant_id","conversation_id") REFERENCES "public"."conversations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sms_details" ADD CONSTRAINT "sms_details_message_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "documents" ADD CONSTRAINT "documents_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "documents" ADD CONSTRAINT "documents_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "documents" ADD CONSTRAINT "documents_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "documents" ADD CONSTRAINT "documents_uploaded_by_fk" FOREIGN KEY ("tenant_id","uploaded_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_document_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_templates" ADD CONSTRAINT "document_templates_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_templates" ADD CONSTRAINT "document_templates_case_kind_id_fk" FOREIGN KEY ("tenant_id","case_kind_id") REFERENCES "public"."case_kinds"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_document_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_role_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_grants" ADD CONSTRAINT "document_grants_granted_by_fk" FOREIGN KEY ("tenant_id","granted_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_access_log" ADD CONSTRAINT "document_access_log_document_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_access_log" ADD CONSTRAINT "document_access_log_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "document_access_log" ADD CONSTRAINT "document_access_log_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "projects" ADD CONSTRAINT "projects_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "projects" ADD CONSTRAINT "projects_template_id_fk" FOREIGN KEY ("tenant_id","template_id") REFERENCES "public"."project_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "projects" ADD CONSTRAINT "projects_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "milestones" ADD CONSTRAINT "milestones_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_milestone_id_fk" FOREIGN KEY ("tenant_id","milestone_id") REFERENCES "public"."milestones"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "task_comments" ADD CONSTRAINT "task_comments_task_id_fk" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_task_id_fk" FOREIGN KEY ("tenant_id","task_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "task_dependencies" ADD CONSTRAINT "task_dependencies_depends_on_id_fk" FOREIGN KEY ("tenant_id","depends_on_id") REFERENCES "public"."tasks"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "appointments" ADD CONSTRAINT "appointments_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "appointments" ADD CONSTRAINT "appointments_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "appointments" ADD CONSTRAINT "appointments_host_id_fk" FOREIGN KEY ("tenant_id","host_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invoice_schedules" ADD CONSTRAINT "invoice_schedules_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invoices" ADD CONSTRAINT "invoices_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invoices" ADD CONSTRAINT "invoices_schedule_id_fk" FOREIGN KEY ("tenant_id","schedule_id") REFERENCES "public"."invoice_schedules"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invoices" ADD CONSTRAINT "invoices_milestone_id_fk" FOREIGN KEY ("tenant_id","milestone_id") REFERENCES "public"."milestones"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "invoices" ADD CONSTRAINT "invoices_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_id_fk" FOREIGN KEY ("tenant_id","invoice_id") REFERENCES "public"."invoices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "vendors" ADD CONSTRAINT "vendors_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "bills" ADD CONSTRAINT "bills_vendor_id_fk" FOREIGN KEY ("tenant_id","vendor_id") REFERENCES "public"."vendors"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "bills" ADD CONSTRAINT "bills_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "bills" ADD CONSTRAINT "bills_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "interactions" ADD CONSTRAINT "interactions_actor_id_fk" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "visits" ADD CONSTRAINT "visits_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "visits" ADD CONSTRAINT "visits_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "visits" ADD CONSTRAINT "visits_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "visits" ADD CONSTRAINT "visits_unit_id_fk" FOREIGN KEY ("tenant_id","unit_id") REFERENCES "public"."inventory_units"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "visits" ADD CONSTRAINT "visits_host_id_fk" FOREIGN KEY ("tenant_id","host_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "qd_scores" ADD CONSTRAINT "qd_scores_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "qd_timeseries" ADD CONSTRAINT "qd_timeseries_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "vehicle_events" ADD CONSTRAINT "vehicle_events_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "vehicle_events" ADD CONSTRAINT "vehicle_events_project_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."inventory_projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "vehicle_events" ADD CONSTRAINT "vehicle_events_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "perception_events" ADD CONSTRAINT "perception_events_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "perception_events" ADD CONSTRAINT "perception_events_visit_id_fk" FOREIGN KEY ("tenant_id","visit_id") REFERENCES "public"."visits"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "perception_events" ADD CONSTRAINT "perception_events_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cctv_links" ADD CONSTRAINT "cctv_links_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_connector_id_fk" FOREIGN KEY ("tenant_id","connector_id") REFERENCES "public"."connectors"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_blob_fk" FOREIGN KEY ("tenant_id","blob") REFERENCES "public"."blobs"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_submitted_by_fk" FOREIGN KEY ("tenant_id","submitted_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_batch_id_fk" FOREIGN KEY ("tenant_id","batch_id") REFERENCES "public"."import_batches"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "import_mappings" ADD CONSTRAINT "import_mappings_approved_by_fk" FOREIGN KEY ("tenant_id","approved_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "merge_candidates" ADD CONSTRAINT "merge_candidates_batch_id_fk" FOREIGN KEY ("tenant_id","batch_id") REFERENCES "public"."import_batches"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "sync_logs" ADD CONSTRAINT "sync_logs_connector_id_fk" FOREIGN KEY ("tenant_id","connector_id") REFERENCES "public"."connectors"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_rule_id_fk" FOREIGN KEY ("tenant_id","rule_id") REFERENCES "public"."notification_rules"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "search_history" ADD CONSTRAINT "search_history_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "favourites" ADD CONSTRAINT "favourites_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_shared_team_id_fk" FOREIGN KEY ("tenant_id","shared_team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_chapters" ADD CONSTRAINT "component_chapters_family_id_fk" FOREIGN KEY ("tenant_id","family_id") REFERENCES "public"."component_families"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_templates" ADD CONSTRAINT "component_templates_family_id_fk" FOREIGN KEY ("tenant_id","family_id") REFERENCES "public"."component_families"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_templates" ADD CONSTRAINT "component_templates_chapter_id_fk" FOREIGN KEY ("tenant_id","chapter_id") REFERENCES "public"."component_chapters"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_examples" ADD CONSTRAINT "component_examples_template_id_fk" FOREIGN KEY ("tenant_id","template_id") REFERENCES "public"."component_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_tags" ADD CONSTRAINT "component_tags_template_id_fk" FOREIGN KEY ("tenant_id","template_id") REFERENCES "public"."component_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_lineage" ADD CONSTRAINT "component_lineage_child_id_fk" FOREIGN KEY ("tenant_id","child_id") REFERENCES "public"."component_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "component_lineage" ADD CONSTRAINT "component_lineage_parent_id_fk" FOREIGN KEY ("tenant_id","parent_id") REFERENCES "public"."component_templates"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "canvases" ADD CONSTRAINT "canvases_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "canvases" ADD CONSTRAINT "canvases_shared_team_id_fk" FOREIGN KEY ("tenant_id","shared_team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "knowledge_articles" ADD CONSTRAINT "knowledge_articles_category_id_fk" FOREIGN KEY ("tenant_id","category_id") REFERENCES "public"."case_categories"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "survey_responses" ADD CONSTRAINT "survey_responses_survey_id_fk" FOREIGN KEY ("tenant_id","survey_id") REFERENCES "public"."surveys"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "survey_responses" ADD CONSTRAINT "survey_responses_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "api_request_log" ADD CONSTRAINT "api_request_log_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "api_request_log" ADD CONSTRAINT "api_request_log_api_key_id_fk" FOREIGN KEY ("tenant_id","api_key_id") REFERENCES "public"."api_keys"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "reports" ADD CONSTRAINT "reports_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

CREATE UNIQUE INDEX "domains_host_key" ON "domains" USING btree ("host") WHERE deleted_at IS NULL;

CREATE INDEX "domains_of_tenant_id_idx" ON "domains" USING btree ("of_tenant_id");

CREATE INDEX "domains_updated_at_idx" ON "domains" USING btree ("updated_at");

CREATE UNIQUE INDEX "auth_factors_user_id_kind_label_key" ON "auth_factors" USING btree ("user_id","kind","label") WHERE deleted_at IS NULL;

CREATE INDEX "auth_factors_user_id_idx" ON "auth_factors" USING btree ("user_id");

CREATE INDEX "auth_factors_updated_at_idx" ON "auth_factors" USING btree ("updated_at");

CREATE UNIQUE INDEX "role_assignments_user_id_role_id_team_id_key" ON "role_assignments" USING btree ("tenant_id","user_id","role_id","team_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "role_assignments_user_id_role_id_key" ON "role_assignments" USING btree ("tenant_id","user_id","role_id") WHERE deleted_at IS NULL AND team_id IS NULL;

CREATE INDEX "role_assignments_user_id_idx" ON "role_assignments" USING btree ("tenant_id","user_id");

CREATE INDEX "role_assignments_role_id_idx" ON "role_assignments" USING btree ("tenant_id","role_id");

CREATE INDEX "role_assignments_team_id_idx" ON "role_assignments" USING btree ("tenant_id","team_id");

CREATE INDEX "role_assignments_granted_by_idx" ON "role_assignments" USING btree ("tenant_id","granted_by");

CREATE INDEX "role_assignments_updated_at_idx" ON "role_assignments" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "platform_roles_user_id_role_key" ON "platform_roles" USING btree ("user_id","role") WHERE deleted_at IS NULL;

CREATE INDEX "platform_roles_user_id_idx" ON "platform_roles" USING btree ("user_id");

CREATE INDEX "platform_roles_updated_at_idx" ON "platform_roles" USING btree ("updated_at");

CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations" USING btree ("token_hash") WHERE deleted_at IS NULL;

CREATE INDEX "invitations_role_id_idx" ON "invitations" USING btree ("tenant_id","role_id");

CREATE INDEX "invitations_team_id_idx" ON "invitations" USING btree ("tenant_id","team_id");

CREATE INDEX "invitations_invited_by_idx" ON "invitations" USING btree ("tenant_id","invited_by");

CREATE INDEX "invitations_accepted_by_idx" ON "invitations" USING btree ("tenant_id","accepted_by");

CREATE INDEX "invitations_status_idx" ON "invitations" USING btree ("tenant_id","status");

CREATE INDEX "invitations_updated_at_idx" ON "invitations" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions" USING btree ("token_hash") WHERE deleted_at IS NULL;

CREATE INDEX "sessions_user_id_expires_at_idx" ON "sessions" USING btree ("tenant_id","user_id","expires_at");

CREATE INDEX "sessions_device_id_idx" ON "sessions" USING btree ("tenant_id","device_id");

CREATE INDEX "sessions_updated_at_idx" ON "sessions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys" USING btree ("key_hash") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys" USING btree ("tenant_id","prefix") WHERE deleted_at IS NULL;

CREATE INDEX "api_keys_updated_at_idx" ON "api_keys" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "custom_fields_entity_type_kind_code_key_key" ON "custom_fields" USING btree ("tenant_id","entity_type","kind_code","key") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "custom_fields_entity_type_key_key" ON "custom_fields" USING btree ("tenant_id","entity_type","key") WHERE deleted_at IS NULL AND kind_code IS NULL;

CREATE INDEX "custom_fields_updated_at_idx" ON "custom_fields" USING btree ("tenant_id","updated_at");

CREATE INDEX "locations_parent_id_type_idx" ON "locations" USING btree ("tenant_id","parent_id","type");

CREATE INDEX "locations_code_idx" ON "locations" USING btree ("tenant_id","code");

CREATE INDEX "locations_updated_at_idx" ON "locations" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "calendars_name_key" ON "calendars" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "calendars_updated_at_idx" ON "calendars" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "blobs_sha256_size_evidence_kind_key" ON "blobs" USING btree ("tenant_id","sha256","size","evidence_kind") WHERE deleted_at IS NULL;

CREATE INDEX "blobs_upload_state_idx" ON "blobs" USING btree ("tenant_id","upload_state");

CREATE INDEX "blobs_updated_at_idx" ON "blobs" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "blob_links_blob_id_subject_type_subject_id_role_key" ON "blob_links" USING btree ("tenant_id","blob_id","subject_type","subject_id","role") WHERE deleted_at IS NULL;

CREATE INDEX "blob_links_blob_id_idx" ON "blob_links" USING btree ("tenant_id","blob_id");

CREATE INDEX "blob_links_subject_type_subject_id_idx" ON "blob_links" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "blob_links_updated_at_idx" ON "blob_links" USING btree ("tenant_id","updated_at");

CREATE INDEX "accounts_normalized_name_idx" ON "accounts" USING btree ("tenant_id","normalized_name");

CREATE INDEX "accounts_parent_account_id_idx" ON "accounts" USING btree ("tenant_id","parent_account_id");

CREATE INDEX "accounts_location_id_idx" ON "accounts" USING btree ("tenant_id","location_id");

CREATE INDEX "accounts_owner_id_idx" ON "accounts" USING btree ("tenant_id","owner_id");

CREATE INDEX "accounts_merged_into_id_idx" ON "accounts" USING btree ("tenant_id","merged_into_id");

CREATE INDEX "accounts_updated_at_idx" ON "accounts" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contact_identifiers_contact_id_kind_key" ON "contact_identifiers" USING btree ("tenant_id","contact_id","kind") WHERE deleted_at IS NULL;

CREATE INDEX "contact_identifiers_contact_id_idx" ON "contact_identifiers" USING btree ("tenant_id","contact_id");

CREATE INDEX "contact_identifiers_updated_at_idx" ON "contact_identifiers" USING btree ("tenant_id","updated_at");

CREATE INDEX "households_location_id_idx" ON "households" USING btree ("tenant_id","location_id");

CREATE INDEX "households_primary_contact_id_idx" ON "households" USING btree ("tenant_id","primary_contact_id");

CREATE INDEX "households_updated_at_idx" ON "households" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "household_members_household_id_contact_id_key" ON "household_members" USING btree ("tenant_id","household_id","contact_id") WHERE deleted_at IS NULL;

CREATE INDEX "household_members_household_id_idx" ON "household_members" USING btree ("tenant_id","household_id");

CREATE INDEX "household_members_contact_id_idx" ON "household_members" USING btree ("tenant_id","contact_id");

CREATE INDEX "household_members_updated_at_idx" ON "household_members" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "relationships_from_contact_id_to_contact_id_type_key" ON "relationships" USING btree ("tenant_id","from_contact_id","to_contact_id","type") WHERE deleted_at IS NULL;

CREATE INDEX "relationships_from_contact_id_idx" ON "relationships" USING btree ("tenant_id","from_contact_id");

CREATE INDEX "relationships_to_contact_id_idx" ON "relationships" USING btree ("tenant_id","to_contact_id");

CREATE INDEX "relationships_updated_at_idx" ON "relationships" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contact_groups_name_key" ON "contact_groups" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "contact_groups_updated_at_idx" ON "contact_groups" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contact_group_members_group_id_contact_id_key" ON "contact_group_members" USING btree ("tenant_id","group_id","contact_id") WHERE deleted_at IS NULL;

CREATE INDEX "contact_group_members_group_id_idx" ON "contact_group_members" USING btree ("tenant_id","group_id");

CREATE INDEX "contact_group_members_contact_id_idx" ON "contact_group_members" USING btree ("tenant_id","contact_id");

CREATE INDEX "contact_group_members_updated_at_idx" ON "contact_group_members" USING btree ("tenant_id","updated_at");

CREATE INDEX "consents_contact_id_purpose_happened_at_idx" ON "consents" USING btree ("tenant_id","contact_id","purpose","happened_at");

CREATE INDEX "consents_evidence_type_evidence_id_idx" ON "consents" USING btree ("tenant_id","evidence_type","evidence_id");

CREATE INDEX "consents_updated_at_idx" ON "consents" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contact_merges_loser_id_key" ON "contact_merges" USING btree ("tenant_id","loser_id") WHERE deleted_at IS NULL AND status = 'merged';

CREATE INDEX "contact_merges_merged_by_idx" ON "contact_merges" USING btree ("tenant_id","merged_by");

CREATE INDEX "contact_merges_unmerged_by_idx" ON "contact_merges" USING btree ("tenant_id","unmerged_by");

CREATE INDEX "contact_merges_status_idx" ON "contact_merges" USING btree ("tenant_id","status");

CREATE INDEX "contact_merges_updated_at_idx" ON "contact_merges" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "workflows_name_revision_key" ON "workflows" USING btree ("tenant_id","name","revision") WHERE deleted_at IS NULL;

CREATE INDEX "workflows_updated_at_idx" ON "workflows" USING btree ("tenant_id","updated_at");

CREATE INDEX "workflow_triggers_workflow_id_idx" ON "workflow_triggers" USING btree ("tenant_id","workflow_id");

CREATE INDEX "workflow_triggers_updated_at_idx" ON "workflow_triggers" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "workflow_instances_workflow_id_subject_type_subject_id_key" ON "workflow_instances" USING btree ("tenant_id","workflow_id","subject_type","subject_id") WHERE deleted_at IS NULL AND status = 'running';

CREATE INDEX "workflow_instances_workflow_id_idx" ON "workflow_instances" USING btree ("tenant_id","workflow_id");

CREATE INDEX "workflow_instances_trigger_id_idx" ON "workflow_instances" USING btree ("tenant_id","trigger_id");

CREATE INDEX "workflow_instances_subject_type_subject_id_idx" ON "workflow_instances" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "workflow_instances_status_idx" ON "workflow_instances" USING btree ("tenant_id","status");

CREATE INDEX "workflow_instances_updated_at_idx" ON "workflow_instances" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "workflow_actions_idempotency_key_key" ON "workflow_actions" USING btree ("tenant_id","idempotency_key") WHERE deleted_at IS NULL;

CREATE INDEX "workflow_actions_status_next_attempt_at_idx" ON "workflow_actions" USING btree ("tenant_id","status","next_attempt_at");

CREATE INDEX "workflow_actions_instance_id_idx" ON "workflow_actions" USING btree ("tenant_id","instance_id");

CREATE INDEX "workflow_actions_updated_at_idx" ON "workflow_actions" USING btree ("tenant_id","updated_at");

CREATE INDEX "workflow_branches_instance_id_idx" ON "workflow_branches" USING btree ("tenant_id","instance_id");

CREATE INDEX "workflow_branches_parent_branch_id_idx" ON "workflow_branches" USING btree ("tenant_id","parent_branch_id");

CREATE INDEX "workflow_branches_status_idx" ON "workflow_branches" USING btree ("tenant_id","status");

CREATE INDEX "workflow_branches_updated_at_idx" ON "workflow_branches" USING btree ("tenant_id","updated_at");

CREATE INDEX "business_rules_updated_at_idx" ON "business_rules" USING btree ("tenant_id","updated_at");

CREATE INDEX "change_proposals_status_risk_created_at_idx" ON "change_proposals" USING btree ("tenant_id","status","risk","created_at");

CREATE INDEX "change_proposals_origin_type_origin_id_idx" ON "change_proposals" USING btree ("tenant_id","origin_type","origin_id");

CREATE INDEX "change_proposals_target_type_target_id_idx" ON "change_proposals" USING btree ("tenant_id","target_type","target_id");

CREATE INDEX "change_proposals_decided_by_idx" ON "change_proposals" USING btree ("tenant_id","decided_by");

CREATE INDEX "change_proposals_updated_at_idx" ON "change_proposals" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "approvals_subject_type_subject_id_step_approver_id_key" ON "approvals" USING btree ("tenant_id","subject_type","subject_id","step","approver_id") WHERE deleted_at IS NULL;

CREATE INDEX "approvals_subject_type_subject_id_idx" ON "approvals" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "approvals_approver_id_idx" ON "approvals" USING btree ("tenant_id","approver_id");

CREATE INDEX "approvals_status_idx" ON "approvals" USING btree ("tenant_id","status");

CREATE INDEX "approvals_updated_at_idx" ON "approvals" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "writebacks_idempotency_key_key" ON "writebacks" USING btree ("tenant_id","idempotency_key") WHERE deleted_at IS NULL;

CREATE INDEX "writebacks_proposal_id_idx" ON "writebacks" USING btree ("tenant_id","proposal_id");

CREATE INDEX "writebacks_target_type_target_id_idx" ON "writebacks" USING btree ("tenant_id","target_type","target_id");

CREATE INDEX "writebacks_approved_by_idx" ON "writebacks" USING btree ("tenant_id","approved_by");

CREATE INDEX "writebacks_status_idx" ON "writebacks" USING btree ("tenant_id","status");

CREATE INDEX "writebacks_updated_at_idx" ON "writebacks" USING btree ("tenant_id","updated_at");

CREATE INDEX "agent_runs_subject_type_subject_id_idx" ON "agent_runs" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "agent_runs_branch_id_idx" ON "agent_runs" USING btree ("tenant_id","branch_id");

CREATE INDEX "agent_runs_status_idx" ON "agent_runs" USING btree ("tenant_id","status");

CREATE INDEX "agent_runs_updated_at_idx" ON "agent_runs" USING btree ("tenant_id","updated_at");

CREATE INDEX "policy_decisions_subject_type_subject_id_created_at_idx" ON "policy_decisions" USING btree ("tenant_id","subject_type","subject_id","created_at");

CREATE INDEX "policy_decisions_actor_id_idx" ON "policy_decisions" USING btree ("tenant_id","actor_id");

CREATE INDEX "policy_decisions_agent_run_id_idx" ON "policy_decisions" USING btree ("tenant_id","agent_run_id");

CREATE INDEX "policy_decisions_updated_at_idx" ON "policy_decisions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "inventory_projects_name_city_key" ON "inventory_projects" USING btree ("tenant_id","name","city") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "inventory_projects_name_key" ON "inventory_projects" USING btree ("tenant_id","name") WHERE deleted_at IS NULL AND city IS NULL;

CREATE INDEX "inventory_projects_developer_account_id_idx" ON "inventory_projects" USING btree ("tenant_id","developer_account_id");

CREATE INDEX "inventory_projects_status_idx" ON "inventory_projects" USING btree ("tenant_id","status");

CREATE INDEX "inventory_projects_updated_at_idx" ON "inventory_projects" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "inventory_units_project_id_unit_label_key" ON "inventory_units" USING btree ("tenant_id","project_id","unit_label") WHERE deleted_at IS NULL;

CREATE INDEX "inventory_units_project_id_idx" ON "inventory_units" USING btree ("tenant_id","project_id");

CREATE INDEX "inventory_units_status_idx" ON "inventory_units" USING btree ("tenant_id","status");

CREATE INDEX "inventory_units_updated_at_idx" ON "inventory_units" USING btree ("tenant_id","updated_at");

CREATE INDEX "pricing_history_unit_id_effective_from_idx" ON "pricing_history" USING btree ("tenant_id","unit_id","effective_from");

CREATE INDEX "pricing_history_source_type_source_id_idx" ON "pricing_history" USING btree ("tenant_id","source_type","source_id");

CREATE INDEX "pricing_history_updated_at_idx" ON "pricing_history" USING btree ("tenant_id","updated_at");

CREATE INDEX "unit_availability_unit_id_from_at_idx" ON "unit_availability" USING btree ("tenant_id","unit_id","from_at");

CREATE INDEX "unit_availability_updated_at_idx" ON "unit_availability" USING btree ("tenant_id","updated_at");

CREATE INDEX "inventory_media_project_id_idx" ON "inventory_media" USING btree ("tenant_id","project_id");

CREATE INDEX "inventory_media_unit_id_idx" ON "inventory_media" USING btree ("tenant_id","unit_id");

CREATE INDEX "inventory_media_blob_idx" ON "inventory_media" USING btree ("tenant_id","blob");

CREATE INDEX "inventory_media_updated_at_idx" ON "inventory_media" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "inventory_locations_project_id_key" ON "inventory_locations" USING btree ("tenant_id","project_id") WHERE deleted_at IS NULL;

CREATE INDEX "inventory_locations_geohash_idx" ON "inventory_locations" USING btree ("tenant_id","geohash");

CREATE INDEX "inventory_locations_project_id_idx" ON "inventory_locations" USING btree ("tenant_id","project_id");

CREATE INDEX "inventory_locations_location_id_idx" ON "inventory_locations" USING btree ("tenant_id","location_id");

CREATE INDEX "inventory_locations_updated_at_idx" ON "inventory_locations" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "leads_lead_number_key" ON "leads" USING btree ("tenant_id","lead_number") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "leads_source_system_source_ref_key" ON "leads" USING btree ("tenant_id","source_system","source_ref") WHERE deleted_at IS NULL;

CREATE INDEX "leads_assigned_to_status_idx" ON "leads" USING btree ("tenant_id","assigned_to","status");

CREATE INDEX "leads_contact_id_status_idx" ON "leads" USING btree ("tenant_id","contact_id","status");

CREATE INDEX "leads_account_id_idx" ON "leads" USING btree ("tenant_id","account_id");

CREATE INDEX "leads_team_id_idx" ON "leads" USING btree ("tenant_id","team_id");

CREATE INDEX "leads_disqualify_reason_id_idx" ON "leads" USING btree ("tenant_id","disqualify_reason_id");

CREATE INDEX "leads_converted_by_idx" ON "leads" USING btree ("tenant_id","converted_by");

CREATE INDEX "leads_status_idx" ON "leads" USING btree ("tenant_id","status");

CREATE INDEX "leads_stage_idx" ON "leads" USING btree ("tenant_id","stage");

CREATE INDEX "leads_updated_at_idx" ON "leads" USING btree ("tenant_id","updated_at");

CREATE INDEX "opportunities_assigned_to_stage_idx" ON "opportunities" USING btree ("tenant_id","assigned_to","stage");

CREATE INDEX "opportunities_lead_id_idx" ON "opportunities" USING btree ("tenant_id","lead_id");

CREATE INDEX "opportunities_account_id_idx" ON "opportunities" USING btree ("tenant_id","account_id");

CREATE INDEX "opportunities_contact_id_idx" ON "opportunities" USING btree ("tenant_id","contact_id");

CREATE INDEX "opportunities_project_id_idx" ON "opportunities" USING btree ("tenant_id","project_id");

CREATE INDEX "opportunities_unit_id_idx" ON "opportunities" USING btree ("tenant_id","unit_id");

CREATE INDEX "opportunities_team_id_idx" ON "opportunities" USING btree ("tenant_id","team_id");

CREATE INDEX "opportunities_lost_reason_id_idx" ON "opportunities" USING btree ("tenant_id","lost_reason_id");

CREATE INDEX "opportunities_stage_idx" ON "opportunities" USING btree ("tenant_id","stage");

CREATE INDEX "opportunities_updated_at_idx" ON "opportunities" USING btree ("tenant_id","updated_at");

CREATE INDEX "stage_history_subject_type_subject_id_changed_at_idx" ON "stage_history" USING btree ("tenant_id","subject_type","subject_id","changed_at");

CREATE INDEX "stage_history_changed_by_idx" ON "stage_history" USING btree ("tenant_id","changed_by");

CREATE INDEX "stage_history_updated_at_idx" ON "stage_history" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "property_interests_contact_id_project_id_unit_id_key" ON "property_interests" USING btree ("tenant_id","contact_id","project_id","unit_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "property_interests_contact_id_project_id_key" ON "property_interests" USING btree ("tenant_id","contact_id","project_id") WHERE deleted_at IS NULL AND unit_id IS NULL;

CREATE UNIQUE INDEX "property_interests_contact_id_unit_id_key" ON "property_interests" USING btree ("tenant_id","contact_id","unit_id") WHERE deleted_at IS NULL AND project_id IS NULL;

CREATE INDEX "property_interests_contact_id_idx" ON "property_interests" USING btree ("tenant_id","contact_id");

CREATE INDEX "property_interests_lead_id_idx" ON "property_interests" USING btree ("tenant_id","lead_id");

CREATE INDEX "property_interests_opportunity_id_idx" ON "property_interests" USING btree ("tenant_id","opportunity_id");

CREATE INDEX "property_interests_project_id_idx" ON "property_interests" USING btree ("tenant_id","project_id");

CREATE INDEX "property_interests_unit_id_idx" ON "property_interests" USING btree ("tenant_id","unit_id");

CREATE INDEX "property_interests_level_idx" ON "property_interests" USING btree ("tenant_id","level");

CREATE INDEX "property_interests_updated_at_idx" ON "property_interests" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "proposals_number_key" ON "proposals" USING btree ("tenant_id","number") WHERE deleted_at IS NULL;

CREATE INDEX "proposals_opportunity_id_idx" ON "proposals" USING btree ("tenant_id","opportunity_id");

CREATE INDEX "proposals_account_id_idx" ON "proposals" USING btree ("tenant_id","account_id");

CREATE INDEX "proposals_contact_id_idx" ON "proposals" USING btree ("tenant_id","contact_id");

CREATE INDEX "proposals_status_idx" ON "proposals" USING btree ("tenant_id","status");

CREATE INDEX "proposals_updated_at_idx" ON "proposals" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "proposal_versions_proposal_id_revision_key" ON "proposal_versions" USING btree ("tenant_id","proposal_id","revision") WHERE deleted_at IS NULL;

CREATE INDEX "proposal_versions_proposal_id_idx" ON "proposal_versions" USING btree ("tenant_id","proposal_id");

CREATE INDEX "proposal_versions_updated_at_idx" ON "proposal_versions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contracts_number_key" ON "contracts" USING btree ("tenant_id","number") WHERE deleted_at IS NULL;

CREATE INDEX "contracts_proposal_id_idx" ON "contracts" USING btree ("tenant_id","proposal_id");

CREATE INDEX "contracts_opportunity_id_idx" ON "contracts" USING btree ("tenant_id","opportunity_id");

CREATE INDEX "contracts_account_id_idx" ON "contracts" USING btree ("tenant_id","account_id");

CREATE INDEX "contracts_contact_id_idx" ON "contracts" USING btree ("tenant_id","contact_id");

CREATE INDEX "contracts_signed_blob_idx" ON "contracts" USING btree ("tenant_id","signed_blob");

CREATE INDEX "contracts_status_idx" ON "contracts" USING btree ("tenant_id","status");

CREATE INDEX "contracts_updated_at_idx" ON "contracts" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contract_versions_contract_id_revision_key" ON "contract_versions" USING btree ("tenant_id","contract_id","revision") WHERE deleted_at IS NULL;

CREATE INDEX "contract_versions_contract_id_idx" ON "contract_versions" USING btree ("tenant_id","contract_id");

CREATE INDEX "contract_versions_updated_at_idx" ON "contract_versions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "signature_packets_provider_provider_ref_key" ON "signature_packets" USING btree ("tenant_id","provider","provider_ref") WHERE deleted_at IS NULL;

CREATE INDEX "signature_packets_contract_id_idx" ON "signature_packets" USING btree ("tenant_id","contract_id");

CREATE INDEX "signature_packets_status_idx" ON "signature_packets" USING btree ("tenant_id","status");

CREATE INDEX "signature_packets_updated_at_idx" ON "signature_packets" USING btree ("tenant_id","updated_at");

CREATE INDEX "engagements_contract_id_idx" ON "engagements" USING btree ("tenant_id","contract_id");

CREATE INDEX "engagements_opportunity_id_idx" ON "engagements" USING btree ("tenant_id","opportunity_id");

CREATE INDEX "engagements_account_id_idx" ON "engagements" USING btree ("tenant_id","account_id");

CREATE INDEX "engagements_contact_id_idx" ON "engagements" USING btree ("tenant_id","contact_id");

CREATE INDEX "engagements_owner_id_idx" ON "engagements" USING btree ("tenant_id","owner_id");

CREATE INDEX "engagements_team_id_idx" ON "engagements" USING btree ("tenant_id","team_id");

CREATE INDEX "engagements_status_idx" ON "engagements" USING btree ("tenant_id","status");

CREATE INDEX "engagements_updated_at_idx" ON "engagements" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "portal_access_token_hash_key" ON "portal_access" USING btree ("token_hash") WHERE deleted_at IS NULL;

CREATE INDEX "portal_access_case_id_idx" ON "portal_access" USING btree ("tenant_id","case_id");

CREATE INDEX "portal_access_engagement_id_idx" ON "portal_access" USING btree ("tenant_id","engagement_id");

CREATE INDEX "portal_access_contact_id_idx" ON "portal_access" USING btree ("tenant_id","contact_id");

CREATE INDEX "portal_access_updated_at_idx" ON "portal_access" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "outbox_events_dedupe_key_key" ON "outbox_events" USING btree ("tenant_id","dedupe_key") WHERE deleted_at IS NULL;

CREATE INDEX "outbox_events_status_next_attempt_at_idx" ON "outbox_events" USING btree ("tenant_id","status","next_attempt_at");

CREATE INDEX "outbox_events_subject_type_subject_id_idx" ON "outbox_events" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "outbox_events_updated_at_idx" ON "outbox_events" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "case_links_from_case_id_to_case_id_link_type_key" ON "case_links" USING btree ("tenant_id","from_case_id","to_case_id","link_type") WHERE deleted_at IS NULL;

CREATE INDEX "case_links_from_case_id_idx" ON "case_links" USING btree ("tenant_id","from_case_id");

CREATE INDEX "case_links_to_case_id_idx" ON "case_links" USING btree ("tenant_id","to_case_id");

CREATE INDEX "case_links_updated_at_idx" ON "case_links" USING btree ("tenant_id","updated_at");

CREATE INDEX "checklists_case_id_idx" ON "checklists" USING btree ("tenant_id","case_id");

CREATE INDEX "checklists_template_item_id_idx" ON "checklists" USING btree ("tenant_id","template_item_id");

CREATE INDEX "checklists_updated_at_idx" ON "checklists" USING btree ("tenant_id","updated_at");

CREATE INDEX "checklist_items_checklist_id_idx" ON "checklist_items" USING btree ("tenant_id","checklist_id");

CREATE INDEX "checklist_items_case_id_idx" ON "checklist_items" USING btree ("tenant_id","case_id");

CREATE INDEX "checklist_items_done_by_idx" ON "checklist_items" USING btree ("tenant_id","done_by");

CREATE INDEX "checklist_items_updated_at_idx" ON "checklist_items" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "sla_policies_name_key" ON "sla_policies" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "sla_policies_kind_id_idx" ON "sla_policies" USING btree ("tenant_id","kind_id");

CREATE INDEX "sla_policies_priority_id_idx" ON "sla_policies" USING btree ("tenant_id","priority_id");

CREATE INDEX "sla_policies_team_id_idx" ON "sla_policies" USING btree ("tenant_id","team_id");

CREATE INDEX "sla_policies_calendar_id_idx" ON "sla_policies" USING btree ("tenant_id","calendar_id");

CREATE INDEX "sla_policies_updated_at_idx" ON "sla_policies" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "sla_clocks_case_id_metric_key" ON "sla_clocks" USING btree ("tenant_id","case_id","metric") WHERE deleted_at IS NULL AND ended_at IS NULL;

CREATE INDEX "sla_clocks_state_due_at_idx" ON "sla_clocks" USING btree ("tenant_id","state","due_at");

CREATE INDEX "sla_clocks_case_id_idx" ON "sla_clocks" USING btree ("tenant_id","case_id");

CREATE INDEX "sla_clocks_policy_id_idx" ON "sla_clocks" USING btree ("tenant_id","policy_id");

CREATE INDEX "sla_clocks_updated_at_idx" ON "sla_clocks" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "queues_asterisk_queue_name_key" ON "queues" USING btree ("tenant_id","asterisk_queue_name") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "queues_name_key" ON "queues" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "queues_team_id_idx" ON "queues" USING btree ("tenant_id","team_id");

CREATE INDEX "queues_calendar_id_idx" ON "queues" USING btree ("tenant_id","calendar_id");

CREATE INDEX "queues_overflow_queue_id_idx" ON "queues" USING btree ("tenant_id","overflow_queue_id");

CREATE INDEX "queues_updated_at_idx" ON "queues" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "queue_members_queue_id_user_id_key" ON "queue_members" USING btree ("tenant_id","queue_id","user_id") WHERE deleted_at IS NULL;

CREATE INDEX "queue_members_queue_id_idx" ON "queue_members" USING btree ("tenant_id","queue_id");

CREATE INDEX "queue_members_user_id_idx" ON "queue_members" USING btree ("tenant_id","user_id");

CREATE INDEX "queue_members_paused_reason_id_idx" ON "queue_members" USING btree ("tenant_id","paused_reason_id");

CREATE INDEX "queue_members_state_idx" ON "queue_members" USING btree ("tenant_id","state");

CREATE INDEX "queue_members_updated_at_idx" ON "queue_members" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "trunks_name_key" ON "trunks" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "trunks_team_id_idx" ON "trunks" USING btree ("tenant_id","team_id");

CREATE INDEX "trunks_registration_idx" ON "trunks" USING btree ("tenant_id","registration");

CREATE INDEX "trunks_updated_at_idx" ON "trunks" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "phone_numbers_number_key" ON "phone_numbers" USING btree ("tenant_id","number") WHERE deleted_at IS NULL;

CREATE INDEX "phone_numbers_trunk_id_idx" ON "phone_numbers" USING btree ("tenant_id","trunk_id");

CREATE INDEX "phone_numbers_team_id_idx" ON "phone_numbers" USING btree ("tenant_id","team_id");

CREATE INDEX "phone_numbers_queue_id_idx" ON "phone_numbers" USING btree ("tenant_id","queue_id");

CREATE INDEX "phone_numbers_user_id_idx" ON "phone_numbers" USING btree ("tenant_id","user_id");

CREATE INDEX "phone_numbers_updated_at_idx" ON "phone_numbers" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "extensions_number_key" ON "extensions" USING btree ("tenant_id","number") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "extensions_sip_user_key" ON "extensions" USING btree ("tenant_id","sip_user") WHERE deleted_at IS NULL;

CREATE INDEX "extensions_user_id_idx" ON "extensions" USING btree ("tenant_id","user_id");

CREATE INDEX "extensions_updated_at_idx" ON "extensions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "dispositions_code_key" ON "dispositions" USING btree ("tenant_id","code") WHERE deleted_at IS NULL;

CREATE INDEX "dispositions_updated_at_idx" ON "dispositions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "agent_state_reasons_code_key" ON "agent_state_reasons" USING btree ("tenant_id","code") WHERE deleted_at IS NULL;

CREATE INDEX "agent_state_reasons_updated_at_idx" ON "agent_state_reasons" USING btree ("tenant_id","updated_at");

CREATE INDEX "agent_states_user_id_from_at_idx" ON "agent_states" USING btree ("tenant_id","user_id","from_at");

CREATE INDEX "agent_states_reason_id_idx" ON "agent_states" USING btree ("tenant_id","reason_id");

CREATE INDEX "agent_states_device_id_idx" ON "agent_states" USING btree ("tenant_id","device_id");

CREATE INDEX "agent_states_state_idx" ON "agent_states" USING btree ("tenant_id","state");

CREATE INDEX "agent_states_updated_at_idx" ON "agent_states" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "calls_pbx_linked_id_key" ON "calls" USING btree ("tenant_id","pbx","linked_id") WHERE deleted_at IS NULL;

CREATE INDEX "calls_contact_id_started_at_idx" ON "calls" USING btree ("tenant_id","contact_id","started_at");

CREATE INDEX "calls_agent_id_started_at_idx" ON "calls" USING btree ("tenant_id","agent_id","started_at");

CREATE INDEX "calls_queue_id_status_idx" ON "calls" USING btree ("tenant_id","queue_id","status");

CREATE INDEX "calls_caller_number_idx" ON "calls" USING btree ("tenant_id","caller_number");

CREATE INDEX "calls_call_id_idx" ON "calls" USING btree ("tenant_id","call_id");

CREATE INDEX "calls_started_at_idx" ON "calls" USING btree ("tenant_id","started_at");

CREATE INDEX "calls_team_id_idx" ON "calls" USING btree ("tenant_id","team_id");

CREATE INDEX "calls_phone_number_id_idx" ON "calls" USING btree ("tenant_id","phone_number_id");

CREATE INDEX "calls_case_id_idx" ON "calls" USING btree ("tenant_id","case_id");

CREATE INDEX "calls_lead_id_idx" ON "calls" USING btree ("tenant_id","lead_id");

CREATE INDEX "calls_disposition_id_idx" ON "calls" USING btree ("tenant_id","disposition_id");

CREATE INDEX "calls_device_id_idx" ON "calls" USING btree ("tenant_id","device_id");

CREATE INDEX "calls_status_idx" ON "calls" USING btree ("tenant_id","status");

CREATE INDEX "calls_updated_at_idx" ON "calls" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "call_legs_call_id_sip_call_id_key" ON "call_legs" USING btree ("tenant_id","call_id","sip_call_id") WHERE deleted_at IS NULL;

CREATE INDEX "call_legs_user_id_started_at_idx" ON "call_legs" USING btree ("tenant_id","user_id","started_at");

CREATE INDEX "call_legs_call_id_idx" ON "call_legs" USING btree ("tenant_id","call_id");

CREATE INDEX "call_legs_device_id_idx" ON "call_legs" USING btree ("tenant_id","device_id");

CREATE INDEX "call_legs_extension_id_idx" ON "call_legs" USING btree ("tenant_id","extension_id");

CREATE INDEX "call_legs_outcome_idx" ON "call_legs" USING btree ("tenant_id","outcome");

CREATE INDEX "call_legs_updated_at_idx" ON "call_legs" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "queue_entries_queue_id_call_id_joined_at_key" ON "queue_entries" USING btree ("tenant_id","queue_id","call_id","joined_at") WHERE deleted_at IS NULL;

CREATE INDEX "queue_entries_queue_id_result_idx" ON "queue_entries" USING btree ("tenant_id","queue_id","result");

CREATE INDEX "queue_entries_joined_at_idx" ON "queue_entries" USING btree ("tenant_id","joined_at");

CREATE INDEX "queue_entries_call_id_idx" ON "queue_entries" USING btree ("tenant_id","call_id");

CREATE INDEX "queue_entries_agent_id_idx" ON "queue_entries" USING btree ("tenant_id","agent_id");

CREATE INDEX "queue_entries_result_idx" ON "queue_entries" USING btree ("tenant_id","result");

CREATE INDEX "queue_entries_updated_at_idx" ON "queue_entries" USING btree ("tenant_id","updated_at");

CREATE INDEX "call_events_call_id_at_idx" ON "call_events" USING btree ("tenant_id","call_id","at");

CREATE INDEX "call_events_user_id_idx" ON "call_events" USING btree ("tenant_id","user_id");

CREATE INDEX "call_events_updated_at_idx" ON "call_events" USING btree ("tenant_id","updated_at");

CREATE INDEX "call_transfers_call_id_idx" ON "call_transfers" USING btree ("tenant_id","call_id");

CREATE INDEX "call_transfers_from_agent_id_idx" ON "call_transfers" USING btree ("tenant_id","from_agent_id");

CREATE INDEX "call_transfers_to_agent_id_idx" ON "call_transfers" USING btree ("tenant_id","to_agent_id");

CREATE INDEX "call_transfers_to_queue_id_idx" ON "call_transfers" USING btree ("tenant_id","to_queue_id");

CREATE INDEX "call_transfers_status_idx" ON "call_transfers" USING btree ("tenant_id","status");

CREATE INDEX "call_transfers_updated_at_idx" ON "call_transfers" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "recordings_call_id_blob_key" ON "recordings" USING btree ("tenant_id","call_id","blob") WHERE deleted_at IS NULL;

CREATE INDEX "recordings_call_id_idx" ON "recordings" USING btree ("tenant_id","call_id");

CREATE INDEX "recordings_blob_idx" ON "recordings" USING btree ("tenant_id","blob");

CREATE INDEX "recordings_consent_id_idx" ON "recordings" USING btree ("tenant_id","consent_id");

CREATE INDEX "recordings_status_idx" ON "recordings" USING btree ("tenant_id","status");

CREATE INDEX "recordings_updated_at_idx" ON "recordings" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "transcripts_call_id_language_key" ON "transcripts" USING btree ("tenant_id","call_id","language") WHERE deleted_at IS NULL;

CREATE INDEX "transcripts_call_id_idx" ON "transcripts" USING btree ("tenant_id","call_id");

CREATE INDEX "transcripts_recording_id_idx" ON "transcripts" USING btree ("tenant_id","recording_id");

CREATE INDEX "transcripts_status_idx" ON "transcripts" USING btree ("tenant_id","status");

CREATE INDEX "transcripts_updated_at_idx" ON "transcripts" USING btree ("tenant_id","updated_at");

CREATE INDEX "callbacks_status_due_at_idx" ON "callbacks" USING btree ("tenant_id","status","due_at");

CREATE INDEX "callbacks_assigned_to_status_idx" ON "callbacks" USING btree ("tenant_id","assigned_to","status");

CREATE INDEX "callbacks_call_id_idx" ON "callbacks" USING btree ("tenant_id","call_id");

CREATE INDEX "callbacks_contact_id_idx" ON "callbacks" USING btree ("tenant_id","contact_id");

CREATE INDEX "callbacks_case_id_idx" ON "callbacks" USING btree ("tenant_id","case_id");

CREATE INDEX "callbacks_queue_id_idx" ON "callbacks" USING btree ("tenant_id","queue_id");

CREATE INDEX "callbacks_team_id_idx" ON "callbacks" USING btree ("tenant_id","team_id");

CREATE INDEX "callbacks_updated_at_idx" ON "callbacks" USING btree ("tenant_id","updated_at");

CREATE INDEX "voicemails_call_id_idx" ON "voicemails" USING btree ("tenant_id","call_id");

CREATE INDEX "voicemails_queue_id_idx" ON "voicemails" USING btree ("tenant_id","queue_id");

CREATE INDEX "voicemails_team_id_idx" ON "voicemails" USING btree ("tenant_id","team_id");

CREATE INDEX "voicemails_extension_id_idx" ON "voicemails" USING btree ("tenant_id","extension_id");

CREATE INDEX "voicemails_user_id_idx" ON "voicemails" USING btree ("tenant_id","user_id");

CREATE INDEX "voicemails_blob_idx" ON "voicemails" USING btree ("tenant_id","blob");

CREATE INDEX "voicemails_transcript_id_idx" ON "voicemails" USING btree ("tenant_id","transcript_id");

CREATE INDEX "voicemails_handled_by_idx" ON "voicemails" USING btree ("tenant_id","handled_by");

CREATE INDEX "voicemails_status_idx" ON "voicemails" USING btree ("tenant_id","status");

CREATE INDEX "voicemails_updated_at_idx" ON "voicemails" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "channels_name_key" ON "channels" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "channels_team_id_idx" ON "channels" USING btree ("tenant_id","team_id");

CREATE INDEX "channels_phone_number_id_idx" ON "channels" USING btree ("tenant_id","phone_number_id");

CREATE INDEX "channels_updated_at_idx" ON "channels" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "conversations_channel_id_external_thread_id_key" ON "conversations" USING btree ("tenant_id","channel_id","external_thread_id") WHERE deleted_at IS NULL;

CREATE INDEX "conversations_status_last_interaction_at_idx" ON "conversations" USING btree ("tenant_id","status","last_interaction_at");

CREATE INDEX "conversations_assigned_to_status_idx" ON "conversations" USING btree ("tenant_id","assigned_to","status");

CREATE INDEX "conversations_channel_id_idx" ON "conversations" USING btree ("tenant_id","channel_id");

CREATE INDEX "conversations_contact_id_idx" ON "conversations" USING btree ("tenant_id","contact_id");

CREATE INDEX "conversations_case_id_idx" ON "conversations" USING btree ("tenant_id","case_id");

CREATE INDEX "conversations_engagement_id_idx" ON "conversations" USING btree ("tenant_id","engagement_id");

CREATE INDEX "conversations_team_id_idx" ON "conversations" USING btree ("tenant_id","team_id");

CREATE INDEX "conversations_updated_at_idx" ON "conversations" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "messages_conversation_id_external_id_key" ON "messages" USING btree ("tenant_id","conversation_id","external_id") WHERE deleted_at IS NULL;

CREATE INDEX "messages_conversation_id_created_at_idx" ON "messages" USING btree ("tenant_id","conversation_id","created_at");

CREATE INDEX "messages_case_id_created_at_idx" ON "messages" USING btree ("tenant_id","case_id","created_at");

CREATE INDEX "messages_sender_user_id_idx" ON "messages" USING btree ("tenant_id","sender_user_id");

CREATE INDEX "messages_sender_contact_id_idx" ON "messages" USING btree ("tenant_id","sender_contact_id");

CREATE INDEX "messages_reply_to_id_idx" ON "messages" USING btree ("tenant_id","reply_to_id");

CREATE INDEX "messages_status_idx" ON "messages" USING btree ("tenant_id","status");

CREATE INDEX "messages_updated_at_idx" ON "messages" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "message_receipts_message_id_contact_id_key" ON "message_receipts" USING btree ("tenant_id","message_id","contact_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "message_receipts_message_id_user_id_key" ON "message_receipts" USING btree ("tenant_id","message_id","user_id") WHERE deleted_at IS NULL;

CREATE INDEX "message_receipts_message_id_idx" ON "message_receipts" USING btree ("tenant_id","message_id");

CREATE INDEX "message_receipts_contact_id_idx" ON "message_receipts" USING btree ("tenant_id","contact_id");

CREATE INDEX "message_receipts_user_id_idx" ON "message_receipts" USING btree ("tenant_id","user_id");

CREATE INDEX "message_receipts_updated_at_idx" ON "message_receipts" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "message_templates_name_channel_type_language_key" ON "message_templates" USING btree ("tenant_id","name","channel_type","language") WHERE deleted_at IS NULL;

CREATE INDEX "message_templates_updated_at_idx" ON "message_templates" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "message_drafts_conversation_id_user_id_key" ON "message_drafts" USING btree ("tenant_id","conversation_id","user_id") WHERE deleted_at IS NULL;

CREATE INDEX "message_drafts_conversation_id_idx" ON "message_drafts" USING btree ("tenant_id","conversation_id");

CREATE INDEX "message_drafts_user_id_idx" ON "message_drafts" USING btree ("tenant_id","user_id");

CREATE INDEX "message_drafts_template_id_idx" ON "message_drafts" USING btree ("tenant_id","template_id");

CREATE INDEX "message_drafts_updated_at_idx" ON "message_drafts" USING btree ("tenant_id","updated_at");

CREATE INDEX "reminders_user_id_status_remind_at_idx" ON "reminders" USING btree ("tenant_id","user_id","status","remind_at");

CREATE INDEX "reminders_subject_type_subject_id_idx" ON "reminders" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "reminders_contact_id_idx" ON "reminders" USING btree ("tenant_id","contact_id");

CREATE INDEX "reminders_status_idx" ON "reminders" USING btree ("tenant_id","status");

CREATE INDEX "reminders_updated_at_idx" ON "reminders" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "email_details_message_id_key" ON "email_details" USING btree ("tenant_id","message_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "email_details_header_message_id_key" ON "email_details" USING btree ("tenant_id","header_message_id") WHERE deleted_at IS NULL;

CREATE INDEX "email_details_message_id_idx" ON "email_details" USING btree ("tenant_id","message_id");

CREATE INDEX "email_details_updated_at_idx" ON "email_details" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "whatsapp_threads_conversation_id_key" ON "whatsapp_threads" USING btree ("tenant_id","conversation_id") WHERE deleted_at IS NULL;

CREATE INDEX "whatsapp_threads_wa_id_idx" ON "whatsapp_threads" USING btree ("tenant_id","wa_id");

CREATE INDEX "whatsapp_threads_conversation_id_idx" ON "whatsapp_threads" USING btree ("tenant_id","conversation_id");

CREATE INDEX "whatsapp_threads_updated_at_idx" ON "whatsapp_threads" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "sms_details_message_id_key" ON "sms_details" USING btree ("tenant_id","message_id") WHERE deleted_at IS NULL;

CREATE INDEX "sms_details_message_id_idx" ON "sms_details" USING btree ("tenant_id","message_id");

CREATE INDEX "sms_details_updated_at_idx" ON "sms_details" USING btree ("tenant_id","updated_at");

CREATE INDEX "documents_document_type_idx" ON "documents" USING btree ("tenant_id","document_type");

CREATE INDEX "documents_title_idx" ON "documents" USING btree ("tenant_id","title");

CREATE INDEX "documents_case_id_idx" ON "documents" USING btree ("tenant_id","case_id");

CREATE INDEX "documents_contact_id_idx" ON "documents" USING btree ("tenant_id","contact_id");

CREATE INDEX "documents_engagement_id_idx" ON "documents" USING btree ("tenant_id","engagement_id");

CREATE INDEX "documents_uploaded_by_idx" ON "documents" USING btree ("tenant_id","uploaded_by");

CREATE INDEX "documents_updated_at_idx" ON "documents" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "document_versions_document_id_revision_key" ON "document_versions" USING btree ("tenant_id","document_id","revision") WHERE deleted_at IS NULL;

CREATE INDEX "document_versions_document_id_idx" ON "document_versions" USING btree ("tenant_id","document_id");

CREATE INDEX "document_versions_blob_idx" ON "document_versions" USING btree ("tenant_id","blob");

CREATE INDEX "document_versions_updated_at_idx" ON "document_versions" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "document_templates_name_key" ON "document_templates" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "document_templates_blob_idx" ON "document_templates" USING btree ("tenant_id","blob");

CREATE INDEX "document_templates_case_kind_id_idx" ON "document_templates" USING btree ("tenant_id","case_kind_id");

CREATE INDEX "document_templates_updated_at_idx" ON "document_templates" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "document_grants_document_id_user_id_access_type_key" ON "document_grants" USING btree ("tenant_id","document_id","user_id","access_type") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "document_grants_document_id_team_id_access_type_key" ON "document_grants" USING btree ("tenant_id","document_id","team_id","access_type") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "document_grants_document_id_role_id_access_type_key" ON "document_grants" USING btree ("tenant_id","document_id","role_id","access_type") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "document_grants_document_id_contact_id_access_type_key" ON "document_grants" USING btree ("tenant_id","document_id","contact_id","access_type") WHERE deleted_at IS NULL;

CREATE INDEX "document_grants_document_id_idx" ON "document_grants" USING btree ("tenant_id","document_id");

CREATE INDEX "document_grants_user_id_idx" ON "document_grants" USING btree ("tenant_id","user_id");

CREATE INDEX "document_grants_team_id_idx" ON "document_grants" USING btree ("tenant_id","team_id");

CREATE INDEX "document_grants_role_id_idx" ON "document_grants" USING btree ("tenant_id","role_id");

CREATE INDEX "document_grants_contact_id_idx" ON "document_grants" USING btree ("tenant_id","contact_id");

CREATE INDEX "document_grants_granted_by_idx" ON "document_grants" USING btree ("tenant_id","granted_by");

CREATE INDEX "document_grants_updated_at_idx" ON "document_grants" USING btree ("tenant_id","updated_at");

CREATE INDEX "document_access_log_document_id_at_idx" ON "document_access_log" USING btree ("tenant_id","document_id","at");

CREATE INDEX "document_access_log_user_id_at_idx" ON "document_access_log" USING btree ("tenant_id","user_id","at");

CREATE INDEX "document_access_log_contact_id_idx" ON "document_access_log" USING btree ("tenant_id","contact_id");

CREATE INDEX "document_access_log_updated_at_idx" ON "document_access_log" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "project_templates_name_key" ON "project_templates" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "project_templates_updated_at_idx" ON "project_templates" USING btree ("tenant_id","updated_at");

CREATE INDEX "projects_due_on_idx" ON "projects" USING btree ("tenant_id","due_on");

CREATE INDEX "projects_engagement_id_idx" ON "projects" USING btree ("tenant_id","engagement_id");

CREATE INDEX "projects_template_id_idx" ON "projects" USING btree ("tenant_id","template_id");

CREATE INDEX "projects_owner_id_idx" ON "projects" USING btree ("tenant_id","owner_id");

CREATE INDEX "projects_status_idx" ON "projects" USING btree ("tenant_id","status");

CREATE INDEX "projects_updated_at_idx" ON "projects" USING btree ("tenant_id","updated_at");

CREATE INDEX "milestones_project_id_sort_order_idx" ON "milestones" USING btree ("tenant_id","project_id","sort_order");

CREATE INDEX "milestones_updated_at_idx" ON "milestones" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "tasks_pp_task_id_key" ON "tasks" USING btree ("tenant_id","pp_task_id") WHERE deleted_at IS NULL;

CREATE INDEX "tasks_assigned_to_status_due_at_idx" ON "tasks" USING btree ("tenant_id","assigned_to","status","due_at");

CREATE INDEX "tasks_case_id_status_idx" ON "tasks" USING btree ("tenant_id","case_id","status");

CREATE INDEX "tasks_project_id_status_idx" ON "tasks" USING btree ("tenant_id","project_id","status");

CREATE INDEX "tasks_due_at_idx" ON "tasks" USING btree ("tenant_id","due_at");

CREATE INDEX "tasks_milestone_id_idx" ON "tasks" USING btree ("tenant_id","milestone_id");

CREATE INDEX "tasks_engagement_id_idx" ON "tasks" USING btree ("tenant_id","engagement_id");

CREATE INDEX "tasks_contact_id_idx" ON "tasks" USING btree ("tenant_id","contact_id");

CREATE INDEX "tasks_team_id_idx" ON "tasks" USING btree ("tenant_id","team_id");

CREATE INDEX "tasks_status_idx" ON "tasks" USING btree ("tenant_id","status");

CREATE INDEX "tasks_updated_at_idx" ON "tasks" USING btree ("tenant_id","updated_at");

CREATE INDEX "task_comments_task_id_created_at_idx" ON "task_comments" USING btree ("tenant_id","task_id","created_at");

CREATE INDEX "task_comments_updated_at_idx" ON "task_comments" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "task_dependencies_task_id_depends_on_id_key" ON "task_dependencies" USING btree ("tenant_id","task_id","depends_on_id") WHERE deleted_at IS NULL;

CREATE INDEX "task_dependencies_task_id_idx" ON "task_dependencies" USING btree ("tenant_id","task_id");

CREATE INDEX "task_dependencies_depends_on_id_idx" ON "task_dependencies" USING btree ("tenant_id","depends_on_id");

CREATE INDEX "task_dependencies_updated_at_idx" ON "task_dependencies" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "appointments_external_calendar_external_event_id_key" ON "appointments" USING btree ("tenant_id","external_calendar","external_event_id") WHERE deleted_at IS NULL;

CREATE INDEX "appointments_host_id_starts_at_idx" ON "appointments" USING btree ("tenant_id","host_id","starts_at");

CREATE INDEX "appointments_starts_at_idx" ON "appointments" USING btree ("tenant_id","starts_at");

CREATE INDEX "appointments_subject_type_subject_id_idx" ON "appointments" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "appointments_contact_id_idx" ON "appointments" USING btree ("tenant_id","contact_id");

CREATE INDEX "appointments_case_id_idx" ON "appointments" USING btree ("tenant_id","case_id");

CREATE INDEX "appointments_status_idx" ON "appointments" USING btree ("tenant_id","status");

CREATE INDEX "appointments_updated_at_idx" ON "appointments" USING btree ("tenant_id","updated_at");

CREATE INDEX "invoice_schedules_next_run_on_idx" ON "invoice_schedules" USING btree ("tenant_id","next_run_on");

CREATE INDEX "invoice_schedules_engagement_id_idx" ON "invoice_schedules" USING btree ("tenant_id","engagement_id");

CREATE INDEX "invoice_schedules_updated_at_idx" ON "invoice_schedules" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "invoices_number_key" ON "invoices" USING btree ("tenant_id","number") WHERE deleted_at IS NULL;

CREATE INDEX "invoices_status_due_on_idx" ON "invoices" USING btree ("tenant_id","status","due_on");

CREATE INDEX "invoices_engagement_id_idx" ON "invoices" USING btree ("tenant_id","engagement_id");

CREATE INDEX "invoices_schedule_id_idx" ON "invoices" USING btree ("tenant_id","schedule_id");

CREATE INDEX "invoices_milestone_id_idx" ON "invoices" USING btree ("tenant_id","milestone_id");

CREATE INDEX "invoices_account_id_idx" ON "invoices" USING btree ("tenant_id","account_id");

CREATE INDEX "invoices_updated_at_idx" ON "invoices" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "payments_method_reference_key" ON "payments" USING btree ("tenant_id","method","reference") WHERE deleted_at IS NULL;

CREATE INDEX "payments_received_at_idx" ON "payments" USING btree ("tenant_id","received_at");

CREATE INDEX "payments_invoice_id_idx" ON "payments" USING btree ("tenant_id","invoice_id");

CREATE INDEX "payments_updated_at_idx" ON "payments" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "vendors_name_key" ON "vendors" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "vendors_account_id_idx" ON "vendors" USING btree ("tenant_id","account_id");

CREATE INDEX "vendors_updated_at_idx" ON "vendors" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "bills_vendor_id_number_key" ON "bills" USING btree ("tenant_id","vendor_id","number") WHERE deleted_at IS NULL;

CREATE INDEX "bills_due_on_idx" ON "bills" USING btree ("tenant_id","due_on");

CREATE INDEX "bills_vendor_id_idx" ON "bills" USING btree ("tenant_id","vendor_id");

CREATE INDEX "bills_engagement_id_idx" ON "bills" USING btree ("tenant_id","engagement_id");

CREATE INDEX "bills_blob_idx" ON "bills" USING btree ("tenant_id","blob");

CREATE INDEX "bills_status_idx" ON "bills" USING btree ("tenant_id","status");

CREATE INDEX "bills_updated_at_idx" ON "bills" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "ledger_map_provider_external_id_key" ON "ledger_map" USING btree ("tenant_id","provider","external_id") WHERE deleted_at IS NULL;

CREATE INDEX "ledger_map_local_type_local_id_idx" ON "ledger_map" USING btree ("tenant_id","local_type","local_id");

CREATE INDEX "ledger_map_status_idx" ON "ledger_map" USING btree ("tenant_id","status");

CREATE INDEX "ledger_map_updated_at_idx" ON "ledger_map" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "interactions_source_type_source_id_key" ON "interactions" USING btree ("tenant_id","source_type","source_id") WHERE deleted_at IS NULL;

CREATE INDEX "interactions_contact_id_happened_at_idx" ON "interactions" USING btree ("tenant_id","contact_id","happened_at");

CREATE INDEX "interactions_case_id_happened_at_idx" ON "interactions" USING btree ("tenant_id","case_id","happened_at");

CREATE INDEX "interactions_happened_at_idx" ON "interactions" USING btree ("tenant_id","happened_at");

CREATE INDEX "interactions_account_id_idx" ON "interactions" USING btree ("tenant_id","account_id");

CREATE INDEX "interactions_lead_id_idx" ON "interactions" USING btree ("tenant_id","lead_id");

CREATE INDEX "interactions_team_id_idx" ON "interactions" USING btree ("tenant_id","team_id");

CREATE INDEX "interactions_source_type_source_id_idx" ON "interactions" USING btree ("tenant_id","source_type","source_id");

CREATE INDEX "interactions_actor_id_idx" ON "interactions" USING btree ("tenant_id","actor_id");

CREATE INDEX "interactions_updated_at_idx" ON "interactions" USING btree ("tenant_id","updated_at");

CREATE INDEX "visits_contact_id_visited_at_idx" ON "visits" USING btree ("tenant_id","contact_id","visited_at");

CREATE INDEX "visits_lead_id_idx" ON "visits" USING btree ("tenant_id","lead_id");

CREATE INDEX "visits_project_id_idx" ON "visits" USING btree ("tenant_id","project_id");

CREATE INDEX "visits_unit_id_idx" ON "visits" USING btree ("tenant_id","unit_id");

CREATE INDEX "visits_host_id_idx" ON "visits" USING btree ("tenant_id","host_id");

CREATE INDEX "visits_outcome_idx" ON "visits" USING btree ("tenant_id","outcome");

CREATE INDEX "visits_updated_at_idx" ON "visits" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "qd_scores_contact_id_context_type_context_id_score_type_key" ON "qd_scores" USING btree ("tenant_id","contact_id","context_type","context_id","score_type") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "qd_scores_contact_id_score_type_key" ON "qd_scores" USING btree ("tenant_id","contact_id","score_type") WHERE deleted_at IS NULL AND context_id IS NULL;

CREATE INDEX "qd_scores_contact_id_idx" ON "qd_scores" USING btree ("tenant_id","contact_id");

CREATE INDEX "qd_scores_context_type_context_id_idx" ON "qd_scores" USING btree ("tenant_id","context_type","context_id");

CREATE INDEX "qd_scores_updated_at_idx" ON "qd_scores" USING btree ("tenant_id","updated_at");

CREATE INDEX "qd_timeseries_contact_id_at_idx" ON "qd_timeseries" USING btree ("tenant_id","contact_id","at");

CREATE INDEX "qd_timeseries_evidence_type_evidence_id_idx" ON "qd_timeseries" USING btree ("tenant_id","evidence_type","evidence_id");

CREATE INDEX "qd_timeseries_updated_at_idx" ON "qd_timeseries" USING btree ("tenant_id","updated_at");

CREATE INDEX "vehicle_events_at_idx" ON "vehicle_events" USING btree ("tenant_id","at");

CREATE INDEX "vehicle_events_plate_idx" ON "vehicle_events" USING btree ("tenant_id","plate");

CREATE INDEX "vehicle_events_contact_id_idx" ON "vehicle_events" USING btree ("tenant_id","contact_id");

CREATE INDEX "vehicle_events_project_id_idx" ON "vehicle_events" USING btree ("tenant_id","project_id");

CREATE INDEX "vehicle_events_blob_idx" ON "vehicle_events" USING btree ("tenant_id","blob");

CREATE INDEX "vehicle_events_updated_at_idx" ON "vehicle_events" USING btree ("tenant_id","updated_at");

CREATE INDEX "perception_events_session_ref_at_idx" ON "perception_events" USING btree ("tenant_id","session_ref","at");

CREATE INDEX "perception_events_contact_id_idx" ON "perception_events" USING btree ("tenant_id","contact_id");

CREATE INDEX "perception_events_visit_id_idx" ON "perception_events" USING btree ("tenant_id","visit_id");

CREATE INDEX "perception_events_blob_idx" ON "perception_events" USING btree ("tenant_id","blob");

CREATE INDEX "perception_events_updated_at_idx" ON "perception_events" USING btree ("tenant_id","updated_at");

CREATE INDEX "cctv_links_subject_type_subject_id_idx" ON "cctv_links" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "cctv_links_blob_idx" ON "cctv_links" USING btree ("tenant_id","blob");

CREATE INDEX "cctv_links_updated_at_idx" ON "cctv_links" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "connectors_kind_name_key" ON "connectors" USING btree ("tenant_id","kind","name") WHERE deleted_at IS NULL;

CREATE INDEX "connectors_status_idx" ON "connectors" USING btree ("tenant_id","status");

CREATE INDEX "connectors_updated_at_idx" ON "connectors" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "import_batches_kind_file_sha256_key" ON "import_batches" USING btree ("tenant_id","kind","file_sha256") WHERE deleted_at IS NULL;

CREATE INDEX "import_batches_created_at_idx" ON "import_batches" USING btree ("tenant_id","created_at");

CREATE INDEX "import_batches_connector_id_idx" ON "import_batches" USING btree ("tenant_id","connector_id");

CREATE INDEX "import_batches_blob_idx" ON "import_batches" USING btree ("tenant_id","blob");

CREATE INDEX "import_batches_submitted_by_idx" ON "import_batches" USING btree ("tenant_id","submitted_by");

CREATE INDEX "import_batches_approved_by_idx" ON "import_batches" USING btree ("tenant_id","approved_by");

CREATE INDEX "import_batches_status_idx" ON "import_batches" USING btree ("tenant_id","status");

CREATE INDEX "import_batches_updated_at_idx" ON "import_batches" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "import_rows_batch_id_row_number_key" ON "import_rows" USING btree ("tenant_id","batch_id","row_number") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "import_rows_batch_id_row_key_key" ON "import_rows" USING btree ("tenant_id","batch_id","row_key") WHERE deleted_at IS NULL;

CREATE INDEX "import_rows_batch_id_status_idx" ON "import_rows" USING btree ("tenant_id","batch_id","status");

CREATE INDEX "import_rows_target_type_target_id_idx" ON "import_rows" USING btree ("tenant_id","target_type","target_id");

CREATE INDEX "import_rows_status_idx" ON "import_rows" USING btree ("tenant_id","status");

CREATE INDEX "import_rows_updated_at_idx" ON "import_rows" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "import_mappings_name_revision_key" ON "import_mappings" USING btree ("tenant_id","name","revision") WHERE deleted_at IS NULL;

CREATE INDEX "import_mappings_approved_by_idx" ON "import_mappings" USING btree ("tenant_id","approved_by");

CREATE INDEX "import_mappings_updated_at_idx" ON "import_mappings" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "merge_candidates_left_id_right_id_key" ON "merge_candidates" USING btree ("tenant_id","left_id","right_id") WHERE deleted_at IS NULL;

CREATE INDEX "merge_candidates_right_id_idx" ON "merge_candidates" USING btree ("tenant_id","right_id");

CREATE INDEX "merge_candidates_status_score_idx" ON "merge_candidates" USING btree ("tenant_id","status","score");

CREATE INDEX "merge_candidates_batch_id_idx" ON "merge_candidates" USING btree ("tenant_id","batch_id");

CREATE INDEX "merge_candidates_updated_at_idx" ON "merge_candidates" USING btree ("tenant_id","updated_at");

CREATE INDEX "sync_logs_sync_type_started_at_idx" ON "sync_logs" USING btree ("tenant_id","sync_type","started_at");

CREATE INDEX "sync_logs_connector_id_idx" ON "sync_logs" USING btree ("tenant_id","connector_id");

CREATE INDEX "sync_logs_status_idx" ON "sync_logs" USING btree ("tenant_id","status");

CREATE INDEX "sync_logs_updated_at_idx" ON "sync_logs" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "external_links_system_external_type_external_id_key" ON "external_links" USING btree ("tenant_id","system","external_type","external_id") WHERE deleted_at IS NULL;

CREATE INDEX "external_links_local_type_local_id_idx" ON "external_links" USING btree ("tenant_id","local_type","local_id");

CREATE INDEX "external_links_updated_at_idx" ON "external_links" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "notification_rules_name_key" ON "notification_rules" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "notification_rules_trigger_event_is_active_idx" ON "notification_rules" USING btree ("tenant_id","trigger_event","is_active");

CREATE INDEX "notification_rules_updated_at_idx" ON "notification_rules" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "notifications_user_id_dedupe_key_channel_key" ON "notifications" USING btree ("tenant_id","user_id","dedupe_key","channel") WHERE deleted_at IS NULL;

CREATE INDEX "notifications_user_id_is_read_created_at_idx" ON "notifications" USING btree ("tenant_id","user_id","is_read","created_at");

CREATE INDEX "notifications_subject_type_subject_id_idx" ON "notifications" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "notifications_rule_id_idx" ON "notifications" USING btree ("tenant_id","rule_id");

CREATE INDEX "notifications_delivery_status_idx" ON "notifications" USING btree ("tenant_id","delivery_status");

CREATE INDEX "notifications_updated_at_idx" ON "notifications" USING btree ("tenant_id","updated_at");

CREATE INDEX "search_history_user_id_at_idx" ON "search_history" USING btree ("tenant_id","user_id","at");

CREATE INDEX "search_history_opened_type_opened_id_idx" ON "search_history" USING btree ("tenant_id","opened_type","opened_id");

CREATE INDEX "search_history_updated_at_idx" ON "search_history" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "favourites_user_id_target_type_target_id_key" ON "favourites" USING btree ("tenant_id","user_id","target_type","target_id") WHERE deleted_at IS NULL;

CREATE INDEX "favourites_user_id_idx" ON "favourites" USING btree ("tenant_id","user_id");

CREATE INDEX "favourites_target_type_target_id_idx" ON "favourites" USING btree ("tenant_id","target_type","target_id");

CREATE INDEX "favourites_updated_at_idx" ON "favourites" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "saved_views_owner_id_name_entity_type_key" ON "saved_views" USING btree ("tenant_id","owner_id","name","entity_type") WHERE deleted_at IS NULL;

CREATE INDEX "saved_views_owner_id_idx" ON "saved_views" USING btree ("tenant_id","owner_id");

CREATE INDEX "saved_views_shared_team_id_idx" ON "saved_views" USING btree ("tenant_id","shared_team_id");

CREATE INDEX "saved_views_updated_at_idx" ON "saved_views" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "component_families_code_key" ON "component_families" USING btree ("tenant_id","code") WHERE deleted_at IS NULL;

CREATE INDEX "component_families_updated_at_idx" ON "component_families" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "component_chapters_family_id_title_key" ON "component_chapters" USING btree ("tenant_id","family_id","title") WHERE deleted_at IS NULL;

CREATE INDEX "component_chapters_family_id_idx" ON "component_chapters" USING btree ("tenant_id","family_id");

CREATE INDEX "component_chapters_updated_at_idx" ON "component_chapters" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "component_templates_family_id_name_revision_key" ON "component_templates" USING btree ("tenant_id","family_id","name","revision") WHERE deleted_at IS NULL;

CREATE INDEX "component_templates_family_id_idx" ON "component_templates" USING btree ("tenant_id","family_id");

CREATE INDEX "component_templates_chapter_id_idx" ON "component_templates" USING btree ("tenant_id","chapter_id");

CREATE INDEX "component_templates_status_idx" ON "component_templates" USING btree ("tenant_id","status");

CREATE INDEX "component_templates_updated_at_idx" ON "component_templates" USING btree ("tenant_id","updated_at");

CREATE INDEX "component_examples_template_id_idx" ON "component_examples" USING btree ("tenant_id","template_id");

CREATE INDEX "component_examples_updated_at_idx" ON "component_examples" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "component_tags_template_id_tag_key" ON "component_tags" USING btree ("tenant_id","template_id","tag") WHERE deleted_at IS NULL;

CREATE INDEX "component_tags_tag_idx" ON "component_tags" USING btree ("tenant_id","tag");

CREATE INDEX "component_tags_template_id_idx" ON "component_tags" USING btree ("tenant_id","template_id");

CREATE INDEX "component_tags_updated_at_idx" ON "component_tags" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "component_lineage_child_id_parent_id_relation_key" ON "component_lineage" USING btree ("tenant_id","child_id","parent_id","relation") WHERE deleted_at IS NULL;

CREATE INDEX "component_lineage_child_id_idx" ON "component_lineage" USING btree ("tenant_id","child_id");

CREATE INDEX "component_lineage_parent_id_idx" ON "component_lineage" USING btree ("tenant_id","parent_id");

CREATE INDEX "component_lineage_updated_at_idx" ON "component_lineage" USING btree ("tenant_id","updated_at");

CREATE INDEX "canvases_owner_id_idx" ON "canvases" USING btree ("tenant_id","owner_id");

CREATE INDEX "canvases_subject_type_subject_id_idx" ON "canvases" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "canvases_shared_team_id_idx" ON "canvases" USING btree ("tenant_id","shared_team_id");

CREATE INDEX "canvases_updated_at_idx" ON "canvases" USING btree ("tenant_id","updated_at");

CREATE INDEX "knowledge_articles_category_id_idx" ON "knowledge_articles" USING btree ("tenant_id","category_id");

CREATE INDEX "knowledge_articles_status_idx" ON "knowledge_articles" USING btree ("tenant_id","status");

CREATE INDEX "knowledge_articles_updated_at_idx" ON "knowledge_articles" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "surveys_name_key" ON "surveys" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE INDEX "surveys_updated_at_idx" ON "surveys" USING btree ("tenant_id","updated_at");

CREATE INDEX "survey_responses_survey_id_at_idx" ON "survey_responses" USING btree ("tenant_id","survey_id","at");

CREATE INDEX "survey_responses_contact_id_idx" ON "survey_responses" USING btree ("tenant_id","contact_id");

CREATE INDEX "survey_responses_subject_type_subject_id_idx" ON "survey_responses" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "survey_responses_updated_at_idx" ON "survey_responses" USING btree ("tenant_id","updated_at");

CREATE INDEX "system_health_component_checked_at_idx" ON "system_health" USING btree ("component","checked_at");

CREATE INDEX "system_health_updated_at_idx" ON "system_health" USING btree ("updated_at");

CREATE UNIQUE INDEX "tenant_usage_date_key" ON "tenant_usage" USING btree ("tenant_id","date") WHERE deleted_at IS NULL;

CREATE INDEX "tenant_usage_updated_at_idx" ON "tenant_usage" USING btree ("tenant_id","updated_at");

CREATE INDEX "api_request_log_at_idx" ON "api_request_log" USING btree ("tenant_id","at");

CREATE INDEX "api_request_log_user_id_at_idx" ON "api_request_log" USING btree ("tenant_id","user_id","at");

CREATE INDEX "api_request_log_api_key_id_idx" ON "api_request_log" USING btree ("tenant_id","api_key_id");

CREATE INDEX "api_request_log_updated_at_idx" ON "api_request_log" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "retention_policies_entity_type_key" ON "retention_policies" USING btree ("tenant_id","entity_type") WHERE deleted_at IS NULL;

CREATE INDEX "retention_policies_updated_at_idx" ON "retention_policies" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "reports_team_id_name_key" ON "reports" USING btree ("tenant_id","team_id","name") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "reports_name_key" ON "reports" USING btree ("tenant_id","name") WHERE deleted_at IS NULL AND team_id IS NULL;

CREATE INDEX "reports_team_id_idx" ON "reports" USING btree ("tenant_id","team_id");

CREATE INDEX "reports_updated_at_idx" ON "reports" USING btree ("tenant_id","updated_at");

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_location_id_fk" FOREIGN KEY ("tenant_id","location_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "activity_events" ADD CONSTRAINT "activity_events_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_workflow_id_fk" FOREIGN KEY ("tenant_id","workflow_id") REFERENCES "public"."workflows"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_stage_changed_by_fk" FOREIGN KEY ("tenant_id","stage_changed_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_account_id_fk" FOREIGN KEY ("tenant_id","account_id") REFERENCES "public"."accounts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_lead_id_fk" FOREIGN KEY ("tenant_id","lead_id") REFERENCES "public"."leads"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_opportunity_id_fk" FOREIGN KEY ("tenant_id","opportunity_id") REFERENCES "public"."opportunities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_engagement_id_fk" FOREIGN KEY ("tenant_id","engagement_id") REFERENCES "public"."engagements"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_location_id_fk" FOREIGN KEY ("tenant_id","location_id") REFERENCES "public"."locations"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_api_key_id_fk" FOREIGN KEY ("tenant_id","api_key_id") REFERENCES "public"."api_keys"("tenant_id","id") ON DELETE no action ON UPDATE no action;

-- It was made by hand before, and held for deleted tenants too.
DROP INDEX tenants_subdomain_key;

CREATE UNIQUE INDEX "tenants_subdomain_key" ON "tenants" USING btree ("subdomain") WHERE deleted_at IS NULL;

CREATE INDEX "tenants_owner_id_idx" ON "tenants" USING btree ("tenant_id","owner_id");

CREATE INDEX "tenants_updated_at_idx" ON "tenants" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "users_external_provider_external_subject_key" ON "users" USING btree ("external_provider","external_subject") WHERE deleted_at IS NULL;

CREATE INDEX "users_status_idx" ON "users" USING btree ("status");

CREATE INDEX "users_updated_at_idx" ON "users" USING btree ("updated_at");

CREATE INDEX "memberships_user_id_idx" ON "memberships" USING btree ("tenant_id","user_id");

CREATE INDEX "memberships_invited_by_idx" ON "memberships" USING btree ("tenant_id","invited_by");

CREATE INDEX "memberships_updated_at_idx" ON "memberships" USING btree ("tenant_id","updated_at");

CREATE INDEX "user_preferences_user_id_idx" ON "user_preferences" USING btree ("tenant_id","user_id");

CREATE INDEX "user_preferences_updated_at_idx" ON "user_preferences" USING btree ("tenant_id","updated_at");

CREATE INDEX "roles_updated_at_idx" ON "roles" USING btree ("tenant_id","updated_at");

CREATE INDEX "role_grants_role_id_idx" ON "role_grants" USING btree ("tenant_id","role_id");

CREATE INDEX "role_grants_updated_at_idx" ON "role_grants" USING btree ("tenant_id","updated_at");

CREATE INDEX "teams_parent_team_id_idx" ON "teams" USING btree ("tenant_id","parent_team_id");

CREATE INDEX "teams_updated_at_idx" ON "teams" USING btree ("tenant_id","updated_at");

CREATE INDEX "team_members_team_id_idx" ON "team_members" USING btree ("tenant_id","team_id");

CREATE INDEX "team_members_user_id_idx" ON "team_members" USING btree ("tenant_id","user_id");

CREATE INDEX "team_members_updated_at_idx" ON "team_members" USING btree ("tenant_id","updated_at");

CREATE INDEX "devices_user_id_idx" ON "devices" USING btree ("tenant_id","user_id");

CREATE INDEX "devices_status_idx" ON "devices" USING btree ("tenant_id","status");

CREATE INDEX "devices_updated_at_idx" ON "devices" USING btree ("tenant_id","updated_at");

CREATE INDEX "case_kinds_default_priority_id_idx" ON "case_kinds" USING btree ("tenant_id","default_priority_id");

CREATE INDEX "case_kinds_updated_at_idx" ON "case_kinds" USING btree ("tenant_id","updated_at");

CREATE INDEX "case_categories_updated_at_idx" ON "case_categories" USING btree ("tenant_id","updated_at");

CREATE INDEX "priorities_updated_at_idx" ON "priorities" USING btree ("tenant_id","updated_at");

CREATE INDEX "reference_lists_updated_at_idx" ON "reference_lists" USING btree ("tenant_id","updated_at");

CREATE INDEX "reference_items_parent_id_idx" ON "reference_items" USING btree ("tenant_id","parent_id");

CREATE INDEX "reference_items_updated_at_idx" ON "reference_items" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contacts_user_id_key" ON "contacts" USING btree ("tenant_id","user_id") WHERE deleted_at IS NULL;

CREATE INDEX "contacts_account_id_idx" ON "contacts" USING btree ("tenant_id","account_id");

CREATE INDEX "contacts_user_id_idx" ON "contacts" USING btree ("tenant_id","user_id");

CREATE INDEX "contacts_location_id_idx" ON "contacts" USING btree ("tenant_id","location_id");

CREATE INDEX "contacts_owner_id_idx" ON "contacts" USING btree ("tenant_id","owner_id");

CREATE INDEX "contacts_merged_into_id_idx" ON "contacts" USING btree ("tenant_id","merged_into_id");

CREATE INDEX "contacts_updated_at_idx" ON "contacts" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "contact_points_contact_id_kind_key" ON "contact_points" USING btree ("tenant_id","contact_id","kind") WHERE deleted_at IS NULL AND is_primary IS TRUE;

CREATE INDEX "contact_points_contact_id_idx" ON "contact_points" USING btree ("tenant_id","contact_id");

CREATE INDEX "contact_points_updated_at_idx" ON "contact_points" USING btree ("tenant_id","updated_at");

CREATE INDEX "activity_events_created_at_idx" ON "activity_events" USING btree ("tenant_id","created_at");

CREATE INDEX "activity_events_engagement_id_happened_at_idx" ON "activity_events" USING btree ("tenant_id","engagement_id","happened_at");

CREATE INDEX "activity_events_actor_id_idx" ON "activity_events" USING btree ("tenant_id","actor_id");

CREATE INDEX "activity_events_updated_at_idx" ON "activity_events" USING btree ("tenant_id","updated_at");

CREATE UNIQUE INDEX "cases_pp_matter_id_key" ON "cases" USING btree ("tenant_id","pp_matter_id") WHERE deleted_at IS NULL;

CREATE INDEX "cases_kind_id_stage_idx" ON "cases" USING btree ("tenant_id","kind_id","stage");

CREATE INDEX "cases_priority_id_idx" ON "cases" USING btree ("tenant_id","priority_id");

CREATE INDEX "cases_category_id_idx" ON "cases" USING btree ("tenant_id","category_id");

CREATE INDEX "cases_workflow_id_idx" ON "cases" USING btree ("tenant_id","workflow_id");

CREATE INDEX "cases_stage_changed_by_idx" ON "cases" USING btree ("tenant_id","stage_changed_by");

CREATE INDEX "cases_coordinator_id_idx" ON "cases" USING btree ("tenant_id","coordinator_id");

CREATE INDEX "cases_primary_contact_id_idx" ON "cases" USING btree ("tenant_id","primary_contact_id");

CREATE INDEX "cases_account_id_idx" ON "cases" USING btree ("tenant_id","account_id");

CREATE INDEX "cases_lead_id_idx" ON "cases" USING btree ("tenant_id","lead_id");

CREATE INDEX "cases_opportunity_id_idx" ON "cases" USING btree ("tenant_id","opportunity_id");

CREATE INDEX "cases_engagement_id_idx" ON "cases" USING btree ("tenant_id","engagement_id");

CREATE INDEX "cases_location_id_idx" ON "cases" USING btree ("tenant_id","location_id");

CREATE INDEX "cases_close_reason_id_idx" ON "cases" USING btree ("tenant_id","close_reason_id");

CREATE INDEX "cases_updated_at_idx" ON "cases" USING btree ("tenant_id","updated_at");

CREATE INDEX "case_participants_contact_id_idx" ON "case_participants" USING btree ("tenant_id","contact_id");

CREATE INDEX "case_participants_user_id_idx" ON "case_participants" USING btree ("tenant_id","user_id");

CREATE INDEX "case_participants_assigned_by_idx" ON "case_participants" USING btree ("tenant_id","assigned_by");

CREATE INDEX "case_participants_updated_at_idx" ON "case_participants" USING btree ("tenant_id","updated_at");

CREATE INDEX "notes_updated_at_idx" ON "notes" USING btree ("tenant_id","updated_at");

CREATE INDEX "case_history_updated_at_idx" ON "case_history" USING btree ("tenant_id","updated_at");

CREATE INDEX "number_blocks_status_idx" ON "number_blocks" USING btree ("tenant_id","status");

CREATE INDEX "number_blocks_updated_at_idx" ON "number_blocks" USING btree ("tenant_id","updated_at");

CREATE INDEX "audit_events_api_key_id_idx" ON "audit_events" USING btree ("tenant_id","api_key_id");

CREATE INDEX "audit_events_updated_at_idx" ON "audit_events" USING btree ("tenant_id","updated_at");

-- tenant_wall_api_keys
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON api_keys;
CREATE POLICY tenant_wall ON api_keys USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_invitations
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON invitations;
CREATE POLICY tenant_wall ON invitations USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_role_assignments
ALTER TABLE role_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_assignments FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON role_assignments;
CREATE POLICY tenant_wall ON role_assignments USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_sessions
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON sessions;
CREATE POLICY tenant_wall ON sessions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_calendars
ALTER TABLE calendars ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendars FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON calendars;
CREATE POLICY tenant_wall ON calendars USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_custom_fields
ALTER TABLE custom_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_fields FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON custom_fields;
CREATE POLICY tenant_wall ON custom_fields USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_locations
ALTER TABLE locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE locations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON locations;
CREATE POLICY tenant_wall ON locations USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_blobs
ALTER TABLE blobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE blobs FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON blobs;
CREATE POLICY tenant_wall ON blobs USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_blob_links
ALTER TABLE blob_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE blob_links FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON blob_links;
CREATE POLICY tenant_wall ON blob_links USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_accounts
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON accounts;
CREATE POLICY tenant_wall ON accounts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_consents
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON consents;
CREATE POLICY tenant_wall ON consents USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contact_groups
ALTER TABLE contact_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_groups FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contact_groups;
CREATE POLICY tenant_wall ON contact_groups USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contact_group_members
ALTER TABLE contact_group_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_group_members FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contact_group_members;
CREATE POLICY tenant_wall ON contact_group_members USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contact_identifiers
ALTER TABLE contact_identifiers ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_identifiers FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contact_identifiers;
CREATE POLICY tenant_wall ON contact_identifiers USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contact_merges
ALTER TABLE contact_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_merges FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contact_merges;
CREATE POLICY tenant_wall ON contact_merges USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_households
ALTER TABLE households ENABLE ROW LEVEL SECURITY;
ALTER TABLE households FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON households;
CREATE POLICY tenant_wall ON households USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_household_members
ALTER TABLE household_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE household_members FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON household_members;
CREATE POLICY tenant_wall ON household_members USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_relationships
ALTER TABLE relationships ENABLE ROW LEVEL SECURITY;
ALTER TABLE relationships FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON relationships;
CREATE POLICY tenant_wall ON relationships USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_agent_runs
ALTER TABLE agent_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_runs FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON agent_runs;
CREATE POLICY tenant_wall ON agent_runs USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_approvals
ALTER TABLE approvals ENABLE ROW LEVEL SECURITY;
ALTER TABLE approvals FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON approvals;
CREATE POLICY tenant_wall ON approvals USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_business_rules
ALTER TABLE business_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE business_rules FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON business_rules;
CREATE POLICY tenant_wall ON business_rules USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_change_proposals
ALTER TABLE change_proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE change_proposals FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON change_proposals;
CREATE POLICY tenant_wall ON change_proposals USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_policy_decisions
ALTER TABLE policy_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_decisions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON policy_decisions;
CREATE POLICY tenant_wall ON policy_decisions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_workflows
ALTER TABLE workflows ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON workflows;
CREATE POLICY tenant_wall ON workflows USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_workflow_actions
ALTER TABLE workflow_actions ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_actions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON workflow_actions;
CREATE POLICY tenant_wall ON workflow_actions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_workflow_branches
ALTER TABLE workflow_branches ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_branches FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON workflow_branches;
CREATE POLICY tenant_wall ON workflow_branches USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_workflow_instances
ALTER TABLE workflow_instances ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_instances FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON workflow_instances;
CREATE POLICY tenant_wall ON workflow_instances USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_workflow_triggers
ALTER TABLE workflow_triggers ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_triggers FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON workflow_triggers;
CREATE POLICY tenant_wall ON workflow_triggers USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_writebacks
ALTER TABLE writebacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE writebacks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON writebacks;
CREATE POLICY tenant_wall ON writebacks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_inventory_locations
ALTER TABLE inventory_locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE inventory_locations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON inventory_locations;
CREATE POLICY tenant_wall ON inventory_locations USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_inventory_media
ALTER TABLE inventory_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE inventory_media FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON inventory_media;
CREATE POLICY tenant_wall ON inventory_media USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_inventory_projects
ALTER TABLE inventory_projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE inventory_projects FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON inventory_projects;
CREATE POLICY tenant_wall ON inventory_projects USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_inventory_units
ALTER TABLE inventory_units ENABLE ROW LEVEL SECURITY;
ALTER TABLE inventory_units FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON inventory_units;
CREATE POLICY tenant_wall ON inventory_units USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_pricing_history
ALTER TABLE pricing_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE pricing_history FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON pricing_history;
CREATE POLICY tenant_wall ON pricing_history USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_unit_availability
ALTER TABLE unit_availability ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit_availability FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON unit_availability;
CREATE POLICY tenant_wall ON unit_availability USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_leads
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
ALTER TABLE leads FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON leads;
CREATE POLICY tenant_wall ON leads USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_opportunities
ALTER TABLE opportunities ENABLE ROW LEVEL SECURITY;
ALTER TABLE opportunities FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON opportunities;
CREATE POLICY tenant_wall ON opportunities USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_property_interests
ALTER TABLE property_interests ENABLE ROW LEVEL SECURITY;
ALTER TABLE property_interests FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON property_interests;
CREATE POLICY tenant_wall ON property_interests USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_stage_history
ALTER TABLE stage_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE stage_history FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON stage_history;
CREATE POLICY tenant_wall ON stage_history USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contracts
ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contracts;
CREATE POLICY tenant_wall ON contracts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contract_versions
ALTER TABLE contract_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_versions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contract_versions;
CREATE POLICY tenant_wall ON contract_versions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_proposals
ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposals FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON proposals;
CREATE POLICY tenant_wall ON proposals USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_proposal_versions
ALTER TABLE proposal_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposal_versions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON proposal_versions;
CREATE POLICY tenant_wall ON proposal_versions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_signature_packets
ALTER TABLE signature_packets ENABLE ROW LEVEL SECURITY;
ALTER TABLE signature_packets FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON signature_packets;
CREATE POLICY tenant_wall ON signature_packets USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_engagements
ALTER TABLE engagements ENABLE ROW LEVEL SECURITY;
ALTER TABLE engagements FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON engagements;
CREATE POLICY tenant_wall ON engagements USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_outbox_events
ALTER TABLE outbox_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON outbox_events;
CREATE POLICY tenant_wall ON outbox_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_portal_access
ALTER TABLE portal_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE portal_access FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON portal_access;
CREATE POLICY tenant_wall ON portal_access USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_case_links
ALTER TABLE case_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_links FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON case_links;
CREATE POLICY tenant_wall ON case_links USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_checklists
ALTER TABLE checklists ENABLE ROW LEVEL SECURITY;
ALTER TABLE checklists FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON checklists;
CREATE POLICY tenant_wall ON checklists USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_checklist_items
ALTER TABLE checklist_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE checklist_items FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON checklist_items;
CREATE POLICY tenant_wall ON checklist_items USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_sla_clocks
ALTER TABLE sla_clocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_clocks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON sla_clocks;
CREATE POLICY tenant_wall ON sla_clocks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_sla_policies
ALTER TABLE sla_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_policies FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON sla_policies;
CREATE POLICY tenant_wall ON sla_policies USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_agent_states
ALTER TABLE agent_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_states FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON agent_states;
CREATE POLICY tenant_wall ON agent_states USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_agent_state_reasons
ALTER TABLE agent_state_reasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_state_reasons FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON agent_state_reasons;
CREATE POLICY tenant_wall ON agent_state_reasons USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_dispositions
ALTER TABLE dispositions ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispositions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON dispositions;
CREATE POLICY tenant_wall ON dispositions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_extensions
ALTER TABLE extensions ENABLE ROW LEVEL SECURITY;
ALTER TABLE extensions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON extensions;
CREATE POLICY tenant_wall ON extensions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_phone_numbers
ALTER TABLE phone_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_numbers FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON phone_numbers;
CREATE POLICY tenant_wall ON phone_numbers USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_queues
ALTER TABLE queues ENABLE ROW LEVEL SECURITY;
ALTER TABLE queues FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON queues;
CREATE POLICY tenant_wall ON queues USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_queue_members
ALTER TABLE queue_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_members FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON queue_members;
CREATE POLICY tenant_wall ON queue_members USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_trunks
ALTER TABLE trunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE trunks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON trunks;
CREATE POLICY tenant_wall ON trunks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_calls
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON calls;
CREATE POLICY tenant_wall ON calls USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_call_events
ALTER TABLE call_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON call_events;
CREATE POLICY tenant_wall ON call_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_call_legs
ALTER TABLE call_legs ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_legs FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON call_legs;
CREATE POLICY tenant_wall ON call_legs USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_call_transfers
ALTER TABLE call_transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE call_transfers FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON call_transfers;
CREATE POLICY tenant_wall ON call_transfers USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_callbacks
ALTER TABLE callbacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE callbacks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON callbacks;
CREATE POLICY tenant_wall ON callbacks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_queue_entries
ALTER TABLE queue_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE queue_entries FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON queue_entries;
CREATE POLICY tenant_wall ON queue_entries USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_recordings
ALTER TABLE recordings ENABLE ROW LEVEL SECURITY;
ALTER TABLE recordings FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON recordings;
CREATE POLICY tenant_wall ON recordings USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_transcripts
ALTER TABLE transcripts ENABLE ROW LEVEL SECURITY;
ALTER TABLE transcripts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON transcripts;
CREATE POLICY tenant_wall ON transcripts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_voicemails
ALTER TABLE voicemails ENABLE ROW LEVEL SECURITY;
ALTER TABLE voicemails FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON voicemails;
CREATE POLICY tenant_wall ON voicemails USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_channels
ALTER TABLE channels ENABLE ROW LEVEL SECURITY;
ALTER TABLE channels FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON channels;
CREATE POLICY tenant_wall ON channels USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_conversations
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON conversations;
CREATE POLICY tenant_wall ON conversations USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_email_details
ALTER TABLE email_details ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_details FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON email_details;
CREATE POLICY tenant_wall ON email_details USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_messages
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON messages;
CREATE POLICY tenant_wall ON messages USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_message_drafts
ALTER TABLE message_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_drafts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON message_drafts;
CREATE POLICY tenant_wall ON message_drafts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_message_receipts
ALTER TABLE message_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_receipts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON message_receipts;
CREATE POLICY tenant_wall ON message_receipts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_message_templates
ALTER TABLE message_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_templates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON message_templates;
CREATE POLICY tenant_wall ON message_templates USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_reminders
ALTER TABLE reminders ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminders FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON reminders;
CREATE POLICY tenant_wall ON reminders USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_sms_details
ALTER TABLE sms_details ENABLE ROW LEVEL SECURITY;
ALTER TABLE sms_details FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON sms_details;
CREATE POLICY tenant_wall ON sms_details USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_whatsapp_threads
ALTER TABLE whatsapp_threads ENABLE ROW LEVEL SECURITY;
ALTER TABLE whatsapp_threads FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON whatsapp_threads;
CREATE POLICY tenant_wall ON whatsapp_threads USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_documents
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON documents;
CREATE POLICY tenant_wall ON documents USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_document_access_log
ALTER TABLE document_access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_access_log FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON document_access_log;
CREATE POLICY tenant_wall ON document_access_log USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_document_grants
ALTER TABLE document_grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_grants FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON document_grants;
CREATE POLICY tenant_wall ON document_grants USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_document_templates
ALTER TABLE document_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_templates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON document_templates;
CREATE POLICY tenant_wall ON document_templates USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_document_versions
ALTER TABLE document_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_versions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON document_versions;
CREATE POLICY tenant_wall ON document_versions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_appointments
ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointments FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON appointments;
CREATE POLICY tenant_wall ON appointments USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_milestones
ALTER TABLE milestones ENABLE ROW LEVEL SECURITY;
ALTER TABLE milestones FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON milestones;
CREATE POLICY tenant_wall ON milestones USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_projects
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON projects;
CREATE POLICY tenant_wall ON projects USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_project_templates
ALTER TABLE project_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_templates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON project_templates;
CREATE POLICY tenant_wall ON project_templates USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_tasks
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON tasks;
CREATE POLICY tenant_wall ON tasks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_task_comments
ALTER TABLE task_comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_comments FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON task_comments;
CREATE POLICY tenant_wall ON task_comments USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_task_dependencies
ALTER TABLE task_dependencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_dependencies FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON task_dependencies;
CREATE POLICY tenant_wall ON task_dependencies USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_bills
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
ALTER TABLE bills FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON bills;
CREATE POLICY tenant_wall ON bills USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_invoices
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON invoices;
CREATE POLICY tenant_wall ON invoices USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_invoice_schedules
ALTER TABLE invoice_schedules ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_schedules FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON invoice_schedules;
CREATE POLICY tenant_wall ON invoice_schedules USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_ledger_map
ALTER TABLE ledger_map ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_map FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON ledger_map;
CREATE POLICY tenant_wall ON ledger_map USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_payments
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON payments;
CREATE POLICY tenant_wall ON payments USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_vendors
ALTER TABLE vendors ENABLE ROW LEVEL SECURITY;
ALTER TABLE vendors FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON vendors;
CREATE POLICY tenant_wall ON vendors USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_interactions
ALTER TABLE interactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE interactions FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON interactions;
CREATE POLICY tenant_wall ON interactions USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_cctv_links
ALTER TABLE cctv_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE cctv_links FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON cctv_links;
CREATE POLICY tenant_wall ON cctv_links USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_perception_events
ALTER TABLE perception_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE perception_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON perception_events;
CREATE POLICY tenant_wall ON perception_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_qd_scores
ALTER TABLE qd_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE qd_scores FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON qd_scores;
CREATE POLICY tenant_wall ON qd_scores USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_qd_timeseries
ALTER TABLE qd_timeseries ENABLE ROW LEVEL SECURITY;
ALTER TABLE qd_timeseries FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON qd_timeseries;
CREATE POLICY tenant_wall ON qd_timeseries USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_vehicle_events
ALTER TABLE vehicle_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE vehicle_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON vehicle_events;
CREATE POLICY tenant_wall ON vehicle_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_visits
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON visits;
CREATE POLICY tenant_wall ON visits USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_connectors
ALTER TABLE connectors ENABLE ROW LEVEL SECURITY;
ALTER TABLE connectors FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON connectors;
CREATE POLICY tenant_wall ON connectors USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_external_links
ALTER TABLE external_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE external_links FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON external_links;
CREATE POLICY tenant_wall ON external_links USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_import_batches
ALTER TABLE import_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_batches FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON import_batches;
CREATE POLICY tenant_wall ON import_batches USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_import_mappings
ALTER TABLE import_mappings ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_mappings FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON import_mappings;
CREATE POLICY tenant_wall ON import_mappings USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_import_rows
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON import_rows;
CREATE POLICY tenant_wall ON import_rows USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_merge_candidates
ALTER TABLE merge_candidates ENABLE ROW LEVEL SECURITY;
ALTER TABLE merge_candidates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON merge_candidates;
CREATE POLICY tenant_wall ON merge_candidates USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_sync_logs
ALTER TABLE sync_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_logs FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON sync_logs;
CREATE POLICY tenant_wall ON sync_logs USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_notifications
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON notifications;
CREATE POLICY tenant_wall ON notifications USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_notification_rules
ALTER TABLE notification_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_rules FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON notification_rules;
CREATE POLICY tenant_wall ON notification_rules USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_favourites
ALTER TABLE favourites ENABLE ROW LEVEL SECURITY;
ALTER TABLE favourites FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON favourites;
CREATE POLICY tenant_wall ON favourites USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_saved_views
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON saved_views;
CREATE POLICY tenant_wall ON saved_views USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_search_history
ALTER TABLE search_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_history FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON search_history;
CREATE POLICY tenant_wall ON search_history USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_canvases
ALTER TABLE canvases ENABLE ROW LEVEL SECURITY;
ALTER TABLE canvases FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON canvases;
CREATE POLICY tenant_wall ON canvases USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_chapters
ALTER TABLE component_chapters ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_chapters FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_chapters;
CREATE POLICY tenant_wall ON component_chapters USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_examples
ALTER TABLE component_examples ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_examples FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_examples;
CREATE POLICY tenant_wall ON component_examples USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_families
ALTER TABLE component_families ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_families FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_families;
CREATE POLICY tenant_wall ON component_families USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_lineage
ALTER TABLE component_lineage ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_lineage FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_lineage;
CREATE POLICY tenant_wall ON component_lineage USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_tags
ALTER TABLE component_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_tags FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_tags;
CREATE POLICY tenant_wall ON component_tags USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_component_templates
ALTER TABLE component_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE component_templates FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON component_templates;
CREATE POLICY tenant_wall ON component_templates USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_knowledge_articles
ALTER TABLE knowledge_articles ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge_articles FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON knowledge_articles;
CREATE POLICY tenant_wall ON knowledge_articles USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_surveys
ALTER TABLE surveys ENABLE ROW LEVEL SECURITY;
ALTER TABLE surveys FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON surveys;
CREATE POLICY tenant_wall ON surveys USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_survey_responses
ALTER TABLE survey_responses ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_responses FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON survey_responses;
CREATE POLICY tenant_wall ON survey_responses USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_api_request_log
ALTER TABLE api_request_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_request_log FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON api_request_log;
CREATE POLICY tenant_wall ON api_request_log USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_reports
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON reports;
CREATE POLICY tenant_wall ON reports USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_retention_policies
ALTER TABLE retention_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_policies FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON retention_policies;
CREATE POLICY tenant_wall ON retention_policies USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_tenant_usage
ALTER TABLE tenant_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_usage FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON tenant_usage;
CREATE POLICY tenant_wall ON tenant_usage USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- grants_api_keys
GRANT SELECT, INSERT, UPDATE ON api_keys TO holdfast_serve;

-- grants_invitations
GRANT SELECT, INSERT, UPDATE ON invitations TO holdfast_serve;
GRANT SELECT ON invitations TO holdfast_replicate;

-- grants_role_assignments
GRANT SELECT, INSERT, UPDATE ON role_assignments TO holdfast_serve;
GRANT SELECT ON role_assignments TO holdfast_replicate;

-- grants_sessions
GRANT SELECT, INSERT, UPDATE ON sessions TO holdfast_serve;

-- grants_calendars
GRANT SELECT, INSERT, UPDATE ON calendars TO holdfast_serve;
GRANT SELECT ON calendars TO holdfast_replicate;

-- grants_custom_fields
GRANT SELECT, INSERT, UPDATE ON custom_fields TO holdfast_serve;
GRANT SELECT ON custom_fields TO holdfast_replicate;

-- grants_locations
GRANT SELECT, INSERT, UPDATE ON locations TO holdfast_serve;
GRANT SELECT ON locations TO holdfast_replicate;

-- grants_blobs
GRANT SELECT, INSERT, UPDATE ON blobs TO holdfast_serve;
GRANT SELECT ON blobs TO holdfast_replicate;

-- grants_blob_links
GRANT SELECT, INSERT, UPDATE ON blob_links TO holdfast_serve;
GRANT SELECT ON blob_links TO holdfast_replicate;

-- grants_accounts
GRANT SELECT, INSERT, UPDATE ON accounts TO holdfast_serve;
GRANT SELECT ON accounts TO holdfast_replicate;

-- grants_consents
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON consents TO holdfast_serve;
GRANT SELECT ON consents TO holdfast_replicate;

-- grants_contact_groups
GRANT SELECT, INSERT, UPDATE ON contact_groups TO holdfast_serve;
GRANT SELECT ON contact_groups TO holdfast_replicate;

-- grants_contact_group_members
GRANT SELECT, INSERT, UPDATE ON contact_group_members TO holdfast_serve;
GRANT SELECT ON contact_group_members TO holdfast_replicate;

-- grants_contact_identifiers
GRANT SELECT, INSERT, UPDATE ON contact_identifiers TO holdfast_serve;

-- grants_contact_merges
GRANT SELECT, INSERT, UPDATE ON contact_merges TO holdfast_serve;
GRANT SELECT ON contact_merges TO holdfast_replicate;

-- grants_households
GRANT SELECT, INSERT, UPDATE ON households TO holdfast_serve;
GRANT SELECT ON households TO holdfast_replicate;

-- grants_household_members
GRANT SELECT, INSERT, UPDATE ON household_members TO holdfast_serve;
GRANT SELECT ON household_members TO holdfast_replicate;

-- grants_relationships
GRANT SELECT, INSERT, UPDATE ON relationships TO holdfast_serve;
GRANT SELECT ON relationships TO holdfast_replicate;

-- grants_agent_runs
GRANT SELECT, INSERT, UPDATE ON agent_runs TO holdfast_serve;
GRANT SELECT ON agent_runs TO holdfast_replicate;

-- grants_approvals
GRANT SELECT, INSERT, UPDATE ON approvals TO holdfast_serve;
GRANT SELECT ON approvals TO holdfast_replicate;

-- grants_business_rules
GRANT SELECT, INSERT, UPDATE ON business_rules TO holdfast_serve;
GRANT SELECT ON business_rules TO holdfast_replicate;

-- grants_change_proposals
GRANT SELECT, INSERT, UPDATE ON change_proposals TO holdfast_serve;
GRANT SELECT ON change_proposals TO holdfast_replicate;

-- grants_policy_decisions
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON policy_decisions TO holdfast_serve;
GRANT SELECT ON policy_decisions TO holdfast_replicate;

-- grants_workflows
GRANT SELECT, INSERT, UPDATE ON workflows TO holdfast_serve;
GRANT SELECT ON workflows TO holdfast_replicate;

-- grants_workflow_actions
GRANT SELECT, INSERT, UPDATE ON workflow_actions TO holdfast_serve;
GRANT SELECT ON workflow_actions TO holdfast_replicate;

-- grants_workflow_branches
GRANT SELECT, INSERT, UPDATE ON workflow_branches TO holdfast_serve;
GRANT SELECT ON workflow_branches TO holdfast_replicate;

-- grants_workflow_instances
GRANT SELECT, INSERT, UPDATE ON workflow_instances TO holdfast_serve;
GRANT SELECT ON workflow_instances TO holdfast_replicate;

-- grants_workflow_triggers
GRANT SELECT, INSERT, UPDATE ON workflow_triggers TO holdfast_serve;
GRANT SELECT ON workflow_triggers TO holdfast_replicate;

-- grants_writebacks
GRANT SELECT, INSERT, UPDATE ON writebacks TO holdfast_serve;
GRANT SELECT ON writebacks TO holdfast_replicate;

-- grants_inventory_locations
GRANT SELECT, INSERT, UPDATE ON inventory_locations TO holdfast_serve;
GRANT SELECT ON inventory_locations TO holdfast_replicate;

-- grants_inventory_media
GRANT SELECT, INSERT, UPDATE ON inventory_media TO holdfast_serve;
GRANT SELECT ON inventory_media TO holdfast_replicate;

-- grants_inventory_projects
GRANT SELECT, INSERT, UPDATE ON inventory_projects TO holdfast_serve;
GRANT SELECT ON inventory_projects TO holdfast_replicate;

-- grants_inventory_units
GRANT SELECT, INSERT, UPDATE ON inventory_units TO holdfast_serve;
GRANT SELECT ON inventory_units TO holdfast_replicate;

-- grants_pricing_history
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON pricing_history TO holdfast_serve;
GRANT SELECT ON pricing_history TO holdfast_replicate;

-- grants_unit_availability
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON unit_availability TO holdfast_serve;
GRANT SELECT ON unit_availability TO holdfast_replicate;

-- grants_leads
GRANT SELECT, INSERT, UPDATE ON leads TO holdfast_serve;
GRANT SELECT ON leads TO holdfast_replicate;

-- grants_opportunities
GRANT SELECT, INSERT, UPDATE ON opportunities TO holdfast_serve;
GRANT SELECT ON opportunities TO holdfast_replicate;

-- grants_property_interests
GRANT SELECT, INSERT, UPDATE ON property_interests TO holdfast_serve;
GRANT SELECT ON property_interests TO holdfast_replicate;

-- grants_stage_history
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON stage_history TO holdfast_serve;
GRANT SELECT ON stage_history TO holdfast_replicate;

-- grants_contracts
GRANT SELECT, INSERT, UPDATE ON contracts TO holdfast_serve;
GRANT SELECT ON contracts TO holdfast_replicate;

-- grants_contract_versions
GRANT SELECT, INSERT, UPDATE ON contract_versions TO holdfast_serve;
GRANT SELECT ON contract_versions TO holdfast_replicate;

-- grants_proposals
GRANT SELECT, INSERT, UPDATE ON proposals TO holdfast_serve;
GRANT SELECT ON proposals TO holdfast_replicate;

-- grants_proposal_versions
GRANT SELECT, INSERT, UPDATE ON proposal_versions TO holdfast_serve;
GRANT SELECT ON proposal_versions TO holdfast_replicate;

-- grants_signature_packets
GRANT SELECT, INSERT, UPDATE ON signature_packets TO holdfast_serve;
GRANT SELECT ON signature_packets TO holdfast_replicate;

-- grants_engagements
GRANT SELECT, INSERT, UPDATE ON engagements TO holdfast_serve;
GRANT SELECT ON engagements TO holdfast_replicate;

-- grants_outbox_events
GRANT SELECT, INSERT, UPDATE ON outbox_events TO holdfast_serve;

-- grants_portal_access
GRANT SELECT, INSERT, UPDATE ON portal_access TO holdfast_serve;

-- grants_case_links
GRANT SELECT, INSERT, UPDATE ON case_links TO holdfast_serve;
GRANT SELECT ON case_links TO holdfast_replicate;

-- grants_checklists
GRANT SELECT, INSERT, UPDATE ON checklists TO holdfast_serve;
GRANT SELECT ON checklists TO holdfast_replicate;

-- grants_checklist_items
GRANT SELECT, INSERT, UPDATE ON checklist_items TO holdfast_serve;
GRANT SELECT ON checklist_items TO holdfast_replicate;

-- grants_sla_clocks
GRANT SELECT, INSERT, UPDATE ON sla_clocks TO holdfast_serve;
GRANT SELECT ON sla_clocks TO holdfast_replicate;

-- grants_sla_policies
GRANT SELECT, INSERT, UPDATE ON sla_policies TO holdfast_serve;
GRANT SELECT ON sla_policies TO holdfast_replicate;

-- grants_agent_states
GRANT SELECT, INSERT, UPDATE ON agent_states TO holdfast_serve;
GRANT SELECT ON agent_states TO holdfast_replicate;

-- grants_agent_state_reasons
GRANT SELECT, INSERT, UPDATE ON agent_state_reasons TO holdfast_serve;
GRANT SELECT ON agent_state_reasons TO holdfast_replicate;

-- grants_dispositions
GRANT SELECT, INSERT, UPDATE ON dispositions TO holdfast_serve;
GRANT SELECT ON dispositions TO holdfast_replicate;

-- grants_extensions
GRANT SELECT, INSERT, UPDATE ON extensions TO holdfast_serve;
GRANT SELECT ON extensions TO holdfast_replicate;

-- grants_phone_numbers
GRANT SELECT, INSERT, UPDATE ON phone_numbers TO holdfast_serve;
GRANT SELECT ON phone_numbers TO holdfast_replicate;

-- grants_queues
GRANT SELECT, INSERT, UPDATE ON queues TO holdfast_serve;
GRANT SELECT ON queues TO holdfast_replicate;

-- grants_queue_members
GRANT SELECT, INSERT, UPDATE ON queue_members TO holdfast_serve;
GRANT SELECT ON queue_members TO holdfast_replicate;

-- grants_trunks
GRANT SELECT, INSERT, UPDATE ON trunks TO holdfast_serve;
GRANT SELECT ON trunks TO holdfast_replicate;

-- grants_calls
GRANT SELECT, INSERT, UPDATE ON calls TO holdfast_serve;
GRANT SELECT ON calls TO holdfast_replicate;

-- grants_call_events
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON call_events TO holdfast_serve;
GRANT SELECT ON call_events TO holdfast_replicate;

-- grants_call_legs
GRANT SELECT, INSERT, UPDATE ON call_legs TO holdfast_serve;
GRANT SELECT ON call_legs TO holdfast_replicate;

-- grants_call_transfers
GRANT SELECT, INSERT, UPDATE ON call_transfers TO holdfast_serve;
GRANT SELECT ON call_transfers TO holdfast_replicate;

-- grants_callbacks
GRANT SELECT, INSERT, UPDATE ON callbacks TO holdfast_serve;
GRANT SELECT ON callbacks TO holdfast_replicate;

-- grants_queue_entries
GRANT SELECT, INSERT, UPDATE ON queue_entries TO holdfast_serve;
GRANT SELECT ON queue_entries TO holdfast_replicate;

-- grants_recordings
GRANT SELECT, INSERT, UPDATE ON recordings TO holdfast_serve;
GRANT SELECT ON recordings TO holdfast_replicate;

-- grants_transcripts
GRANT SELECT, INSERT, UPDATE ON transcripts TO holdfast_serve;
GRANT SELECT ON transcripts TO holdfast_replicate;

-- grants_voicemails
GRANT SELECT, INSERT, UPDATE ON voicemails TO holdfast_serve;
GRANT SELECT ON voicemails TO holdfast_replicate;

-- grants_channels
GRANT SELECT, INSERT, UPDATE ON channels TO holdfast_serve;
GRANT SELECT ON channels TO holdfast_replicate;

-- grants_conversations
GRANT SELECT, INSERT, UPDATE ON conversations TO holdfast_serve;
GRANT SELECT ON conversations TO holdfast_replicate;

-- grants_email_details
GRANT SELECT, INSERT, UPDATE ON email_details TO holdfast_serve;
GRANT SELECT ON email_details TO holdfast_replicate;

-- grants_messages
GRANT SELECT, INSERT, UPDATE ON messages TO holdfast_serve;
GRANT SELECT ON messages TO holdfast_replicate;

-- grants_message_drafts
GRANT SELECT, INSERT, UPDATE ON message_drafts TO holdfast_serve;
GRANT SELECT ON message_drafts TO holdfast_replicate;

-- grants_message_receipts
GRANT SELECT, INSERT, UPDATE ON message_receipts TO holdfast_serve;
GRANT SELECT ON message_receipts TO holdfast_replicate;

-- grants_message_templates
GRANT SELECT, INSERT, UPDATE ON message_templates TO holdfast_serve;
GRANT SELECT ON message_templates TO holdfast_replicate;

-- grants_reminders
GRANT SELECT, INSERT, UPDATE ON reminders TO holdfast_serve;
GRANT SELECT ON reminders TO holdfast_replicate;

-- grants_sms_details
GRANT SELECT, INSERT, UPDATE ON sms_details TO holdfast_serve;
GRANT SELECT ON sms_details TO holdfast_replicate;

-- grants_whatsapp_threads
GRANT SELECT, INSERT, UPDATE ON whatsapp_threads TO holdfast_serve;
GRANT SELECT ON whatsapp_threads TO holdfast_replicate;

-- grants_documents
GRANT SELECT, INSERT, UPDATE ON documents TO holdfast_serve;
GRANT SELECT ON documents TO holdfast_replicate;

-- grants_document_access_log
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON document_access_log TO holdfast_serve;
GRANT SELECT ON document_access_log TO holdfast_replicate;

-- grants_document_grants
GRANT SELECT, INSERT, UPDATE ON document_grants TO holdfast_serve;
GRANT SELECT ON document_grants TO holdfast_replicate;

-- grants_document_templates
GRANT SELECT, INSERT, UPDATE ON document_templates TO holdfast_serve;
GRANT SELECT ON document_templates TO holdfast_replicate;

-- grants_document_versions
GRANT SELECT, INSERT, UPDATE ON document_versions TO holdfast_serve;
GRANT SELECT ON document_versions TO holdfast_replicate;

-- grants_appointments
GRANT SELECT, INSERT, UPDATE ON appointments TO holdfast_serve;
GRANT SELECT ON appointments TO holdfast_replicate;

-- grants_milestones
GRANT SELECT, INSERT, UPDATE ON milestones TO holdfast_serve;
GRANT SELECT ON milestones TO holdfast_replicate;

-- grants_projects
GRANT SELECT, INSERT, UPDATE ON projects TO holdfast_serve;
GRANT SELECT ON projects TO holdfast_replicate;

-- grants_project_templates
GRANT SELECT, INSERT, UPDATE ON project_templates TO holdfast_serve;
GRANT SELECT ON project_templates TO holdfast_replicate;

-- grants_tasks
GRANT SELECT, INSERT, UPDATE ON tasks TO holdfast_serve;
GRANT SELECT ON tasks TO holdfast_replicate;

-- grants_task_comments
GRANT SELECT, INSERT, UPDATE ON task_comments TO holdfast_serve;
GRANT SELECT ON task_comments TO holdfast_replicate;

-- grants_task_dependencies
GRANT SELECT, INSERT, UPDATE ON task_dependencies TO holdfast_serve;
GRANT SELECT ON task_dependencies TO holdfast_replicate;

-- grants_bills
GRANT SELECT, INSERT, UPDATE ON bills TO holdfast_serve;
GRANT SELECT ON bills TO holdfast_replicate;

-- grants_invoices
GRANT SELECT, INSERT, UPDATE ON invoices TO holdfast_serve;
GRANT SELECT ON invoices TO holdfast_replicate;

-- grants_invoice_schedules
GRANT SELECT, INSERT, UPDATE ON invoice_schedules TO holdfast_serve;
GRANT SELECT ON invoice_schedules TO holdfast_replicate;

-- grants_ledger_map
GRANT SELECT, INSERT, UPDATE ON ledger_map TO holdfast_serve;

-- grants_payments
GRANT SELECT, INSERT, UPDATE ON payments TO holdfast_serve;
GRANT SELECT ON payments TO holdfast_replicate;

-- grants_vendors
GRANT SELECT, INSERT, UPDATE ON vendors TO holdfast_serve;
GRANT SELECT ON vendors TO holdfast_replicate;

-- grants_interactions
GRANT SELECT, INSERT, UPDATE ON interactions TO holdfast_serve;
GRANT SELECT ON interactions TO holdfast_replicate;

-- grants_cctv_links
GRANT SELECT, INSERT, UPDATE ON cctv_links TO holdfast_serve;
GRANT SELECT ON cctv_links TO holdfast_replicate;

-- grants_perception_events
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON perception_events TO holdfast_serve;
GRANT SELECT ON perception_events TO holdfast_replicate;

-- grants_qd_scores
GRANT SELECT, INSERT, UPDATE ON qd_scores TO holdfast_serve;
GRANT SELECT ON qd_scores TO holdfast_replicate;

-- grants_qd_timeseries
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON qd_timeseries TO holdfast_serve;
GRANT SELECT ON qd_timeseries TO holdfast_replicate;

-- grants_vehicle_events
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON vehicle_events TO holdfast_serve;
GRANT SELECT ON vehicle_events TO holdfast_replicate;

-- grants_visits
GRANT SELECT, INSERT, UPDATE ON visits TO holdfast_serve;
GRANT SELECT ON visits TO holdfast_replicate;

-- grants_connectors
GRANT SELECT, INSERT, UPDATE ON connectors TO holdfast_serve;

-- grants_external_links
GRANT SELECT, INSERT, UPDATE ON external_links TO holdfast_serve;

-- grants_import_batches
GRANT SELECT, INSERT, UPDATE ON import_batches TO holdfast_serve;
GRANT SELECT ON import_batches TO holdfast_replicate;

-- grants_import_mappings
GRANT SELECT, INSERT, UPDATE ON import_mappings TO holdfast_serve;
GRANT SELECT ON import_mappings TO holdfast_replicate;

-- grants_import_rows
GRANT SELECT, INSERT, UPDATE ON import_rows TO holdfast_serve;

-- grants_merge_candidates
GRANT SELECT, INSERT, UPDATE ON merge_candidates TO holdfast_serve;
GRANT SELECT ON merge_candidates TO holdfast_replicate;

-- grants_sync_logs
GRANT SELECT, INSERT, UPDATE ON sync_logs TO holdfast_serve;
GRANT SELECT ON sync_logs TO holdfast_replicate;

-- grants_notifications
GRANT SELECT, INSERT, UPDATE ON notifications TO holdfast_serve;
GRANT SELECT ON notifications TO holdfast_replicate;

-- grants_notification_rules
GRANT SELECT, INSERT, UPDATE ON notification_rules TO holdfast_serve;
GRANT SELECT ON notification_rules TO holdfast_replicate;

-- grants_favourites
GRANT SELECT, INSERT, UPDATE ON favourites TO holdfast_serve;
GRANT SELECT ON favourites TO holdfast_replicate;

-- grants_saved_views
GRANT SELECT, INSERT, UPDATE ON saved_views TO holdfast_serve;
GRANT SELECT ON saved_views TO holdfast_replicate;

-- grants_search_history
GRANT SELECT, INSERT, UPDATE ON search_history TO holdfast_serve;
GRANT SELECT ON search_history TO holdfast_replicate;

-- grants_canvases
GRANT SELECT, INSERT, UPDATE ON canvases TO holdfast_serve;
GRANT SELECT ON canvases TO holdfast_replicate;

-- grants_component_chapters
GRANT SELECT, INSERT, UPDATE ON component_chapters TO holdfast_serve;
GRANT SELECT ON component_chapters TO holdfast_replicate;

-- grants_component_examples
GRANT SELECT, INSERT, UPDATE ON component_examples TO holdfast_serve;
GRANT SELECT ON component_examples TO holdfast_replicate;

-- grants_component_families
GRANT SELECT, INSERT, UPDATE ON component_families TO holdfast_serve;
GRANT SELECT ON component_families TO holdfast_replicate;

-- grants_component_lineage
GRANT SELECT, INSERT, UPDATE ON component_lineage TO holdfast_serve;
GRANT SELECT ON component_lineage TO holdfast_replicate;

-- grants_component_tags
GRANT SELECT, INSERT, UPDATE ON component_tags TO holdfast_serve;
GRANT SELECT ON component_tags TO holdfast_replicate;

-- grants_component_templates
GRANT SELECT, INSERT, UPDATE ON component_templates TO holdfast_serve;
GRANT SELECT ON component_templates TO holdfast_replicate;

-- grants_knowledge_articles
GRANT SELECT, INSERT, UPDATE ON knowledge_articles TO holdfast_serve;
GRANT SELECT ON knowledge_articles TO holdfast_replicate;

-- grants_surveys
GRANT SELECT, INSERT, UPDATE ON surveys TO holdfast_serve;
GRANT SELECT ON surveys TO holdfast_replicate;

-- grants_survey_responses
GRANT SELECT, INSERT, UPDATE ON survey_responses TO holdfast_serve;
GRANT SELECT ON survey_responses TO holdfast_replicate;

-- grants_api_request_log
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON api_request_log TO holdfast_serve;

-- grants_reports
GRANT SELECT, INSERT, UPDATE ON reports TO holdfast_serve;
GRANT SELECT ON reports TO holdfast_replicate;

-- grants_retention_policies
GRANT SELECT, INSERT, UPDATE ON retention_policies TO holdfast_serve;
GRANT SELECT ON retention_policies TO holdfast_replicate;

-- grants_tenant_usage
GRANT SELECT, INSERT, UPDATE ON tenant_usage TO holdfast_serve;

-- replica_identity_invitations
ALTER TABLE invitations REPLICA IDENTITY FULL;

-- replica_identity_role_assignments
ALTER TABLE role_assignments REPLICA IDENTITY FULL;

-- replica_identity_calendars
ALTER TABLE calendars REPLICA IDENTITY FULL;

-- replica_identity_custom_fields
ALTER TABLE custom_fields REPLICA IDENTITY FULL;

-- replica_identity_locations
ALTER TABLE locations REPLICA IDENTITY FULL;

-- replica_identity_blobs
ALTER TABLE blobs REPLICA IDENTITY FULL;

-- replica_identity_blob_links
ALTER TABLE blob_links REPLICA IDENTITY FULL;

-- replica_identity_accounts
ALTER TABLE accounts REPLICA IDENTITY FULL;

-- replica_identity_consents
ALTER TABLE consents REPLICA IDENTITY FULL;

-- replica_identity_contact_groups
ALTER TABLE contact_groups REPLICA IDENTITY FULL;

-- replica_identity_contact_group_members
ALTER TABLE contact_group_members REPLICA IDENTITY FULL;

-- replica_identity_contact_merges
ALTER TABLE contact_merges REPLICA IDENTITY FULL;

-- replica_identity_households
ALTER TABLE households REPLICA IDENTITY FULL;

-- replica_identity_household_members
ALTER TABLE household_members REPLICA IDENTITY FULL;

-- replica_identity_relationships
ALTER TABLE relationships REPLICA IDENTITY FULL;

-- replica_identity_agent_runs
ALTER TABLE agent_runs REPLICA IDENTITY FULL;

-- replica_identity_approvals
ALTER TABLE approvals REPLICA IDENTITY FULL;

-- replica_identity_business_rules
ALTER TABLE business_rules REPLICA IDENTITY FULL;

-- replica_identity_change_proposals
ALTER TABLE change_proposals REPLICA IDENTITY FULL;

-- replica_identity_policy_decisions
ALTER TABLE policy_decisions REPLICA IDENTITY FULL;

-- replica_identity_workflows
ALTER TABLE workflows REPLICA IDENTITY FULL;

-- replica_identity_workflow_actions
ALTER TABLE workflow_actions REPLICA IDENTITY FULL;

-- replica_identity_workflow_branches
ALTER TABLE workflow_branches REPLICA IDENTITY FULL;

-- replica_identity_workflow_instances
ALTER TABLE workflow_instances REPLICA IDENTITY FULL;

-- replica_identity_workflow_triggers
ALTER TABLE workflow_triggers REPLICA IDENTITY FULL;

-- replica_identity_writebacks
ALTER TABLE writebacks REPLICA IDENTITY FULL;

-- replica_identity_inventory_locations
ALTER TABLE inventory_locations REPLICA IDENTITY FULL;

-- replica_identity_inventory_media
ALTER TABLE inventory_media REPLICA IDENTITY FULL;

-- replica_identity_inventory_projects
ALTER TABLE inventory_projects REPLICA IDENTITY FULL;

-- replica_identity_inventory_units
ALTER TABLE inventory_units REPLICA IDENTITY FULL;

-- replica_identity_pricing_history
ALTER TABLE pricing_history REPLICA IDENTITY FULL;

-- replica_identity_unit_availability
ALTER TABLE unit_availability REPLICA IDENTITY FULL;

-- replica_identity_leads
ALTER TABLE leads REPLICA IDENTITY FULL;

-- replica_identity_opportunities
ALTER TABLE opportunities REPLICA IDENTITY FULL;

-- replica_identity_property_interests
ALTER TABLE property_interests REPLICA IDENTITY FULL;

-- replica_identity_stage_history
ALTER TABLE stage_history REPLICA IDENTITY FULL;

-- replica_identity_contracts
ALTER TABLE contracts REPLICA IDENTITY FULL;

-- replica_identity_contract_versions
ALTER TABLE contract_versions REPLICA IDENTITY FULL;

-- replica_identity_proposals
ALTER TABLE proposals REPLICA IDENTITY FULL;

-- replica_identity_proposal_versions
ALTER TABLE proposal_versions REPLICA IDENTITY FULL;

-- replica_identity_signature_packets
ALTER TABLE signature_packets REPLICA IDENTITY FULL;

-- replica_identity_engagements
ALTER TABLE engagements REPLICA IDENTITY FULL;

-- replica_identity_case_links
ALTER TABLE case_links REPLICA IDENTITY FULL;

-- replica_identity_checklists
ALTER TABLE checklists REPLICA IDENTITY FULL;

-- replica_identity_checklist_items
ALTER TABLE checklist_items REPLICA IDENTITY FULL;

-- replica_identity_sla_clocks
ALTER TABLE sla_clocks REPLICA IDENTITY FULL;

-- replica_identity_sla_policies
ALTER TABLE sla_policies REPLICA IDENTITY FULL;

-- replica_identity_agent_states
ALTER TABLE agent_states REPLICA IDENTITY FULL;

-- replica_identity_agent_state_reasons
ALTER TABLE agent_state_reasons REPLICA IDENTITY FULL;

-- replica_identity_dispositions
ALTER TABLE dispositions REPLICA IDENTITY FULL;

-- replica_identity_extensions
ALTER TABLE extensions REPLICA IDENTITY FULL;

-- replica_identity_phone_numbers
ALTER TABLE phone_numbers REPLICA IDENTITY FULL;

-- replica_identity_queues
ALTER TABLE queues REPLICA IDENTITY FULL;

-- replica_identity_queue_members
ALTER TABLE queue_members REPLICA IDENTITY FULL;

-- replica_identity_trunks
ALTER TABLE trunks REPLICA IDENTITY FULL;

-- replica_identity_calls
ALTER TABLE calls REPLICA IDENTITY FULL;

-- replica_identity_call_events
ALTER TABLE call_events REPLICA IDENTITY FULL;

-- replica_identity_call_legs
ALTER TABLE call_legs REPLICA IDENTITY FULL;

-- replica_identity_call_transfers
ALTER TABLE call_transfers REPLICA IDENTITY FULL;

-- replica_identity_callbacks
ALTER TABLE callbacks REPLICA IDENTITY FULL;

-- replica_identity_queue_entries
ALTER TABLE queue_entries REPLICA IDENTITY FULL;

-- replica_identity_recordings
ALTER TABLE recordings REPLICA IDENTITY FULL;

-- replica_identity_transcripts
ALTER TABLE transcripts REPLICA IDENTITY FULL;

-- replica_identity_voicemails
ALTER TABLE voicemails REPLICA IDENTITY FULL;

-- replica_identity_channels
ALTER TABLE channels REPLICA IDENTITY FULL;

-- replica_identity_conversations
ALTER TABLE conversations REPLICA IDENTITY FULL;

-- replica_identity_email_details
ALTER TABLE email_details REPLICA IDENTITY FULL;

-- replica_identity_messages
ALTER TABLE messages REPLICA IDENTITY FULL;

-- replica_identity_message_drafts
ALTER TABLE message_drafts REPLICA IDENTITY FULL;

-- replica_identity_message_receipts
ALTER TABLE message_receipts REPLICA IDENTITY FULL;

-- replica_identity_message_templates
ALTER TABLE message_templates REPLICA IDENTITY FULL;

-- replica_identity_reminders
ALTER TABLE reminders REPLICA IDENTITY FULL;

-- replica_identity_sms_details
ALTER TABLE sms_details REPLICA IDENTITY FULL;

-- replica_identity_whatsapp_threads
ALTER TABLE whatsapp_threads REPLICA IDENTITY FULL;

-- replica_identity_documents
ALTER TABLE documents REPLICA IDENTITY FULL;

-- replica_identity_document_access_log
ALTER TABLE document_access_log REPLICA IDENTITY FULL;

-- replica_identity_document_grants
ALTER TABLE document_grants REPLICA IDENTITY FULL;

-- replica_identity_document_templates
ALTER TABLE document_templates REPLICA IDENTITY FULL;

-- replica_identity_document_versions
ALTER TABLE document_versions REPLICA IDENTITY FULL;

-- replica_identity_appointments
ALTER TABLE appointments REPLICA IDENTITY FULL;

-- replica_identity_milestones
ALTER TABLE milestones REPLICA IDENTITY FULL;

-- replica_identity_projects
ALTER TABLE projects REPLICA IDENTITY FULL;

-- replica_identity_project_templates
ALTER TABLE project_templates REPLICA IDENTITY FULL;

-- replica_identity_tasks
ALTER TABLE tasks REPLICA IDENTITY FULL;

-- replica_identity_task_comments
ALTER TABLE task_comments REPLICA IDENTITY FULL;

-- replica_identity_task_dependencies
ALTER TABLE task_dependencies REPLICA IDENTITY FULL;

-- replica_identity_bills
ALTER TABLE bills REPLICA IDENTITY FULL;

-- replica_identity_invoices
ALTER TABLE invoices REPLICA IDENTITY FULL;

-- replica_identity_invoice_schedules
ALTER TABLE invoice_schedules REPLICA IDENTITY FULL;

-- replica_identity_payments
ALTER TABLE payments REPLICA IDENTITY FULL;

-- replica_identity_vendors
ALTER TABLE vendors REPLICA IDENTITY FULL;

-- replica_identity_interactions
ALTER TABLE interactions REPLICA IDENTITY FULL;

-- replica_identity_cctv_links
ALTER TABLE cctv_links REPLICA IDENTITY FULL;

-- replica_identity_perception_events
ALTER TABLE perception_events REPLICA IDENTITY FULL;

-- replica_identity_qd_scores
ALTER TABLE qd_scores REPLICA IDENTITY FULL;

-- replica_identity_qd_timeseries
ALTER TABLE qd_timeseries REPLICA IDENTITY FULL;

-- replica_identity_vehicle_events
ALTER TABLE vehicle_events REPLICA IDENTITY FULL;

-- replica_identity_visits
ALTER TABLE visits REPLICA IDENTITY FULL;

-- replica_identity_import_batches
ALTER TABLE import_batches REPLICA IDENTITY FULL;

-- replica_identity_import_mappings
ALTER TABLE import_mappings REPLICA IDENTITY FULL;

-- replica_identity_merge_candidates
ALTER TABLE merge_candidates REPLICA IDENTITY FULL;

-- replica_identity_sync_logs
ALTER TABLE sync_logs REPLICA IDENTITY FULL;

-- replica_identity_notifications
ALTER TABLE notifications REPLICA IDENTITY FULL;

-- replica_identity_notification_rules
ALTER TABLE notification_rules REPLICA IDENTITY FULL;

-- replica_identity_favourites
ALTER TABLE favourites REPLICA IDENTITY FULL;

-- replica_identity_saved_views
ALTER TABLE saved_views REPLICA IDENTITY FULL;

-- replica_identity_search_history
ALTER TABLE search_history REPLICA IDENTITY FULL;

-- replica_identity_canvases
ALTER TABLE canvases REPLICA IDENTITY FULL;

-- replica_identity_component_chapters
ALTER TABLE component_chapters REPLICA IDENTITY FULL;

-- replica_identity_component_examples
ALTER TABLE component_examples REPLICA IDENTITY FULL;

-- replica_identity_component_families
ALTER TABLE component_families REPLICA IDENTITY FULL;

-- replica_identity_component_lineage
ALTER TABLE component_lineage REPLICA IDENTITY FULL;

-- replica_identity_component_tags
ALTER TABLE component_tags REPLICA IDENTITY FULL;

-- replica_identity_component_templates
ALTER TABLE component_templates REPLICA IDENTITY FULL;

-- replica_identity_knowledge_articles
ALTER TABLE knowledge_articles REPLICA IDENTITY FULL;

-- replica_identity_surveys
ALTER TABLE surveys REPLICA IDENTITY FULL;

-- replica_identity_survey_responses
ALTER TABLE survey_responses REPLICA IDENTITY FULL;

-- replica_identity_reports
ALTER TABLE reports REPLICA IDENTITY FULL;

-- replica_identity_retention_policies
ALTER TABLE retention_policies REPLICA IDENTITY FULL;

-- publication
DO $$ BEGIN CREATE PUBLICATION holdfast; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER PUBLICATION holdfast SET TABLE devices, invitations, memberships, roles, role_assignments, role_grants, teams, team_members, tenants, user_preferences, calendars, case_categories, case_kinds, custom_fields, locations, priorities, reference_items, reference_lists, blobs, blob_links, accounts, consents, contacts, contact_groups, contact_group_members, contact_merges, contact_points, households, household_members, relationships, agent_runs, approvals, business_rules, change_proposals, policy_decisions, workflows, workflow_actions, workflow_branches, workflow_instances, workflow_triggers, writebacks, inventory_locations, inventory_media, inventory_projects, inventory_units, pricing_history, unit_availability, leads, opportunities, property_interests, stage_history, contracts, contract_versions, proposals, proposal_versions, signature_packets, activity_events, engagements, cases, case_history, case_links, case_participants, checklists, checklist_items, notes, number_blocks, sla_clocks, sla_policies, agent_states, agent_state_reasons, dispositions, extensions, phone_numbers, queues, queue_members, trunks, calls, call_events, call_legs, call_transfers, callbacks, queue_entries, recordings, transcripts, voicemails, channels, conversations, email_details, messages, message_drafts, message_receipts, message_templates, reminders, sms_details, whatsapp_threads, documents, document_access_log, document_grants, document_templates, document_versions, appointments, milestones, projects, project_templates, tasks, task_comments, task_dependencies, bills, invoices, invoice_schedules, payments, vendors, interactions, cctv_links, perception_events, qd_scores, qd_timeseries, vehicle_events, visits, import_batches, import_mappings, merge_candidates, sync_logs, notifications, notification_rules, favourites, saved_views, search_history, canvases, component_chapters, component_examples, component_families, component_lineage, component_tags, component_templates, knowledge_articles, surveys, survey_responses, reports, retention_policies, sync_beats;

-- holdfast_keys_of
CREATE OR REPLACE FUNCTION holdfast_keys_of(tenant uuid, entity text, row_id uuid) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  keys text[];
BEGIN
  CASE entity
  WHEN 'userPreferences' THEN SELECT visible_to INTO keys FROM user_preferences WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'devices' THEN SELECT visible_to INTO keys FROM devices WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'blobs' THEN SELECT visible_to INTO keys FROM blobs WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'blobLinks' THEN SELECT visible_to INTO keys FROM blob_links WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'contactMerges' THEN SELECT visible_to INTO keys FROM contact_merges WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'workflowInstances' THEN SELECT visible_to INTO keys FROM workflow_instances WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'businessRules' THEN SELECT visible_to INTO keys FROM business_rules WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'changeProposals' THEN SELECT visible_to INTO keys FROM change_proposals WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'approvals' THEN SELECT visible_to INTO keys FROM approvals WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'writebacks' THEN SELECT visible_to INTO keys FROM writebacks WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'leads' THEN SELECT visible_to INTO keys FROM leads WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'opportunities' THEN SELECT visible_to INTO keys FROM opportunities WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'stageHistory' THEN SELECT visible_to INTO keys FROM stage_history WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'propertyInterests' THEN SELECT visible_to INTO keys FROM property_interests WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'proposals' THEN SELECT visible_to INTO keys FROM proposals WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'proposalVersions' THEN SELECT visible_to INTO keys FROM proposal_versions WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'contracts' THEN SELECT visible_to INTO keys FROM contracts WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'contractVersions' THEN SELECT visible_to INTO keys FROM contract_versions WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'signaturePackets' THEN SELECT visible_to INTO keys FROM signature_packets WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'engagements' THEN SELECT visible_to INTO keys FROM engagements WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'activityEvents' THEN SELECT visible_to INTO keys FROM activity_events WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'cases' THEN SELECT visible_to INTO keys FROM cases WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'caseParticipants' THEN SELECT visible_to INTO keys FROM case_participants WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'caseLinks' THEN SELECT visible_to INTO keys FROM case_links WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'notes' THEN SELECT visible_to INTO keys FROM notes WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'caseHistory' THEN SELECT visible_to INTO keys FROM case_history WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'checklists' THEN SELECT visible_to INTO keys FROM checklists WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'checklistItems' THEN SELECT visible_to INTO keys FROM checklist_items WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'slaClocks' THEN SELECT visible_to INTO keys FROM sla_clocks WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'numberBlocks' THEN SELECT visible_to INTO keys FROM number_blocks WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'agentStates' THEN SELECT visible_to INTO keys FROM agent_states WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'calls' THEN SELECT visible_to INTO keys FROM calls WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'callLegs' THEN SELECT visible_to INTO keys FROM call_legs WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'callEvents' THEN SELECT visible_to INTO keys FROM call_events WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'callTransfers' THEN SELECT visible_to INTO keys FROM call_transfers WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'recordings' THEN SELECT visible_to INTO keys FROM recordings WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'transcripts' THEN SELECT visible_to INTO keys FROM transcripts WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'callbacks' THEN SELECT visible_to INTO keys FROM callbacks WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'voicemails' THEN SELECT visible_to INTO keys FROM voicemails WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'conversations' THEN SELECT visible_to INTO keys FROM conversations WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'messages' THEN SELECT visible_to INTO keys FROM messages WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'messageReceipts' THEN SELECT visible_to INTO keys FROM message_receipts WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'messageDrafts' THEN SELECT visible_to INTO keys FROM message_drafts WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'reminders' THEN SELECT visible_to INTO keys FROM reminders WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'emailDetails' THEN SELECT visible_to INTO keys FROM email_details WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'whatsappThreads' THEN SELECT visible_to INTO keys FROM whatsapp_threads WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'smsDetails' THEN SELECT visible_to INTO keys FROM sms_details WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'documents' THEN SELECT visible_to INTO keys FROM documents WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'documentVersions' THEN SELECT visible_to INTO keys FROM document_versions WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'documentGrants' THEN SELECT visible_to INTO keys FROM document_grants WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'projects' THEN SELECT visible_to INTO keys FROM projects WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'milestones' THEN SELECT visible_to INTO keys FROM milestones WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'tasks' THEN SELECT visible_to INTO keys FROM tasks WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'taskComments' THEN SELECT visible_to INTO keys FROM task_comments WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'taskDependencies' THEN SELECT visible_to INTO keys FROM task_dependencies WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'appointments' THEN SELECT visible_to INTO keys FROM appointments WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'invoiceSchedules' THEN SELECT visible_to INTO keys FROM invoice_schedules WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'invoices' THEN SELECT visible_to INTO keys FROM invoices WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'interactions' THEN SELECT visible_to INTO keys FROM interactions WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'visits' THEN SELECT visible_to INTO keys FROM visits WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'importBatches' THEN SELECT visible_to INTO keys FROM import_batches WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'notifications' THEN SELECT visible_to INTO keys FROM notifications WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'searchHistory' THEN SELECT visible_to INTO keys FROM search_history WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'favourites' THEN SELECT visible_to INTO keys FROM favourites WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'savedViews' THEN SELECT visible_to INTO keys FROM saved_views WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'componentTemplates' THEN SELECT visible_to INTO keys FROM component_templates WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'canvases' THEN SELECT visible_to INTO keys FROM canvases WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'knowledgeArticles' THEN SELECT visible_to INTO keys FROM knowledge_articles WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'surveyResponses' THEN SELECT visible_to INTO keys FROM survey_responses WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  WHEN 'reports' THEN SELECT visible_to INTO keys FROM reports WHERE tenant_id = tenant AND id = row_id FOR NO KEY UPDATE;
  ELSE keys := CASE WHEN entity = ANY ('{tenants,memberships,roles,roleGrants,roleAssignments,teams,teamMembers,caseKinds,customFields,caseCategories,priorities,locations,referenceLists,referenceItems,calendars,accounts,contacts,contactPoints,households,householdMembers,relationships,contactGroups,contactGroupMembers,consents,workflows,inventoryProjects,inventoryUnits,pricingHistory,unitAvailability,inventoryMedia,inventoryLocations,slaPolicies,queues,queueMembers,phoneNumbers,extensions,dispositions,agentStateReasons,queueEntries,channels,messageTemplates,documentTemplates,projectTemplates,componentFamilies,componentChapters,componentExamples,componentTags,componentLineage,surveys,retentionPolicies}') THEN '{tenant}' END;
  END CASE;
  RETURN coalesce(keys, '{}');
END $$;

-- visible_to_user_preferences
CREATE OR REPLACE FUNCTION user_preferences_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON user_preferences;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON user_preferences FOR EACH ROW EXECUTE FUNCTION user_preferences_visible_to();

-- cascade_user_preferences
CREATE OR REPLACE FUNCTION user_preferences_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'userPreferences' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'userPreferences' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'userPreferences' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'userPreferences', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON user_preferences;
CREATE TRIGGER cascade AFTER UPDATE ON user_preferences FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION user_preferences_cascade();

-- visible_to_devices
CREATE OR REPLACE FUNCTION devices_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON devices;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON devices FOR EACH ROW EXECUTE FUNCTION devices_visible_to();

-- cascade_devices
CREATE OR REPLACE FUNCTION devices_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'devices' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'devices' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM number_blocks WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE number_blocks SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'devices' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE number_blocks SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'devices', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON devices;
CREATE TRIGGER cascade AFTER UPDATE ON devices FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION devices_cascade();

-- visible_to_blobs
CREATE OR REPLACE FUNCTION blobs_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON blobs;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF created_by, visible_to ON blobs FOR EACH ROW EXECUTE FUNCTION blobs_visible_to();

-- cascade_blobs
CREATE OR REPLACE FUNCTION blobs_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'blobs' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'blobs' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobs' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'blobs', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON blobs;
CREATE TRIGGER cascade AFTER UPDATE ON blobs FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION blobs_cascade();

-- visible_to_blob_links
CREATE OR REPLACE FUNCTION blob_links_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON blob_links;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF subject_id, subject_type ON blob_links FOR EACH ROW EXECUTE FUNCTION blob_links_visible_to();

-- cascade_blob_links
CREATE OR REPLACE FUNCTION blob_links_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'blobLinks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'blobLinks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'blobLinks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'blobLinks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON blob_links;
CREATE TRIGGER cascade AFTER UPDATE ON blob_links FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION blob_links_cascade();

-- visible_to_contact_merges
CREATE OR REPLACE FUNCTION contact_merges_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.merged_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON contact_merges;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF merged_by, visible_to ON contact_merges FOR EACH ROW EXECUTE FUNCTION contact_merges_visible_to();

-- cascade_contact_merges
CREATE OR REPLACE FUNCTION contact_merges_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contactMerges' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contactMerges' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contactMerges' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'contactMerges', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON contact_merges;
CREATE TRIGGER cascade AFTER UPDATE ON contact_merges FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION contact_merges_cascade();

-- visible_to_workflow_instances
CREATE OR REPLACE FUNCTION workflow_instances_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON workflow_instances;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF subject_id, subject_type ON workflow_instances FOR EACH ROW EXECUTE FUNCTION workflow_instances_visible_to();

-- cascade_workflow_instances
CREATE OR REPLACE FUNCTION workflow_instances_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'workflowInstances' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'workflowInstances' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'workflowInstances' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'workflowInstances', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON workflow_instances;
CREATE TRIGGER cascade AFTER UPDATE ON workflow_instances FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION workflow_instances_cascade();

-- visible_to_business_rules
CREATE OR REPLACE FUNCTION business_rules_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.runs_on = 'both' THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := '{}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON business_rules;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF runs_on, visible_to ON business_rules FOR EACH ROW EXECUTE FUNCTION business_rules_visible_to();

-- cascade_business_rules
CREATE OR REPLACE FUNCTION business_rules_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'businessRules' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'businessRules' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'businessRules' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'businessRules', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON business_rules;
CREATE TRIGGER cascade AFTER UPDATE ON business_rules FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION business_rules_cascade();

-- visible_to_change_proposals
CREATE OR REPLACE FUNCTION change_proposals_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.target_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.target_type, NEW.target_id);
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON change_proposals;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF target_id, target_type, created_by, visible_to ON change_proposals FOR EACH ROW EXECUTE FUNCTION change_proposals_visible_to();

-- cascade_change_proposals
CREATE OR REPLACE FUNCTION change_proposals_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'changeProposals' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'changeProposals' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'changeProposals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'changeProposals', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON change_proposals;
CREATE TRIGGER cascade AFTER UPDATE ON change_proposals FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION change_proposals_cascade();

-- visible_to_approvals
CREATE OR REPLACE FUNCTION approvals_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.approver_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON approvals;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF approver_id, visible_to ON approvals FOR EACH ROW EXECUTE FUNCTION approvals_visible_to();

-- cascade_approvals
CREATE OR REPLACE FUNCTION approvals_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'approvals' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'approvals' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'approvals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'approvals', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON approvals;
CREATE TRIGGER cascade AFTER UPDATE ON approvals FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION approvals_cascade();

-- visible_to_writebacks
CREATE OR REPLACE FUNCTION writebacks_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.target_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.target_type, NEW.target_id);
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON writebacks;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF target_id, target_type, created_by, visible_to ON writebacks FOR EACH ROW EXECUTE FUNCTION writebacks_visible_to();

-- cascade_writebacks
CREATE OR REPLACE FUNCTION writebacks_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'writebacks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'writebacks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'writebacks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'writebacks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON writebacks;
CREATE TRIGGER cascade AFTER UPDATE ON writebacks FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION writebacks_cascade();

-- visible_to_leads
CREATE OR REPLACE FUNCTION leads_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON leads;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF assigned_to, team_id, visible_to ON leads FOR EACH ROW EXECUTE FUNCTION leads_visible_to();

-- cascade_leads
CREATE OR REPLACE FUNCTION leads_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'leads' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'leads' AND target_id = NEW.id;
  UPDATE interactions SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.id AND case_id IS NULL;
  UPDATE visits SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM stage_history WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM property_interests WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.id AND opportunity_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM notes WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE stage_history SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE property_interests SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.id AND opportunity_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE notes SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE stage_history SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE property_interests SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND lead_id = NEW.id AND opportunity_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE notes SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'leads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'leads', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON leads;
CREATE TRIGGER cascade AFTER UPDATE ON leads FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION leads_cascade();

-- visible_to_opportunities
CREATE OR REPLACE FUNCTION opportunities_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON opportunities;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF assigned_to, team_id, visible_to ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunities_visible_to();

-- cascade_opportunities
CREATE OR REPLACE FUNCTION opportunities_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'opportunities' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'opportunities' AND target_id = NEW.id;
  UPDATE proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND opportunity_id = NEW.id;
  UPDATE contracts SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND opportunity_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM stage_history WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM property_interests WHERE tenant_id = NEW.tenant_id AND opportunity_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE stage_history SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE property_interests SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND opportunity_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE stage_history SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE property_interests SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND opportunity_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'opportunities' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'opportunities', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON opportunities;
CREATE TRIGGER cascade AFTER UPDATE ON opportunities FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION opportunities_cascade();

-- visible_to_stage_history
CREATE OR REPLACE FUNCTION stage_history_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON stage_history;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF subject_id, subject_type ON stage_history FOR EACH ROW EXECUTE FUNCTION stage_history_visible_to();

-- cascade_stage_history
CREATE OR REPLACE FUNCTION stage_history_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'stageHistory' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'stageHistory' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'stageHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'stageHistory', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON stage_history;
CREATE TRIGGER cascade AFTER UPDATE ON stage_history FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION stage_history_cascade();

-- visible_to_property_interests
CREATE OR REPLACE FUNCTION property_interests_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opportunity_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM opportunities WHERE tenant_id = NEW.tenant_id AND id = NEW.opportunity_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSIF NEW.lead_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM leads WHERE tenant_id = NEW.tenant_id AND id = NEW.lead_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON property_interests;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF opportunity_id, lead_id ON property_interests FOR EACH ROW EXECUTE FUNCTION property_interests_visible_to();

-- cascade_property_interests
CREATE OR REPLACE FUNCTION property_interests_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'propertyInterests' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'propertyInterests' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'propertyInterests' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'propertyInterests', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON property_interests;
CREATE TRIGGER cascade AFTER UPDATE ON property_interests FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION property_interests_cascade();

-- visible_to_proposals
CREATE OR REPLACE FUNCTION proposals_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opportunity_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM opportunities WHERE tenant_id = NEW.tenant_id AND id = NEW.opportunity_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON proposals;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF opportunity_id, created_by, visible_to ON proposals FOR EACH ROW EXECUTE FUNCTION proposals_visible_to();

-- cascade_proposals
CREATE OR REPLACE FUNCTION proposals_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'proposals' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'proposals' AND target_id = NEW.id;
  UPDATE contracts SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND proposal_id = NEW.id AND opportunity_id IS NULL;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM proposal_versions WHERE tenant_id = NEW.tenant_id AND proposal_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE proposal_versions SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND proposal_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE proposal_versions SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND proposal_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposals' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'proposals', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON proposals;
CREATE TRIGGER cascade AFTER UPDATE ON proposals FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION proposals_cascade();

-- visible_to_proposal_versions
CREATE OR REPLACE FUNCTION proposal_versions_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.proposal_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM proposals WHERE tenant_id = NEW.tenant_id AND id = NEW.proposal_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON proposal_versions;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF proposal_id ON proposal_versions FOR EACH ROW EXECUTE FUNCTION proposal_versions_visible_to();

-- cascade_proposal_versions
CREATE OR REPLACE FUNCTION proposal_versions_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'proposalVersions' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'proposalVersions' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'proposalVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'proposalVersions', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON proposal_versions;
CREATE TRIGGER cascade AFTER UPDATE ON proposal_versions FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION proposal_versions_cascade();

-- visible_to_contracts
CREATE OR REPLACE FUNCTION contracts_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.opportunity_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM opportunities WHERE tenant_id = NEW.tenant_id AND id = NEW.opportunity_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.proposal_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM proposals WHERE tenant_id = NEW.tenant_id AND id = NEW.proposal_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON contracts;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF opportunity_id, proposal_id, created_by, visible_to ON contracts FOR EACH ROW EXECUTE FUNCTION contracts_visible_to();

-- cascade_contracts
CREATE OR REPLACE FUNCTION contracts_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contracts' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contracts' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM contract_versions WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM signature_packets WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE contract_versions SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE signature_packets SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE contract_versions SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE signature_packets SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND contract_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contracts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'contracts', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON contracts;
CREATE TRIGGER cascade AFTER UPDATE ON contracts FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION contracts_cascade();

-- visible_to_contract_versions
CREATE OR REPLACE FUNCTION contract_versions_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.contract_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM contracts WHERE tenant_id = NEW.tenant_id AND id = NEW.contract_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON contract_versions;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF contract_id ON contract_versions FOR EACH ROW EXECUTE FUNCTION contract_versions_visible_to();

-- cascade_contract_versions
CREATE OR REPLACE FUNCTION contract_versions_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contractVersions' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'contractVersions' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'contractVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'contractVersions', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON contract_versions;
CREATE TRIGGER cascade AFTER UPDATE ON contract_versions FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION contract_versions_cascade();

-- visible_to_signature_packets
CREATE OR REPLACE FUNCTION signature_packets_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.contract_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM contracts WHERE tenant_id = NEW.tenant_id AND id = NEW.contract_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON signature_packets;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF contract_id ON signature_packets FOR EACH ROW EXECUTE FUNCTION signature_packets_visible_to();

-- cascade_signature_packets
CREATE OR REPLACE FUNCTION signature_packets_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'signaturePackets' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'signaturePackets' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'signaturePackets' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'signaturePackets', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON signature_packets;
CREATE TRIGGER cascade AFTER UPDATE ON signature_packets FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION signature_packets_cascade();

-- visible_to_engagements
CREATE OR REPLACE FUNCTION engagements_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.owner_id), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON engagements;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF owner_id, team_id, visible_to ON engagements FOR EACH ROW EXECUTE FUNCTION engagements_visible_to();

-- cascade_engagements
CREATE OR REPLACE FUNCTION engagements_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'engagements' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'engagements' AND target_id = NEW.id;
  UPDATE documents SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND case_id IS NULL;
  UPDATE projects SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id;
  UPDATE tasks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND case_id IS NULL AND project_id IS NULL;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM invoice_schedules WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM invoices WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE invoice_schedules SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE invoices SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'engagements' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE invoice_schedules SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE invoices SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND engagement_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'engagements', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON engagements;
CREATE TRIGGER cascade AFTER UPDATE ON engagements FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION engagements_cascade();

-- visible_to_activity_events
CREATE OR REPLACE FUNCTION activity_events_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSIF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON activity_events;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, subject_id, subject_type ON activity_events FOR EACH ROW EXECUTE FUNCTION activity_events_visible_to();

-- cascade_activity_events
CREATE OR REPLACE FUNCTION activity_events_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'activityEvents' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'activityEvents' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'activityEvents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'activityEvents', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON activity_events;
CREATE TRIGGER cascade AFTER UPDATE ON activity_events FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION activity_events_cascade();

-- visible_to_cases
CREATE OR REPLACE FUNCTION cases_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.coordinator_id), ('team:' || NEW.team_id)) UNION SELECT 'user:' || m.user_id FROM case_participants m WHERE m.tenant_id = NEW.tenant_id AND m.case_id = NEW.id AND m.deleted_at IS NULL AND m.is_active) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON cases;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF assigned_to, coordinator_id, team_id, visible_to ON cases FOR EACH ROW EXECUTE FUNCTION cases_visible_to();

-- visible_to_cases_members
CREATE OR REPLACE FUNCTION cases_of_case_participants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id;
  IF TG_OP = 'UPDATE' AND OLD.case_id <> NEW.case_id THEN
    UPDATE cases SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.case_id;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS member_added ON case_participants;
CREATE TRIGGER member_added AFTER INSERT ON case_participants FOR EACH ROW WHEN (coalesce(NEW.user_id) IS NOT NULL) EXECUTE FUNCTION cases_of_case_participants();
DROP TRIGGER IF EXISTS member_changed ON case_participants;
CREATE TRIGGER member_changed AFTER UPDATE ON case_participants FOR EACH ROW WHEN (ROW(OLD.case_id, OLD.user_id, OLD.is_active, OLD.deleted_at) IS DISTINCT FROM ROW(NEW.case_id, NEW.user_id, NEW.is_active, NEW.deleted_at) AND coalesce(OLD.user_id, NEW.user_id) IS NOT NULL) EXECUTE FUNCTION cases_of_case_participants();

-- cascade_cases
CREATE OR REPLACE FUNCTION cases_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'cases' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'cases' AND target_id = NEW.id;
  UPDATE calls SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE callbacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE conversations SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE documents SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE tasks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE appointments SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE interactions SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id;
  UPDATE survey_responses SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM stage_history WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM case_participants WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM case_links WHERE tenant_id = NEW.tenant_id AND from_case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM notes WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM notes WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM case_history WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM checklists WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM checklist_items WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM sla_clocks WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE stage_history SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE case_participants SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE case_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND from_case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE notes SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE notes SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE case_history SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE checklists SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE checklist_items SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE sla_clocks SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE stage_history SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE case_participants SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE case_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND from_case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE notes SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE notes SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'cases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE case_history SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE checklists SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE checklist_items SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE sla_clocks SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'cases', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON cases;
CREATE TRIGGER cascade AFTER UPDATE ON cases FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION cases_cascade();

-- cascade_case_participants
CREATE OR REPLACE FUNCTION case_participants_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseParticipants' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseParticipants' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseParticipants' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'caseParticipants', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON case_participants;
CREATE TRIGGER cascade AFTER UPDATE ON case_participants FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION case_participants_cascade();

-- visible_to_case_links
CREATE OR REPLACE FUNCTION case_links_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.from_case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.from_case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON case_links;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF from_case_id ON case_links FOR EACH ROW EXECUTE FUNCTION case_links_visible_to();

-- cascade_case_links
CREATE OR REPLACE FUNCTION case_links_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseLinks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseLinks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseLinks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'caseLinks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON case_links;
CREATE TRIGGER cascade AFTER UPDATE ON case_links FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION case_links_cascade();

-- visible_to_notes
CREATE OR REPLACE FUNCTION notes_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSIF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON notes;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, subject_id, subject_type ON notes FOR EACH ROW EXECUTE FUNCTION notes_visible_to();

-- cascade_notes
CREATE OR REPLACE FUNCTION notes_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'notes' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'notes' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notes' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'notes', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON notes;
CREATE TRIGGER cascade AFTER UPDATE ON notes FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION notes_cascade();

-- cascade_case_history
CREATE OR REPLACE FUNCTION case_history_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseHistory' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'caseHistory' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'caseHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'caseHistory', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON case_history;
CREATE TRIGGER cascade AFTER UPDATE ON case_history FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION case_history_cascade();

-- visible_to_checklists
CREATE OR REPLACE FUNCTION checklists_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON checklists;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON checklists FOR EACH ROW EXECUTE FUNCTION checklists_visible_to();

-- cascade_checklists
CREATE OR REPLACE FUNCTION checklists_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'checklists' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'checklists' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklists' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'checklists', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON checklists;
CREATE TRIGGER cascade AFTER UPDATE ON checklists FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION checklists_cascade();

-- visible_to_checklist_items
CREATE OR REPLACE FUNCTION checklist_items_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON checklist_items;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON checklist_items FOR EACH ROW EXECUTE FUNCTION checklist_items_visible_to();

-- cascade_checklist_items
CREATE OR REPLACE FUNCTION checklist_items_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'checklistItems' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'checklistItems' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'checklistItems' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'checklistItems', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON checklist_items;
CREATE TRIGGER cascade AFTER UPDATE ON checklist_items FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION checklist_items_cascade();

-- visible_to_sla_clocks
CREATE OR REPLACE FUNCTION sla_clocks_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON sla_clocks;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON sla_clocks FOR EACH ROW EXECUTE FUNCTION sla_clocks_visible_to();

-- cascade_sla_clocks
CREATE OR REPLACE FUNCTION sla_clocks_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'slaClocks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'slaClocks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'slaClocks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'slaClocks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON sla_clocks;
CREATE TRIGGER cascade AFTER UPDATE ON sla_clocks FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION sla_clocks_cascade();

-- cascade_number_blocks
CREATE OR REPLACE FUNCTION number_blocks_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'numberBlocks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'numberBlocks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'numberBlocks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'numberBlocks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON number_blocks;
CREATE TRIGGER cascade AFTER UPDATE ON number_blocks FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION number_blocks_cascade();

-- visible_to_agent_states
CREATE OR REPLACE FUNCTION agent_states_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.until_at IS NULL THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON agent_states;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, until_at, visible_to ON agent_states FOR EACH ROW EXECUTE FUNCTION agent_states_visible_to();

-- cascade_agent_states
CREATE OR REPLACE FUNCTION agent_states_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'agentStates' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'agentStates' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'agentStates' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'agentStates', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON agent_states;
CREATE TRIGGER cascade AFTER UPDATE ON agent_states FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION agent_states_cascade();

-- visible_to_calls
CREATE OR REPLACE FUNCTION calls_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.agent_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id)) UNION SELECT 'user:' || m.user_id FROM call_legs m WHERE m.tenant_id = NEW.tenant_id AND m.call_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.agent_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id)) UNION SELECT 'user:' || m.user_id FROM call_legs m WHERE m.tenant_id = NEW.tenant_id AND m.call_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON calls;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, agent_id, created_by, team_id, visible_to ON calls FOR EACH ROW EXECUTE FUNCTION calls_visible_to();

-- visible_to_calls_members
CREATE OR REPLACE FUNCTION calls_of_call_legs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE calls SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id;
  IF TG_OP = 'UPDATE' AND OLD.call_id <> NEW.call_id THEN
    UPDATE calls SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.call_id;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS member_added ON call_legs;
CREATE TRIGGER member_added AFTER INSERT ON call_legs FOR EACH ROW WHEN (coalesce(NEW.user_id) IS NOT NULL) EXECUTE FUNCTION calls_of_call_legs();
DROP TRIGGER IF EXISTS member_changed ON call_legs;
CREATE TRIGGER member_changed AFTER UPDATE ON call_legs FOR EACH ROW WHEN (ROW(OLD.call_id, OLD.user_id, OLD.deleted_at) IS DISTINCT FROM ROW(NEW.call_id, NEW.user_id, NEW.deleted_at) AND coalesce(OLD.user_id, NEW.user_id) IS NOT NULL) EXECUTE FUNCTION calls_of_call_legs();

-- cascade_calls
CREATE OR REPLACE FUNCTION calls_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'calls' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'calls' AND target_id = NEW.id;
  UPDATE call_transfers SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id;
  UPDATE survey_responses SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM notes WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM call_legs WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM call_events WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM recordings WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM transcripts WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE notes SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE call_legs SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE call_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE recordings SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE transcripts SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE notes SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'calls' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE call_legs SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE call_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE recordings SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE transcripts SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND call_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'calls', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON calls;
CREATE TRIGGER cascade AFTER UPDATE ON calls FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION calls_cascade();

-- visible_to_call_legs
CREATE OR REPLACE FUNCTION call_legs_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.call_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM calls WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON call_legs;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF call_id ON call_legs FOR EACH ROW EXECUTE FUNCTION call_legs_visible_to();

-- cascade_call_legs
CREATE OR REPLACE FUNCTION call_legs_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callLegs' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callLegs' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callLegs' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'callLegs', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON call_legs;
CREATE TRIGGER cascade AFTER UPDATE ON call_legs FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION call_legs_cascade();

-- visible_to_call_events
CREATE OR REPLACE FUNCTION call_events_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.call_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM calls WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON call_events;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF call_id ON call_events FOR EACH ROW EXECUTE FUNCTION call_events_visible_to();

-- cascade_call_events
CREATE OR REPLACE FUNCTION call_events_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callEvents' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callEvents' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callEvents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'callEvents', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON call_events;
CREATE TRIGGER cascade AFTER UPDATE ON call_events FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION call_events_cascade();

-- visible_to_call_transfers
CREATE OR REPLACE FUNCTION call_transfers_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.call_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM calls WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.from_agent_id), ('user:' || NEW.to_agent_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.from_agent_id), ('user:' || NEW.to_agent_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON call_transfers;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF call_id, from_agent_id, to_agent_id, visible_to ON call_transfers FOR EACH ROW EXECUTE FUNCTION call_transfers_visible_to();

-- cascade_call_transfers
CREATE OR REPLACE FUNCTION call_transfers_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callTransfers' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callTransfers' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callTransfers' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'callTransfers', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON call_transfers;
CREATE TRIGGER cascade AFTER UPDATE ON call_transfers FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION call_transfers_cascade();

-- visible_to_recordings
CREATE OR REPLACE FUNCTION recordings_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.call_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM calls WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON recordings;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF call_id ON recordings FOR EACH ROW EXECUTE FUNCTION recordings_visible_to();

-- cascade_recordings
CREATE OR REPLACE FUNCTION recordings_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'recordings' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'recordings' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'recordings' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'recordings', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON recordings;
CREATE TRIGGER cascade AFTER UPDATE ON recordings FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION recordings_cascade();

-- visible_to_transcripts
CREATE OR REPLACE FUNCTION transcripts_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.call_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM calls WHERE tenant_id = NEW.tenant_id AND id = NEW.call_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON transcripts;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF call_id ON transcripts FOR EACH ROW EXECUTE FUNCTION transcripts_visible_to();

-- cascade_transcripts
CREATE OR REPLACE FUNCTION transcripts_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'transcripts' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'transcripts' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'transcripts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'transcripts', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON transcripts;
CREATE TRIGGER cascade AFTER UPDATE ON transcripts FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION transcripts_cascade();

-- visible_to_callbacks
CREATE OR REPLACE FUNCTION callbacks_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON callbacks;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, assigned_to, created_by, team_id, visible_to ON callbacks FOR EACH ROW EXECUTE FUNCTION callbacks_visible_to();

-- cascade_callbacks
CREATE OR REPLACE FUNCTION callbacks_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callbacks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'callbacks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'callbacks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'callbacks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON callbacks;
CREATE TRIGGER cascade AFTER UPDATE ON callbacks FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION callbacks_cascade();

-- visible_to_voicemails
CREATE OR REPLACE FUNCTION voicemails_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON voicemails;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, team_id, visible_to ON voicemails FOR EACH ROW EXECUTE FUNCTION voicemails_visible_to();

-- cascade_voicemails
CREATE OR REPLACE FUNCTION voicemails_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'voicemails' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'voicemails' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'voicemails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'voicemails', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON voicemails;
CREATE TRIGGER cascade AFTER UPDATE ON voicemails FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION voicemails_cascade();

-- visible_to_conversations
CREATE OR REPLACE FUNCTION conversations_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON conversations;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, assigned_to, created_by, team_id, visible_to ON conversations FOR EACH ROW EXECUTE FUNCTION conversations_visible_to();

-- cascade_conversations
CREATE OR REPLACE FUNCTION conversations_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'conversations' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'conversations' AND target_id = NEW.id;
  UPDATE survey_responses SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM messages WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM whatsapp_threads WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE messages SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE whatsapp_threads SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'conversations' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE messages SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE whatsapp_threads SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND conversation_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'conversations', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON conversations;
CREATE TRIGGER cascade AFTER UPDATE ON conversations FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION conversations_cascade();

-- visible_to_messages
CREATE OR REPLACE FUNCTION messages_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.conversation_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM conversations WHERE tenant_id = NEW.tenant_id AND id = NEW.conversation_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON messages;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF conversation_id ON messages FOR EACH ROW EXECUTE FUNCTION messages_visible_to();

-- cascade_messages
CREATE OR REPLACE FUNCTION messages_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messages' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messages' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM message_receipts WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM email_details WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM sms_details WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE message_receipts SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE email_details SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE sms_details SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messages' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE message_receipts SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE email_details SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE sms_details SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND message_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'messages', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON messages;
CREATE TRIGGER cascade AFTER UPDATE ON messages FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION messages_cascade();

-- visible_to_message_receipts
CREATE OR REPLACE FUNCTION message_receipts_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.message_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM messages WHERE tenant_id = NEW.tenant_id AND id = NEW.message_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON message_receipts;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF message_id ON message_receipts FOR EACH ROW EXECUTE FUNCTION message_receipts_visible_to();

-- cascade_message_receipts
CREATE OR REPLACE FUNCTION message_receipts_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messageReceipts' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messageReceipts' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageReceipts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'messageReceipts', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON message_receipts;
CREATE TRIGGER cascade AFTER UPDATE ON message_receipts FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION message_receipts_cascade();

-- visible_to_message_drafts
CREATE OR REPLACE FUNCTION message_drafts_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON message_drafts;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON message_drafts FOR EACH ROW EXECUTE FUNCTION message_drafts_visible_to();

-- cascade_message_drafts
CREATE OR REPLACE FUNCTION message_drafts_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messageDrafts' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'messageDrafts' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'messageDrafts' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'messageDrafts', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON message_drafts;
CREATE TRIGGER cascade AFTER UPDATE ON message_drafts FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION message_drafts_cascade();

-- visible_to_reminders
CREATE OR REPLACE FUNCTION reminders_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id), ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON reminders;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, created_by, visible_to ON reminders FOR EACH ROW EXECUTE FUNCTION reminders_visible_to();

-- cascade_reminders
CREATE OR REPLACE FUNCTION reminders_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'reminders' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'reminders' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reminders' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'reminders', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON reminders;
CREATE TRIGGER cascade AFTER UPDATE ON reminders FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION reminders_cascade();

-- visible_to_email_details
CREATE OR REPLACE FUNCTION email_details_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.message_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM messages WHERE tenant_id = NEW.tenant_id AND id = NEW.message_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON email_details;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF message_id ON email_details FOR EACH ROW EXECUTE FUNCTION email_details_visible_to();

-- cascade_email_details
CREATE OR REPLACE FUNCTION email_details_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'emailDetails' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'emailDetails' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'emailDetails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'emailDetails', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON email_details;
CREATE TRIGGER cascade AFTER UPDATE ON email_details FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION email_details_cascade();

-- visible_to_whatsapp_threads
CREATE OR REPLACE FUNCTION whatsapp_threads_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.conversation_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM conversations WHERE tenant_id = NEW.tenant_id AND id = NEW.conversation_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON whatsapp_threads;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF conversation_id ON whatsapp_threads FOR EACH ROW EXECUTE FUNCTION whatsapp_threads_visible_to();

-- cascade_whatsapp_threads
CREATE OR REPLACE FUNCTION whatsapp_threads_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'whatsappThreads' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'whatsappThreads' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'whatsappThreads' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'whatsappThreads', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON whatsapp_threads;
CREATE TRIGGER cascade AFTER UPDATE ON whatsapp_threads FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION whatsapp_threads_cascade();

-- visible_to_sms_details
CREATE OR REPLACE FUNCTION sms_details_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.message_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM messages WHERE tenant_id = NEW.tenant_id AND id = NEW.message_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON sms_details;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF message_id ON sms_details FOR EACH ROW EXECUTE FUNCTION sms_details_visible_to();

-- cascade_sms_details
CREATE OR REPLACE FUNCTION sms_details_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'smsDetails' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'smsDetails' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'smsDetails' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'smsDetails', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON sms_details;
CREATE TRIGGER cascade AFTER UPDATE ON sms_details FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION sms_details_cascade();

-- visible_to_documents
CREATE OR REPLACE FUNCTION documents_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.access_level = 'public' THEN
    NEW.visible_to := '{tenant}';
  ELSIF NEW.access_level = 'restricted' THEN
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.uploaded_by)) UNION SELECT 'user:' || m.user_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL UNION SELECT 'team:' || m.team_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.uploaded_by)) UNION SELECT 'user:' || m.user_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL UNION SELECT 'team:' || m.team_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.engagement_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM engagements WHERE tenant_id = NEW.tenant_id AND id = NEW.engagement_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.uploaded_by)) UNION SELECT 'user:' || m.user_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL UNION SELECT 'team:' || m.team_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.uploaded_by)) UNION SELECT 'user:' || m.user_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL UNION SELECT 'team:' || m.team_id FROM document_grants m WHERE m.tenant_id = NEW.tenant_id AND m.document_id = NEW.id AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON documents;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, engagement_id, uploaded_by, access_level, visible_to ON documents FOR EACH ROW EXECUTE FUNCTION documents_visible_to();

-- visible_to_documents_members
CREATE OR REPLACE FUNCTION documents_of_document_grants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE documents SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = NEW.document_id;
  IF TG_OP = 'UPDATE' AND OLD.document_id <> NEW.document_id THEN
    UPDATE documents SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND id = OLD.document_id;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS member_added ON document_grants;
CREATE TRIGGER member_added AFTER INSERT ON document_grants FOR EACH ROW WHEN (coalesce(NEW.user_id, NEW.team_id) IS NOT NULL) EXECUTE FUNCTION documents_of_document_grants();
DROP TRIGGER IF EXISTS member_changed ON document_grants;
CREATE TRIGGER member_changed AFTER UPDATE ON document_grants FOR EACH ROW WHEN (ROW(OLD.document_id, OLD.user_id, OLD.team_id, OLD.deleted_at) IS DISTINCT FROM ROW(NEW.document_id, NEW.user_id, NEW.team_id, NEW.deleted_at) AND coalesce(OLD.user_id, OLD.team_id, NEW.user_id, NEW.team_id) IS NOT NULL) EXECUTE FUNCTION documents_of_document_grants();

-- cascade_documents
CREATE OR REPLACE FUNCTION documents_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documents' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documents' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM document_versions WHERE tenant_id = NEW.tenant_id AND document_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE document_versions SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND document_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documents' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE document_versions SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND document_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'documents', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON documents;
CREATE TRIGGER cascade AFTER UPDATE ON documents FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION documents_cascade();

-- visible_to_document_versions
CREATE OR REPLACE FUNCTION document_versions_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.document_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM documents WHERE tenant_id = NEW.tenant_id AND id = NEW.document_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON document_versions;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF document_id ON document_versions FOR EACH ROW EXECUTE FUNCTION document_versions_visible_to();

-- cascade_document_versions
CREATE OR REPLACE FUNCTION document_versions_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documentVersions' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documentVersions' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentVersions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'documentVersions', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON document_versions;
CREATE TRIGGER cascade AFTER UPDATE ON document_versions FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION document_versions_cascade();

-- visible_to_document_grants
CREATE OR REPLACE FUNCTION document_grants_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id), ('user:' || NEW.granted_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON document_grants;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, granted_by, team_id, visible_to ON document_grants FOR EACH ROW EXECUTE FUNCTION document_grants_visible_to();

-- cascade_document_grants
CREATE OR REPLACE FUNCTION document_grants_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documentGrants' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'documentGrants' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'documentGrants' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'documentGrants', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON document_grants;
CREATE TRIGGER cascade AFTER UPDATE ON document_grants FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION document_grants_cascade();

-- visible_to_projects
CREATE OR REPLACE FUNCTION projects_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.engagement_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM engagements WHERE tenant_id = NEW.tenant_id AND id = NEW.engagement_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.owner_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.owner_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON projects;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF engagement_id, owner_id, visible_to ON projects FOR EACH ROW EXECUTE FUNCTION projects_visible_to();

-- cascade_projects
CREATE OR REPLACE FUNCTION projects_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'projects' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'projects' AND target_id = NEW.id;
  UPDATE tasks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id AND case_id IS NULL;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM milestones WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE milestones SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'projects' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE milestones SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'projects', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON projects;
CREATE TRIGGER cascade AFTER UPDATE ON projects FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION projects_cascade();

-- visible_to_milestones
CREATE OR REPLACE FUNCTION milestones_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.project_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM projects WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON milestones;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF project_id ON milestones FOR EACH ROW EXECUTE FUNCTION milestones_visible_to();

-- cascade_milestones
CREATE OR REPLACE FUNCTION milestones_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'milestones' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'milestones' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'milestones' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'milestones', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON milestones;
CREATE TRIGGER cascade AFTER UPDATE ON milestones FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION milestones_cascade();

-- visible_to_tasks
CREATE OR REPLACE FUNCTION tasks_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.project_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM projects WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.engagement_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM engagements WHERE tenant_id = NEW.tenant_id AND id = NEW.engagement_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON tasks;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, project_id, engagement_id, assigned_to, created_by, team_id, visible_to ON tasks FOR EACH ROW EXECUTE FUNCTION tasks_visible_to();

-- cascade_tasks
CREATE OR REPLACE FUNCTION tasks_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'tasks' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'tasks' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001) UNION ALL (SELECT 1 FROM task_comments WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM task_dependencies WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE task_comments SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE task_dependencies SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'tasks' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE task_comments SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE task_dependencies SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND task_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'tasks', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON tasks;
CREATE TRIGGER cascade AFTER UPDATE ON tasks FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION tasks_cascade();

-- visible_to_task_comments
CREATE OR REPLACE FUNCTION task_comments_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.task_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM tasks WHERE tenant_id = NEW.tenant_id AND id = NEW.task_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON task_comments;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF task_id ON task_comments FOR EACH ROW EXECUTE FUNCTION task_comments_visible_to();

-- cascade_task_comments
CREATE OR REPLACE FUNCTION task_comments_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'taskComments' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'taskComments' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskComments' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'taskComments', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON task_comments;
CREATE TRIGGER cascade AFTER UPDATE ON task_comments FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION task_comments_cascade();

-- visible_to_task_dependencies
CREATE OR REPLACE FUNCTION task_dependencies_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.task_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM tasks WHERE tenant_id = NEW.tenant_id AND id = NEW.task_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON task_dependencies;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF task_id ON task_dependencies FOR EACH ROW EXECUTE FUNCTION task_dependencies_visible_to();

-- cascade_task_dependencies
CREATE OR REPLACE FUNCTION task_dependencies_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'taskDependencies' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'taskDependencies' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'taskDependencies' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'taskDependencies', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON task_dependencies;
CREATE TRIGGER cascade AFTER UPDATE ON task_dependencies FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION task_dependencies_cascade();

-- visible_to_appointments
CREATE OR REPLACE FUNCTION appointments_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.host_id), ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.host_id), ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON appointments;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, host_id, created_by, visible_to ON appointments FOR EACH ROW EXECUTE FUNCTION appointments_visible_to();

-- cascade_appointments
CREATE OR REPLACE FUNCTION appointments_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'appointments' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'appointments' AND target_id = NEW.id;
  UPDATE survey_responses SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'appointments' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'appointments', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON appointments;
CREATE TRIGGER cascade AFTER UPDATE ON appointments FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION appointments_cascade();

-- visible_to_invoice_schedules
CREATE OR REPLACE FUNCTION invoice_schedules_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.engagement_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM engagements WHERE tenant_id = NEW.tenant_id AND id = NEW.engagement_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON invoice_schedules;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF engagement_id ON invoice_schedules FOR EACH ROW EXECUTE FUNCTION invoice_schedules_visible_to();

-- cascade_invoice_schedules
CREATE OR REPLACE FUNCTION invoice_schedules_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'invoiceSchedules' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'invoiceSchedules' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoiceSchedules' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'invoiceSchedules', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON invoice_schedules;
CREATE TRIGGER cascade AFTER UPDATE ON invoice_schedules FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION invoice_schedules_cascade();

-- visible_to_invoices
CREATE OR REPLACE FUNCTION invoices_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.engagement_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM engagements WHERE tenant_id = NEW.tenant_id AND id = NEW.engagement_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON invoices;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF engagement_id ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_visible_to();

-- cascade_invoices
CREATE OR REPLACE FUNCTION invoices_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'invoices' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'invoices' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'invoices' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'invoices', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON invoices;
CREATE TRIGGER cascade AFTER UPDATE ON invoices FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION invoices_cascade();

-- visible_to_interactions
CREATE OR REPLACE FUNCTION interactions_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.actor_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSIF NEW.lead_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM leads WHERE tenant_id = NEW.tenant_id AND id = NEW.lead_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.actor_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.actor_id), ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON interactions;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id, lead_id, actor_id, created_by, team_id, visible_to ON interactions FOR EACH ROW EXECUTE FUNCTION interactions_visible_to();

-- cascade_interactions
CREATE OR REPLACE FUNCTION interactions_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'interactions' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'interactions' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'interactions' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'interactions', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON interactions;
CREATE TRIGGER cascade AFTER UPDATE ON interactions FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION interactions_cascade();

-- visible_to_visits
CREATE OR REPLACE FUNCTION visits_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.lead_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM leads WHERE tenant_id = NEW.tenant_id AND id = NEW.lead_id FOR NO KEY UPDATE;
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.host_id), ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.host_id), ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON visits;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF lead_id, host_id, created_by, visible_to ON visits FOR EACH ROW EXECUTE FUNCTION visits_visible_to();

-- cascade_visits
CREATE OR REPLACE FUNCTION visits_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'visits' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'visits' AND target_id = NEW.id;
  UPDATE survey_responses SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'visits' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'visits', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON visits;
CREATE TRIGGER cascade AFTER UPDATE ON visits FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION visits_cascade();

-- visible_to_import_batches
CREATE OR REPLACE FUNCTION import_batches_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.submitted_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON import_batches;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF submitted_by, visible_to ON import_batches FOR EACH ROW EXECUTE FUNCTION import_batches_visible_to();

-- cascade_import_batches
CREATE OR REPLACE FUNCTION import_batches_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'importBatches' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'importBatches' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'importBatches' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'importBatches', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON import_batches;
CREATE TRIGGER cascade AFTER UPDATE ON import_batches FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION import_batches_cascade();

-- visible_to_notifications
CREATE OR REPLACE FUNCTION notifications_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON notifications;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON notifications FOR EACH ROW EXECUTE FUNCTION notifications_visible_to();

-- cascade_notifications
CREATE OR REPLACE FUNCTION notifications_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'notifications' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'notifications' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'notifications' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'notifications', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON notifications;
CREATE TRIGGER cascade AFTER UPDATE ON notifications FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION notifications_cascade();

-- visible_to_search_history
CREATE OR REPLACE FUNCTION search_history_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON search_history;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON search_history FOR EACH ROW EXECUTE FUNCTION search_history_visible_to();

-- cascade_search_history
CREATE OR REPLACE FUNCTION search_history_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'searchHistory' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'searchHistory' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'searchHistory' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'searchHistory', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON search_history;
CREATE TRIGGER cascade AFTER UPDATE ON search_history FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION search_history_cascade();

-- visible_to_favourites
CREATE OR REPLACE FUNCTION favourites_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.user_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON favourites;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON favourites FOR EACH ROW EXECUTE FUNCTION favourites_visible_to();

-- cascade_favourites
CREATE OR REPLACE FUNCTION favourites_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'favourites' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'favourites' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'favourites' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'favourites', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON favourites;
CREATE TRIGGER cascade AFTER UPDATE ON favourites FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION favourites_cascade();

-- visible_to_saved_views
CREATE OR REPLACE FUNCTION saved_views_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.owner_id), ('team:' || NEW.shared_team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON saved_views;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF owner_id, shared_team_id, visible_to ON saved_views FOR EACH ROW EXECUTE FUNCTION saved_views_visible_to();

-- cascade_saved_views
CREATE OR REPLACE FUNCTION saved_views_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'savedViews' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'savedViews' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'savedViews' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'savedViews', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON saved_views;
CREATE TRIGGER cascade AFTER UPDATE ON saved_views FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION saved_views_cascade();

-- visible_to_component_templates
CREATE OR REPLACE FUNCTION component_templates_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'published' THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := '{}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON component_templates;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF status, visible_to ON component_templates FOR EACH ROW EXECUTE FUNCTION component_templates_visible_to();

-- cascade_component_templates
CREATE OR REPLACE FUNCTION component_templates_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'componentTemplates' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'componentTemplates' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'componentTemplates' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'componentTemplates', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON component_templates;
CREATE TRIGGER cascade AFTER UPDATE ON component_templates FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION component_templates_cascade();

-- visible_to_canvases
CREATE OR REPLACE FUNCTION canvases_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.owner_id), ('team:' || NEW.shared_team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON canvases;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF owner_id, shared_team_id, visible_to ON canvases FOR EACH ROW EXECUTE FUNCTION canvases_visible_to();

-- cascade_canvases
CREATE OR REPLACE FUNCTION canvases_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'canvases' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'canvases' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'canvases' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'canvases', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON canvases;
CREATE TRIGGER cascade AFTER UPDATE ON canvases FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION canvases_cascade();

-- visible_to_knowledge_articles
CREATE OR REPLACE FUNCTION knowledge_articles_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status = 'published' THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON knowledge_articles;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF created_by, status, visible_to ON knowledge_articles FOR EACH ROW EXECUTE FUNCTION knowledge_articles_visible_to();

-- cascade_knowledge_articles
CREATE OR REPLACE FUNCTION knowledge_articles_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'knowledgeArticles' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'knowledgeArticles' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'knowledgeArticles' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'knowledgeArticles', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON knowledge_articles;
CREATE TRIGGER cascade AFTER UPDATE ON knowledge_articles FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION knowledge_articles_cascade();

-- visible_to_survey_responses
CREATE OR REPLACE FUNCTION survey_responses_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject_id IS NOT NULL THEN
    NEW.visible_to := holdfast_keys_of(NEW.tenant_id, NEW.subject_type, NEW.subject_id);
    NEW.visible_to := ARRAY(SELECT k FROM (SELECT unnest(coalesce(NEW.visible_to, '{}')) UNION (VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON survey_responses;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF subject_id, subject_type, created_by, visible_to ON survey_responses FOR EACH ROW EXECUTE FUNCTION survey_responses_visible_to();

-- cascade_survey_responses
CREATE OR REPLACE FUNCTION survey_responses_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'surveyResponses' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'surveyResponses' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'surveyResponses' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'surveyResponses', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON survey_responses;
CREATE TRIGGER cascade AFTER UPDATE ON survey_responses FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION survey_responses_cascade();

-- visible_to_reports
CREATE OR REPLACE FUNCTION reports_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.team_id IS NULL THEN
    NEW.visible_to := '{tenant}';
  ELSE
    NEW.visible_to := ARRAY(SELECT k FROM ((VALUES ('user:' || NEW.created_by), ('team:' || NEW.team_id))) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON reports;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF created_by, team_id, visible_to ON reports FOR EACH ROW EXECUTE FUNCTION reports_visible_to();

-- cascade_reports
CREATE OR REPLACE FUNCTION reports_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change_proposals SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'reports' AND target_id = NEW.id;
  UPDATE writebacks SET visible_to = NULL WHERE tenant_id = NEW.tenant_id AND target_type = 'reports' AND target_id = NEW.id;
  IF (SELECT count(*) FROM ((SELECT 1 FROM blob_links WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM workflow_instances WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND case_id IS NULL LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE blob_links SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE workflow_instances SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE blob_links SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE workflow_instances SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND subject_type = 'reports' AND subject_id = NEW.id AND case_id IS NULL AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'reports', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON reports;
CREATE TRIGGER cascade AFTER UPDATE ON reports FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION reports_cascade();

-- identity_grants
revoke all on "auth_credentials" from public;
revoke all on "auth_sessions" from public;
revoke all on "auth_recovery" from public;
revoke all on "auth_tenant_keys" from public;
revoke all on "auth_quarantine" from public;
grant select, insert, update, delete on "auth_credentials", "auth_sessions", "auth_recovery", "auth_tenant_keys", "auth_quarantine" to holdfast_identity;
grant select, insert, update on "users" to holdfast_identity;
grant select, insert, update on "auth_factors" to holdfast_identity;
grant select, insert, update on "domains" to holdfast_identity;
grant select, insert, update on "platform_roles" to holdfast_identity;
grant select, insert, update on "system_health" to holdfast_identity;
grant select, insert, delete on "system_health" to holdfast_serve;
grant select, insert, update on "sessions" to holdfast_identity;
drop policy if exists identity_resolves on "sessions";
create policy identity_resolves on "sessions" to holdfast_identity using (true) with check (true);
grant select on "hub_state" to holdfast_identity, holdfast_serve;
grant select ("id", "tenant_id", "name", "subdomain", "owner_id", "sector", "plan", "deployment", "is_active", "country_code", "created_at", "deleted_at") on "tenants" to holdfast_identity;
drop policy if exists identity_finds on "tenants";
create policy identity_finds on "tenants" for select to holdfast_identity using (true);
grant select ("tenant_id", "user_id", "is_active", "joined_at", "deleted_at") on "memberships" to holdfast_identity;
drop policy if exists identity_finds on "memberships";
create policy identity_finds on "memberships" for select to holdfast_identity using (true);
grant select ("tenant_id", "date", "active_users", "api_requests", "storage_used", "cases_created", "call_minutes", "deleted_at") on "tenant_usage" to holdfast_identity;
drop policy if exists identity_finds on "tenant_usage";
create policy identity_finds on "tenant_usage" for select to holdfast_identity using (true);

-- access_changed
create or replace function holdfast_access_changed() returns trigger language plpgsql as $$
declare
  changed jsonb;
begin
  foreach changed in array array[case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end] loop
    if changed is not null and (tg_argv[1] = '*' or changed ->> tg_argv[1] is not null) then
      perform pg_notify('holdfast_access', (changed ->> tg_argv[0]) || '/' || case when tg_argv[1] = '*' then '*' else changed ->> tg_argv[1] end);
    end if;
  end loop;
  return null;
end $$;

-- access_roles
drop trigger if exists access_written on "roles";
create trigger access_written after insert or delete on "roles" for each row execute function holdfast_access_changed('tenant_id', '*');
drop trigger if exists access_changed on "roles";
create trigger access_changed after update on "roles" for each row when (row(old.is_active, old.is_external, old.display_name, old.deleted_at) is distinct from row(new.is_active, new.is_external, new.display_name, new.deleted_at)) execute function holdfast_access_changed('tenant_id', '*');

-- access_teams
drop trigger if exists access_written on "teams";
create trigger access_written after insert or delete on "teams" for each row execute function holdfast_access_changed('tenant_id', '*');
drop trigger if exists access_changed on "teams";
create trigger access_changed after update on "teams" for each row when (row(old.is_active, old.kind, old.deleted_at) is distinct from row(new.is_active, new.kind, new.deleted_at)) execute function holdfast_access_changed('tenant_id', '*');

-- access_role_assignments
drop trigger if exists access_written on "role_assignments";
create trigger access_written after insert or delete on "role_assignments" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "role_assignments";
create trigger access_changed after update on "role_assignments" for each row when (row(old.user_id, old.role_id, old.team_id, old.starts_at, old.expires_at, old.deleted_at) is distinct from row(new.user_id, new.role_id, new.team_id, new.starts_at, new.expires_at, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_case_participants
drop trigger if exists access_written on "case_participants";
create trigger access_written after insert or delete on "case_participants" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "case_participants";
create trigger access_changed after update on "case_participants" for each row when (row(old.user_id, old.permissions, old.is_active, old.deleted_at) is distinct from row(new.user_id, new.permissions, new.is_active, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_sessions
drop trigger if exists access_written on "sessions";
create trigger access_written after delete on "sessions" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "sessions";
create trigger access_changed after update on "sessions" for each row when (row(old.user_id, old.device_id, old.is_active, old.revoked_at, old.deleted_at) is distinct from row(new.user_id, new.device_id, new.is_active, new.revoked_at, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');
