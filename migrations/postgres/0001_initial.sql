CREATE TABLE "tenants" (
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
	"subdomain" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"sector" text NOT NULL,
	"plan" text NOT NULL,
	"deployment" text NOT NULL,
	"is_active" boolean NOT NULL,
	"default_currency" text NOT NULL,
	"time_zone" text NOT NULL,
	"country_code" text NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "tenants_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "users" (
	"id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	"version" integer NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"email" text NOT NULL,
	"phone" text,
	"full_name" text NOT NULL,
	"is_platform_admin" boolean NOT NULL,
	"status" text NOT NULL,
	"login_attempts" integer NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"last_login_at" timestamp (3) with time zone,
	"last_login_ip" text,
	CONSTRAINT "users_pk" PRIMARY KEY("id")
);

CREATE TABLE "memberships" (
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
	"display_name" text NOT NULL,
	"work_email" text,
	"is_active" boolean NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	"invited_by" uuid,
	CONSTRAINT "memberships_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "memberships_user_id_key" UNIQUE("tenant_id","user_id")
);

CREATE TABLE "user_preferences" (
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
	"preferences" jsonb NOT NULL,
	CONSTRAINT "user_preferences_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "roles" (
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
	"display_name" text NOT NULL,
	"rank" integer NOT NULL,
	"is_system" boolean NOT NULL,
	"is_external" boolean NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "roles_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "role_grants" (
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
	"role_id" uuid NOT NULL,
	"capability" text NOT NULL,
	"scope" text NOT NULL,
	CONSTRAINT "role_grants_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "teams" (
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
	"description" text,
	"parent_team_id" uuid,
	"colour" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "teams_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "team_members" (
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
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"is_lead" boolean NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "team_members_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "devices" (
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
	"name" text NOT NULL,
	"platform" text NOT NULL,
	"app_version" text,
	"public_key" text NOT NULL,
	"status" text NOT NULL,
	"last_sync_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"wipe_requested_at" timestamp (3) with time zone,
	CONSTRAINT "devices_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "case_kinds" (
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
	"code" text NOT NULL,
	"name" text NOT NULL,
	"number_prefix" text NOT NULL,
	"number_pattern" text NOT NULL,
	"default_priority_id" uuid,
	"is_active" boolean NOT NULL,
	CONSTRAINT "case_kinds_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "case_categories" (
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
	"code" text NOT NULL,
	"colour" text NOT NULL,
	"parent_id" uuid,
	"sort_order" integer NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "case_categories_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "priorities" (
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
	"level" integer NOT NULL,
	"colour" text NOT NULL,
	"sla_hours" integer NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "priorities_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "reference_lists" (
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
	"display_name" text NOT NULL,
	"category_type" text NOT NULL,
	"description" text,
	"is_active" boolean NOT NULL,
	CONSTRAINT "reference_lists_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "reference_items" (
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
	"list_id" uuid NOT NULL,
	"code" text,
	"name" text NOT NULL,
	"parent_id" uuid,
	"sort_order" integer NOT NULL,
	"metadata" jsonb NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "reference_items_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contacts" (
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
	"first_name" text NOT NULL,
	"last_name" text,
	"full_name" text NOT NULL,
	"normalized_name" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"job_title" text,
	"primary_email" text,
	"primary_phone" text,
	"address" text,
	"date_of_birth" date,
	"preferred_language" text NOT NULL,
	"preferred_contact_method" text,
	"source_system" text,
	"owner_id" uuid,
	"custom_fields" jsonb NOT NULL,
	"tags" text[] NOT NULL,
	"is_active" boolean NOT NULL,
	"merged_into_id" uuid,
	CONSTRAINT "contacts_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "contact_points" (
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
	"normalized" text NOT NULL,
	"label" text,
	"is_primary" boolean NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"validity" text NOT NULL,
	CONSTRAINT "contact_points_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "activity_events" (
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
	"case_id" uuid,
	"type" text NOT NULL,
	"actor_id" uuid,
	"actor_kind" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"metadata" jsonb NOT NULL,
	CONSTRAINT "activity_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "cases" (
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
	"case_number" text,
	"provisional_number" text,
	"kind_id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"status" text NOT NULL,
	"priority_id" uuid NOT NULL,
	"category_id" uuid NOT NULL,
	"assigned_to" uuid,
	"team_id" uuid,
	"coordinator_id" uuid,
	"primary_contact_id" uuid,
	"source_system" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"close_reason_id" uuid,
	"resolution" text,
	"notifications_enabled" boolean NOT NULL,
	"custom_fields" jsonb NOT NULL,
	"tags" text[] NOT NULL,
	CONSTRAINT "cases_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "case_participants" (
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
	"contact_id" uuid NOT NULL,
	"user_id" uuid,
	"role" text NOT NULL,
	"permissions" text[] NOT NULL,
	"assigned_by" uuid,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"is_active" boolean NOT NULL,
	CONSTRAINT "case_participants_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "notes" (
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
	"case_id" uuid,
	"body" text NOT NULL,
	"is_internal" boolean NOT NULL,
	"is_pinned" boolean NOT NULL,
	"mentions" text[] NOT NULL,
	CONSTRAINT "notes_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "case_history" (
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
	"field_name" text NOT NULL,
	"old_value" text,
	"new_value" text,
	"change_reason" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "case_history_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "number_blocks" (
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
	"series" text NOT NULL,
	"period" text NOT NULL,
	"device_id" uuid NOT NULL,
	"from_seq" integer NOT NULL,
	"to_seq" integer NOT NULL,
	"status" text NOT NULL,
	"leased_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "number_blocks_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "audit_events" (
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
	"actor_id" uuid,
	"action" text NOT NULL,
	"subject_type" text,
	"subject_id" uuid,
	"case_id" uuid,
	"before" jsonb,
	"after" jsonb,
	"ip_address" text,
	"user_agent" text,
	"device_id" uuid,
	"success" boolean NOT NULL,
	"error_message" text,
	"command_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"prev_hash" text,
	"hash" text,
	CONSTRAINT "audit_events_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "audit_seals" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"sealed" bigint NOT NULL,
	"hash" text NOT NULL
);

CREATE TABLE "command_log" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" uuid,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"outcome" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "command_log_pk" PRIMARY KEY("tenant_id","id")
);

CREATE TABLE "number_counters" (
	"tenant_id" uuid NOT NULL,
	"series" text NOT NULL,
	"period" text NOT NULL,
	"last_seq" integer NOT NULL,
	CONSTRAINT "number_counters_pk" PRIMARY KEY("tenant_id","series","period")
);

CREATE TABLE "sync_beats" (
	"id" integer PRIMARY KEY NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL,
	"count" bigint NOT NULL
);

CREATE TABLE "visibility_jobs" (
	"tenant_id" uuid NOT NULL,
	"parent" text NOT NULL,
	"row_id" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "visibility_jobs_pk" PRIMARY KEY("tenant_id","parent","row_id")
);

CREATE TABLE "auth_credentials" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"changed_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "auth_quarantine" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"received_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"sealed" text NOT NULL
);

