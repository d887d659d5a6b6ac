CREATE TABLE "trunk_states" (
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
	"trunk_id" uuid NOT NULL,
	"team_id" uuid,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trunk_states_pk" PRIMARY KEY("tenant_id","id")
);

ALTER TABLE "trunk_states" ADD CONSTRAINT "trunk_states_trunk_id_fk" FOREIGN KEY ("tenant_id","trunk_id") REFERENCES "public"."trunks"("tenant_id","id") ON DELETE no action ON UPDATE no action;

ALTER TABLE "trunk_states" ADD CONSTRAINT "trunk_states_team_id_fk" FOREIGN KEY ("tenant_id","team_id") REFERENCES "public"."teams"("tenant_id","id") ON DELETE no action ON UPDATE no action;

CREATE UNIQUE INDEX "trunk_states_trunk_id_key" ON "trunk_states" USING btree ("tenant_id","trunk_id") WHERE deleted_at IS NULL;

CREATE INDEX "trunk_states_trunk_id_idx" ON "trunk_states" USING btree ("tenant_id","trunk_id");

CREATE INDEX "trunk_states_team_id_idx" ON "trunk_states" USING btree ("tenant_id","team_id");

CREATE INDEX "trunk_states_updated_at_idx" ON "trunk_states" USING btree ("tenant_id","updated_at");

-- tenant_wall_trunk_states
ALTER TABLE trunk_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE trunk_states FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_wall ON trunk_states;
CREATE POLICY tenant_wall ON trunk_states USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid) WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- grants_trunk_states
GRANT SELECT, INSERT, UPDATE ON trunk_states TO holdfast_serve;
GRANT SELECT ON trunk_states TO holdfast_replicate;

-- replica_identity_trunk_states
ALTER TABLE trunk_states REPLICA IDENTITY FULL;

-- publication
DO $$ BEGIN CREATE PUBLICATION holdfast; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER PUBLICATION holdfast SET TABLE devices, invitations, memberships, roles, role_assignments, role_grants, teams, team_members, tenants, user_preferences, calendars, case_categories, case_kinds, custom_fields, locations, priorities, reference_items, reference_lists, blobs, blob_links, accounts, consents, contacts, contact_groups, contact_group_members, contact_merges, contact_points, households, household_members, relationships, agent_runs, approvals, business_rules, change_proposals, policy_decisions, workflows, workflow_actions, workflow_branches, workflow_instances, workflow_triggers, writebacks, inventory_locations, inventory_media, inventory_projects, inventory_units, pricing_history, unit_availability, leads, opportunities, property_interests, stage_history, contracts, contract_versions, proposals, proposal_versions, signature_packets, activity_events, engagements, cases, case_history, case_links, case_participants, checklists, checklist_items, notes, number_blocks, sla_clocks, sla_policies, agent_states, agent_state_reasons, dispositions, extensions, phone_numbers, queues, queue_alarms, queue_members, trunks, trunk_states, calls, call_events, call_legs, call_transfers, callbacks, queue_entries, recordings, transcripts, voicemails, channels, conversations, email_details, messages, message_drafts, message_receipts, message_templates, reminders, sms_details, whatsapp_threads, documents, document_access_log, document_grants, document_templates, document_versions, appointments, milestones, projects, project_templates, tasks, task_comments, task_dependencies, bills, invoices, invoice_schedules, payments, vendors, interactions, cctv_links, perception_events, qd_scores, qd_timeseries, vehicle_events, visits, import_batches, import_mappings, merge_candidates, sync_logs, notifications, notification_rules, favourites, saved_views, search_history, canvases, component_chapters, component_examples, component_families, component_lineage, component_tags, component_templates, knowledge_articles, surveys, survey_responses, reports, retention_policies, sync_beats;

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
  ELSE keys := CASE WHEN entity = ANY ('{tenants,memberships,roles,roleGrants,roleAssignments,teams,teamMembers,caseKinds,customFields,caseCategories,priorities,locations,referenceLists,referenceItems,calendars,accounts,contacts,contactPoints,households,householdMembers,relationships,contactGroups,contactGroupMembers,consents,workflows,inventoryProjects,inventoryUnits,pricingHistory,unitAvailability,inventoryMedia,inventoryLocations,slaPolicies,queues,queueMembers,trunkStates,phoneNumbers,extensions,dispositions,agentStateReasons,queueAlarms,queueEntries,channels,messageTemplates,documentTemplates,projectTemplates,componentFamilies,componentChapters,componentExamples,componentTags,componentLineage,surveys,retentionPolicies}') THEN '{tenant}' END;
  END CASE;
  RETURN coalesce(keys, '{}');
END $$;