CREATE TABLE "auth_recovery" (
	"tenant_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"secret" text NOT NULL,
	CONSTRAINT "auth_recovery_tenant_id_device_id_pk" PRIMARY KEY("tenant_id","device_id")
);

CREATE TABLE "auth_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL
);

CREATE TABLE "auth_tenant_keys" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"private_key" text NOT NULL
);

CREATE TABLE "hub_state" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);

ALTER TABLE "tenants" ADD CONSTRAINT "tenants_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "memberships" ADD CONSTRAINT "memberships_invited_by_fk" FOREIGN KEY ("tenant_id","invited_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "user_preferences" ADD CONSTRAINT "user_preferences_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_role_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "teams" ADD CONSTRAINT "teams_parent_team_id_fk" FOREIGN KEY ("tenant_id","parent_team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "team_members" ADD CONSTRAINT "team_members_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_kinds" ADD CONSTRAINT "case_kinds_default_priority_id_fk" FOREIGN KEY ("tenant_id","default_priority_id") REFERENCES "public"."priorities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_categories" ADD CONSTRAINT "case_categories_parent_id_fk" FOREIGN KEY ("tenant_id","parent_id") REFERENCES "public"."case_categories"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "reference_items" ADD CONSTRAINT "reference_items_list_id_fk" FOREIGN KEY ("tenant_id","list_id") REFERENCES "public"."reference_lists"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "reference_items" ADD CONSTRAINT "reference_items_parent_id_fk" FOREIGN KEY ("tenant_id","parent_id") REFERENCES "public"."reference_items"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_owner_id_fk" FOREIGN KEY ("tenant_id","owner_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_merged_into_id_fk" FOREIGN KEY ("tenant_id","merged_into_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "contact_points" ADD CONSTRAINT "contact_points_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "activity_events" ADD CONSTRAINT "activity_events_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "activity_events" ADD CONSTRAINT "activity_events_actor_id_fk" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_kind_id_fk" FOREIGN KEY ("tenant_id","kind_id") REFERENCES "public"."case_kinds"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_priority_id_fk" FOREIGN KEY ("tenant_id","priority_id") REFERENCES "public"."priorities"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_category_id_fk" FOREIGN KEY ("tenant_id","category_id") REFERENCES "public"."case_categories"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_assigned_to_fk" FOREIGN KEY ("tenant_id","assigned_to") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_coordinator_id_fk" FOREIGN KEY ("tenant_id","coordinator_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_primary_contact_id_fk" FOREIGN KEY ("tenant_id","primary_contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "cases" ADD CONSTRAINT "cases_close_reason_id_fk" FOREIGN KEY ("tenant_id","close_reason_id") REFERENCES "public"."reference_items"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_participants" ADD CONSTRAINT "case_participants_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_participants" ADD CONSTRAINT "case_participants_contact_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_participants" ADD CONSTRAINT "case_participants_user_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_participants" ADD CONSTRAINT "case_participants_assigned_by_fk" FOREIGN KEY ("tenant_id","assigned_by") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "notes" ADD CONSTRAINT "notes_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "case_history" ADD CONSTRAINT "case_history_case_id_fk" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."cases"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "number_blocks" ADD CONSTRAINT "number_blocks_device_id_fk" FOREIGN KEY ("tenant_id","device_id") REFERENCES "public"."devices"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_actor_id_fk" FOREIGN KEY ("tenant_id","actor_id") REFERENCES "public"."memberships"("tenant_id","user_id") ON DELETE no action ON UPDATE no action;

CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree ("email") WHERE deleted_at IS NULL;

CREATE INDEX "memberships_role_id_is_active_idx" ON "memberships" USING btree ("tenant_id","role_id","is_active");

CREATE UNIQUE INDEX "user_preferences_user_id_key" ON "user_preferences" USING btree ("tenant_id","user_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "roles_name_key" ON "roles" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "role_grants_role_id_capability_key" ON "role_grants" USING btree ("tenant_id","role_id","capability") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "teams_name_key" ON "teams" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "team_members_team_id_user_id_key" ON "team_members" USING btree ("tenant_id","team_id","user_id") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "devices_public_key_key" ON "devices" USING btree ("tenant_id","public_key") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "case_kinds_code_key" ON "case_kinds" USING btree ("tenant_id","code") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "case_kinds_number_prefix_key" ON "case_kinds" USING btree ("tenant_id","number_prefix") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "case_categories_code_key" ON "case_categories" USING btree ("tenant_id","code") WHERE deleted_at IS NULL;

CREATE INDEX "case_categories_parent_id_sort_order_idx" ON "case_categories" USING btree ("tenant_id","parent_id","sort_order");

CREATE UNIQUE INDEX "priorities_level_key" ON "priorities" USING btree ("tenant_id","level") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "reference_lists_name_key" ON "reference_lists" USING btree ("tenant_id","name") WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX "reference_items_list_id_code_key" ON "reference_items" USING btree ("tenant_id","list_id","code") WHERE deleted_at IS NULL;

CREATE INDEX "reference_items_list_id_sort_order_idx" ON "reference_items" USING btree ("tenant_id","list_id","sort_order");

CREATE INDEX "contacts_primary_email_idx" ON "contacts" USING btree ("tenant_id","primary_email");

CREATE INDEX "contacts_primary_phone_idx" ON "contacts" USING btree ("tenant_id","primary_phone");

CREATE INDEX "contacts_normalized_name_idx" ON "contacts" USING btree ("tenant_id","normalized_name");

CREATE UNIQUE INDEX "contact_points_contact_id_kind_normalized_key" ON "contact_points" USING btree ("tenant_id","contact_id","kind","normalized") WHERE deleted_at IS NULL;

CREATE INDEX "contact_points_kind_normalized_idx" ON "contact_points" USING btree ("tenant_id","kind","normalized");

CREATE INDEX "activity_events_subject_type_subject_id_idx" ON "activity_events" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "activity_events_case_id_happened_at_idx" ON "activity_events" USING btree ("tenant_id","case_id","happened_at");

CREATE UNIQUE INDEX "cases_case_number_key" ON "cases" USING btree ("tenant_id","case_number") WHERE deleted_at IS NULL;

CREATE INDEX "cases_case_number_idx" ON "cases" USING btree ("tenant_id","case_number");

CREATE INDEX "cases_opened_at_idx" ON "cases" USING btree ("tenant_id","opened_at");

CREATE INDEX "cases_status_opened_at_idx" ON "cases" USING btree ("tenant_id","status","opened_at");

CREATE INDEX "cases_assigned_to_status_idx" ON "cases" USING btree ("tenant_id","assigned_to","status");

CREATE INDEX "cases_team_id_status_due_at_idx" ON "cases" USING btree ("tenant_id","team_id","status","due_at");

CREATE INDEX "cases_due_at_idx" ON "cases" USING btree ("tenant_id","due_at");

CREATE INDEX "cases_title_idx" ON "cases" USING btree ("tenant_id","title");

CREATE UNIQUE INDEX "case_participants_case_id_contact_id_role_key" ON "case_participants" USING btree ("tenant_id","case_id","contact_id","role") WHERE deleted_at IS NULL;

CREATE INDEX "case_participants_case_id_idx" ON "case_participants" USING btree ("tenant_id","case_id");

CREATE INDEX "notes_subject_type_subject_id_idx" ON "notes" USING btree ("tenant_id","subject_type","subject_id");

CREATE INDEX "notes_case_id_created_at_idx" ON "notes" USING btree ("tenant_id","case_id","created_at");

CREATE INDEX "case_history_case_id_changed_at_idx" ON "case_history" USING btree ("tenant_id","case_id","changed_at");

CREATE UNIQUE INDEX "number_blocks_series_period_from_seq_key" ON "number_blocks" USING btree ("tenant_id","series","period","from_seq") WHERE deleted_at IS NULL;

CREATE INDEX "number_blocks_device_id_idx" ON "number_blocks" USING btree ("tenant_id","device_id");

CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events" USING btree ("tenant_id","actor_id","at");

CREATE INDEX "audit_events_action_idx" ON "audit_events" USING btree ("tenant_id","action");

CREATE INDEX "audit_events_subject_type_subject_id_at_idx" ON "audit_events" USING btree ("tenant_id","subject_type","subject_id","at");

CREATE INDEX "audit_events_case_id_at_idx" ON "audit_events" USING btree ("tenant_id","case_id","at");

CREATE INDEX "visibility_jobs_asked_at_idx" ON "visibility_jobs" USING btree ("asked_at");

CREATE INDEX "auth_quarantine_tenant" ON "auth_quarantine" USING btree ("tenant_id","received_at");

CREATE INDEX "auth_sessions_device" ON "auth_sessions" USING btree ("tenant_id","device_id");

CREATE INDEX "auth_sessions_user" ON "auth_sessions" USING btree ("user_id");

-- tenant_wall_tenants
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON tenants;
CREATE POLICY tenant_wall ON tenants USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_memberships
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON memberships;
CREATE POLICY tenant_wall ON memberships USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_user_preferences
ALTER TABLE user_preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_preferences FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON user_preferences;
CREATE POLICY tenant_wall ON user_preferences USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_roles
ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON roles;
CREATE POLICY tenant_wall ON roles USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_role_grants
ALTER TABLE role_grants ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_grants FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON role_grants;
CREATE POLICY tenant_wall ON role_grants USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_teams
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON teams;
CREATE POLICY tenant_wall ON teams USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_team_members
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_members FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON team_members;
CREATE POLICY tenant_wall ON team_members USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_devices
ALTER TABLE devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE devices FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON devices;
CREATE POLICY tenant_wall ON devices USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_case_kinds
ALTER TABLE case_kinds ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_kinds FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON case_kinds;
CREATE POLICY tenant_wall ON case_kinds USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_case_categories
ALTER TABLE case_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_categories FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON case_categories;
CREATE POLICY tenant_wall ON case_categories USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_priorities
ALTER TABLE priorities ENABLE ROW LEVEL SECURITY;
ALTER TABLE priorities FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON priorities;
CREATE POLICY tenant_wall ON priorities USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_reference_lists
ALTER TABLE reference_lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE reference_lists FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON reference_lists;
CREATE POLICY tenant_wall ON reference_lists USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_reference_items
ALTER TABLE reference_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE reference_items FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON reference_items;
CREATE POLICY tenant_wall ON reference_items USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contacts
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contacts;
CREATE POLICY tenant_wall ON contacts USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_contact_points
ALTER TABLE contact_points ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_points FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON contact_points;
CREATE POLICY tenant_wall ON contact_points USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_activity_events
ALTER TABLE activity_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE activity_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON activity_events;
CREATE POLICY tenant_wall ON activity_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_cases
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON cases;
CREATE POLICY tenant_wall ON cases USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_case_participants
ALTER TABLE case_participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_participants FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON case_participants;
CREATE POLICY tenant_wall ON case_participants USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_notes
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON notes;
CREATE POLICY tenant_wall ON notes USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_case_history
ALTER TABLE case_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_history FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON case_history;
CREATE POLICY tenant_wall ON case_history USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_number_blocks
ALTER TABLE number_blocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_blocks FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON number_blocks;
CREATE POLICY tenant_wall ON number_blocks USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_audit_events
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON audit_events;
CREATE POLICY tenant_wall ON audit_events USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_command_log
ALTER TABLE command_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE command_log FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON command_log;
CREATE POLICY tenant_wall ON command_log USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_number_counters
ALTER TABLE number_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_counters FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON number_counters;
CREATE POLICY tenant_wall ON number_counters USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_audit_seals
ALTER TABLE audit_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seals FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON audit_seals;
CREATE POLICY tenant_wall ON audit_seals USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- tenant_wall_visibility_jobs
ALTER TABLE visibility_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE visibility_jobs FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON visibility_jobs;
CREATE POLICY tenant_wall ON visibility_jobs USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- grants_tenants
GRANT SELECT, INSERT, UPDATE ON tenants TO holdfast_serve;
GRANT SELECT ON tenants TO holdfast_replicate;

-- grants_memberships
GRANT SELECT, INSERT, UPDATE ON memberships TO holdfast_serve;
GRANT SELECT ON memberships TO holdfast_replicate;

-- grants_user_preferences
GRANT SELECT, INSERT, UPDATE ON user_preferences TO holdfast_serve;
GRANT SELECT ON user_preferences TO holdfast_replicate;

-- grants_roles
GRANT SELECT, INSERT, UPDATE ON roles TO holdfast_serve;
GRANT SELECT ON roles TO holdfast_replicate;

-- grants_role_grants
GRANT SELECT, INSERT, UPDATE ON role_grants TO holdfast_serve;
GRANT SELECT ON role_grants TO holdfast_replicate;

-- grants_teams
GRANT SELECT, INSERT, UPDATE ON teams TO holdfast_serve;
GRANT SELECT ON teams TO holdfast_replicate;

-- grants_team_members
GRANT SELECT, INSERT, UPDATE ON team_members TO holdfast_serve;
GRANT SELECT ON team_members TO holdfast_replicate;

-- grants_devices
GRANT SELECT, INSERT, UPDATE ON devices TO holdfast_serve;
GRANT SELECT ON devices TO holdfast_replicate;

-- grants_case_kinds
GRANT SELECT, INSERT, UPDATE ON case_kinds TO holdfast_serve;
GRANT SELECT ON case_kinds TO holdfast_replicate;

-- grants_case_categories
GRANT SELECT, INSERT, UPDATE ON case_categories TO holdfast_serve;
GRANT SELECT ON case_categories TO holdfast_replicate;

-- grants_priorities
GRANT SELECT, INSERT, UPDATE ON priorities TO holdfast_serve;
GRANT SELECT ON priorities TO holdfast_replicate;

-- grants_reference_lists
GRANT SELECT, INSERT, UPDATE ON reference_lists TO holdfast_serve;
GRANT SELECT ON reference_lists TO holdfast_replicate;

-- grants_reference_items
GRANT SELECT, INSERT, UPDATE ON reference_items TO holdfast_serve;
GRANT SELECT ON reference_items TO holdfast_replicate;

-- grants_contacts
GRANT SELECT, INSERT, UPDATE ON contacts TO holdfast_serve;
GRANT SELECT ON contacts TO holdfast_replicate;

-- grants_contact_points
GRANT SELECT, INSERT, UPDATE ON contact_points TO holdfast_serve;
GRANT SELECT ON contact_points TO holdfast_replicate;

-- grants_activity_events
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON activity_events TO holdfast_serve;
GRANT SELECT ON activity_events TO holdfast_replicate;

-- grants_cases
GRANT SELECT, INSERT, UPDATE ON cases TO holdfast_serve;
GRANT SELECT ON cases TO holdfast_replicate;

-- grants_case_participants
GRANT SELECT, INSERT, UPDATE ON case_participants TO holdfast_serve;
GRANT SELECT ON case_participants TO holdfast_replicate;

-- grants_notes
GRANT SELECT, INSERT, UPDATE ON notes TO holdfast_serve;
GRANT SELECT ON notes TO holdfast_replicate;

-- grants_case_history
GRANT SELECT, INSERT, UPDATE (visible_to, archived_at) ON case_history TO holdfast_serve;
GRANT SELECT ON case_history TO holdfast_replicate;

-- grants_number_blocks
GRANT SELECT, INSERT, UPDATE ON number_blocks TO holdfast_serve;
GRANT SELECT ON number_blocks TO holdfast_replicate;

-- grants_audit_events
GRANT SELECT, INSERT, UPDATE (prev_hash, hash) ON audit_events TO holdfast_serve;

-- grants_server_tables
GRANT SELECT, INSERT, UPDATE, DELETE ON command_log TO holdfast_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON number_counters TO holdfast_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_seals TO holdfast_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON visibility_jobs TO holdfast_serve;
GRANT SELECT, INSERT, UPDATE, DELETE ON sync_beats TO holdfast_serve;
GRANT SELECT ON sync_beats TO holdfast_replicate;
INSERT INTO sync_beats (id, beat_at, count) VALUES (1, now(), 0) ON CONFLICT DO NOTHING;

-- replica_identity_tenants
ALTER TABLE tenants REPLICA IDENTITY FULL;

-- replica_identity_memberships
ALTER TABLE memberships REPLICA IDENTITY FULL;

-- replica_identity_user_preferences
ALTER TABLE user_preferences REPLICA IDENTITY FULL;

-- replica_identity_roles
ALTER TABLE roles REPLICA IDENTITY FULL;

-- replica_identity_role_grants
ALTER TABLE role_grants REPLICA IDENTITY FULL;

-- replica_identity_teams
ALTER TABLE teams REPLICA IDENTITY FULL;

-- replica_identity_team_members
ALTER TABLE team_members REPLICA IDENTITY FULL;

-- replica_identity_devices
ALTER TABLE devices REPLICA IDENTITY FULL;

-- replica_identity_case_kinds
ALTER TABLE case_kinds REPLICA IDENTITY FULL;

-- replica_identity_case_categories
ALTER TABLE case_categories REPLICA IDENTITY FULL;

-- replica_identity_priorities
ALTER TABLE priorities REPLICA IDENTITY FULL;

-- replica_identity_reference_lists
ALTER TABLE reference_lists REPLICA IDENTITY FULL;

-- replica_identity_reference_items
ALTER TABLE reference_items REPLICA IDENTITY FULL;

-- replica_identity_contacts
ALTER TABLE contacts REPLICA IDENTITY FULL;

-- replica_identity_contact_points
ALTER TABLE contact_points REPLICA IDENTITY FULL;

-- replica_identity_activity_events
ALTER TABLE activity_events REPLICA IDENTITY FULL;

-- replica_identity_cases
ALTER TABLE cases REPLICA IDENTITY FULL;

-- replica_identity_case_participants
ALTER TABLE case_participants REPLICA IDENTITY FULL;

-- replica_identity_notes
ALTER TABLE notes REPLICA IDENTITY FULL;

-- replica_identity_case_history
ALTER TABLE case_history REPLICA IDENTITY FULL;

-- replica_identity_number_blocks
ALTER TABLE number_blocks REPLICA IDENTITY FULL;

-- replica_identity_sync_beats
ALTER TABLE sync_beats REPLICA IDENTITY FULL;

-- publication
DO $$ BEGIN CREATE PUBLICATION holdfast; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER PUBLICATION holdfast SET TABLE tenants, memberships, user_preferences, roles, role_grants, teams, team_members, devices, case_kinds, case_categories, priorities, reference_lists, reference_items, contacts, contact_points, activity_events, cases, case_participants, notes, case_history, number_blocks, sync_beats;

-- visible_to_user_preferences
CREATE OR REPLACE FUNCTION user_preferences_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM (
    VALUES ('user:' || NEW.user_id)) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON user_preferences;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON user_preferences FOR EACH ROW EXECUTE FUNCTION user_preferences_visible_to();

-- visible_to_devices
CREATE OR REPLACE FUNCTION devices_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM (
    VALUES ('user:' || NEW.user_id)) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON devices;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF user_id, visible_to ON devices FOR EACH ROW EXECUTE FUNCTION devices_visible_to();

-- cascade_devices
CREATE OR REPLACE FUNCTION devices_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ((SELECT 1 FROM number_blocks WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE number_blocks SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE number_blocks SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND device_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'devices', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON devices;
CREATE TRIGGER cascade AFTER UPDATE ON devices FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION devices_cascade();

-- visible_to_activity_events
CREATE OR REPLACE FUNCTION activity_events_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON activity_events;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON activity_events FOR EACH ROW EXECUTE FUNCTION activity_events_visible_to();

-- visible_to_cases
CREATE OR REPLACE FUNCTION cases_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.visible_to := ARRAY(SELECT k FROM (
    VALUES ('user:' || NEW.assigned_to), ('user:' || NEW.coordinator_id), ('team:' || NEW.team_id)
    UNION SELECT 'user:' || m.user_id FROM case_participants m WHERE m.tenant_id = NEW.tenant_id AND m.case_id = NEW.id AND m.is_active AND m.deleted_at IS NULL) AS keys (k) WHERE k IS NOT NULL GROUP BY k ORDER BY k COLLATE "C");
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
CREATE TRIGGER member_added AFTER INSERT ON case_participants FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION cases_of_case_participants();
DROP TRIGGER IF EXISTS member_changed ON case_participants;
CREATE TRIGGER member_changed AFTER UPDATE ON case_participants FOR EACH ROW WHEN (ROW(OLD.case_id, OLD.user_id, OLD.is_active, OLD.deleted_at) IS DISTINCT FROM ROW(NEW.case_id, NEW.user_id, NEW.is_active, NEW.deleted_at) AND coalesce(OLD.user_id, NEW.user_id) IS NOT NULL) EXECUTE FUNCTION cases_of_case_participants();

-- cascade_cases
CREATE OR REPLACE FUNCTION cases_cascade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM ((SELECT 1 FROM activity_events WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM case_participants WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM notes WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001) UNION ALL (SELECT 1 FROM case_history WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id LIMIT 2001)) AS children) <= 2000 THEN
    UPDATE activity_events SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE case_participants SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE notes SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
    UPDATE case_history SET visible_to = NEW.visible_to WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM NEW.visible_to;
  ELSE
    -- Hidden at once from those who lost the row: the audience is never wider than before or after.
    UPDATE activity_events SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE case_participants SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE notes SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    UPDATE case_history SET visible_to = '{}'::text[] WHERE tenant_id = NEW.tenant_id AND case_id = NEW.id AND visible_to IS DISTINCT FROM '{}'::text[];
    INSERT INTO visibility_jobs (tenant_id, parent, row_id) VALUES (NEW.tenant_id, 'cases', NEW.id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS cascade ON cases;
CREATE TRIGGER cascade AFTER UPDATE ON cases FOR EACH ROW WHEN (OLD.visible_to IS DISTINCT FROM NEW.visible_to) EXECUTE FUNCTION cases_cascade();

-- visible_to_case_participants
CREATE OR REPLACE FUNCTION case_participants_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON case_participants;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON case_participants FOR EACH ROW EXECUTE FUNCTION case_participants_visible_to();

-- visible_to_notes
CREATE OR REPLACE FUNCTION notes_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON notes;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON notes FOR EACH ROW EXECUTE FUNCTION notes_visible_to();

-- visible_to_case_history
CREATE OR REPLACE FUNCTION case_history_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.case_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM cases WHERE tenant_id = NEW.tenant_id AND id = NEW.case_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON case_history;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF case_id ON case_history FOR EACH ROW EXECUTE FUNCTION case_history_visible_to();

-- visible_to_number_blocks
CREATE OR REPLACE FUNCTION number_blocks_visible_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.device_id IS NOT NULL THEN
    SELECT visible_to INTO NEW.visible_to FROM devices WHERE tenant_id = NEW.tenant_id AND id = NEW.device_id FOR NO KEY UPDATE;
    NEW.visible_to := coalesce(NEW.visible_to, '{}');
  ELSE
    NEW.visible_to := '{tenant}';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS visible_to ON number_blocks;
CREATE TRIGGER visible_to BEFORE INSERT OR UPDATE OF device_id ON number_blocks FOR EACH ROW EXECUTE FUNCTION number_blocks_visible_to();

-- tenant_subdomain
CREATE UNIQUE INDEX IF NOT EXISTS tenants_subdomain_key ON tenants (subdomain);

-- audit_unsealed
CREATE INDEX IF NOT EXISTS audit_events_unsealed_idx ON audit_events (tenant_id, at, id) WHERE hash IS NULL;
DROP POLICY IF EXISTS sealed_once ON audit_events;
CREATE POLICY sealed_once ON audit_events AS RESTRICTIVE FOR UPDATE USING (hash IS NULL) WITH CHECK (true);

-- tenants_with_work
DROP POLICY IF EXISTS owner_lists ON audit_events;
CREATE POLICY owner_lists ON audit_events FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_lists ON visibility_jobs;
CREATE POLICY owner_lists ON visibility_jobs FOR SELECT TO holdfast_migrate USING (true);
CREATE OR REPLACE FUNCTION holdfast_tenants_with_work() RETURNS TABLE (tenant_id uuid, unsealed boolean, hidden boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT w.tenant_id, bool_or(w.unsealed), bool_or(NOT w.unsealed) FROM (
    SELECT DISTINCT a.tenant_id, true AS unsealed FROM audit_events a WHERE a.hash IS NULL
    UNION ALL SELECT DISTINCT v.tenant_id, false FROM visibility_jobs v) w GROUP BY w.tenant_id
$$;
REVOKE ALL ON FUNCTION holdfast_tenants_with_work() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_tenants_with_work() TO holdfast_serve;

-- identity_grants
revoke all on "auth_credentials" from public;
revoke all on "auth_sessions" from public;
revoke all on "auth_recovery" from public;
revoke all on "auth_tenant_keys" from public;
revoke all on "auth_quarantine" from public;
grant select, insert, update, delete on "auth_credentials", "auth_sessions", "auth_recovery", "auth_tenant_keys", "auth_quarantine" to holdfast_identity;
grant select, update on "users" to holdfast_identity;
grant select on "hub_state" to holdfast_identity, holdfast_serve;
grant select ("id", "subdomain", "is_active", "deleted_at") on "tenants" to holdfast_identity;
drop policy if exists identity_finds on "tenants";
create policy identity_finds on "tenants" for select to holdfast_identity using (true);

-- hub_generation
insert into hub_state (name, value) values ('generation', gen_random_uuid()::text) on conflict do nothing;

-- access_changed
create or replace function holdfast_access_changed() returns trigger language plpgsql as $$
declare
  changed jsonb;
begin
  foreach changed in array array[case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end] loop
    if changed is not null then
      perform pg_notify('holdfast_access', (changed ->> tg_argv[0]) || '/' || case when tg_argv[1] = '*' then '*' else changed ->> tg_argv[1] end);
    end if;
  end loop;
  return null;
end $$;

-- access_tenants
drop trigger if exists access_written on "tenants";
create trigger access_written after insert or delete on "tenants" for each row execute function holdfast_access_changed('id', '*');
drop trigger if exists access_changed on "tenants";
create trigger access_changed after update on "tenants" for each row when (row(old.is_active, old.settings, old.name, old.time_zone, old.deleted_at) is distinct from row(new.is_active, new.settings, new.name, new.time_zone, new.deleted_at)) execute function holdfast_access_changed('id', '*');

-- access_memberships
drop trigger if exists access_written on "memberships";
create trigger access_written after insert or delete on "memberships" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "memberships";
create trigger access_changed after update on "memberships" for each row when (row(old.role_id, old.is_active, old.display_name, old.deleted_at) is distinct from row(new.role_id, new.is_active, new.display_name, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_roles
drop trigger if exists access_written on "roles";
create trigger access_written after insert or delete on "roles" for each row execute function holdfast_access_changed('tenant_id', '*');
drop trigger if exists access_changed on "roles";
create trigger access_changed after update on "roles" for each row when (row(old.is_active, old.display_name, old.deleted_at) is distinct from row(new.is_active, new.display_name, new.deleted_at)) execute function holdfast_access_changed('tenant_id', '*');

-- access_role_grants
drop trigger if exists access_written on "role_grants";
create trigger access_written after insert or delete on "role_grants" for each row execute function holdfast_access_changed('tenant_id', '*');
drop trigger if exists access_changed on "role_grants";
create trigger access_changed after update on "role_grants" for each row when (row(old.role_id, old.capability, old.scope, old.deleted_at) is distinct from row(new.role_id, new.capability, new.scope, new.deleted_at)) execute function holdfast_access_changed('tenant_id', '*');

-- access_teams
drop trigger if exists access_written on "teams";
create trigger access_written after insert or delete on "teams" for each row execute function holdfast_access_changed('tenant_id', '*');
drop trigger if exists access_changed on "teams";
create trigger access_changed after update on "teams" for each row when (row(old.is_active, old.deleted_at) is distinct from row(new.is_active, new.deleted_at)) execute function holdfast_access_changed('tenant_id', '*');

-- access_team_members
drop trigger if exists access_written on "team_members";
create trigger access_written after insert or delete on "team_members" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "team_members";
create trigger access_changed after update on "team_members" for each row when (row(old.team_id, old.user_id, old.deleted_at) is distinct from row(new.team_id, new.user_id, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_devices
drop trigger if exists access_written on "devices";
create trigger access_written after insert or delete on "devices" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "devices";
create trigger access_changed after update on "devices" for each row when (row(old.status, old.deleted_at) is distinct from row(new.status, new.deleted_at)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_auth_sessions
drop trigger if exists access_written on "auth_sessions";
create trigger access_written after delete on "auth_sessions" for each row execute function holdfast_access_changed('tenant_id', 'user_id');
drop trigger if exists access_changed on "auth_sessions";
create trigger access_changed after update on "auth_sessions" for each row when (row(old.tenant_id, old.user_id, old.device_id) is distinct from row(new.tenant_id, new.user_id, new.device_id)) execute function holdfast_access_changed('tenant_id', 'user_id');

-- access_users
create or replace function holdfast_user_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('holdfast_access', '*/' || new.id);
  return null;
end $$;
drop trigger if exists access_changed on "users";
create trigger access_changed after update on "users" for each row when (row(old.status, old.deleted_at) is distinct from row(new.status, new.deleted_at)) execute function holdfast_user_changed();
