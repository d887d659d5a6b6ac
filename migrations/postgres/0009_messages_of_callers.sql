ALTER TABLE "voicemails" ADD COLUMN "duration" integer;

ALTER TABLE "voicemails" ADD COLUMN "keep_until" date;

-- purge
CREATE OR REPLACE FUNCTION holdfast_purge(wanted text, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  gone integer;
BEGIN
  IF NOT wanted = ANY (ARRAY['invitations', 'sessions', 'workflow_instances', 'workflow_actions', 'workflow_branches', 'change_proposals', 'approvals', 'writebacks', 'agent_runs', 'policy_decisions', 'pricing_history', 'unit_availability', 'leads', 'opportunities', 'stage_history', 'property_interests', 'proposals', 'contracts', 'signature_packets', 'engagements', 'portal_access', 'activity_events', 'outbox_events', 'cases', 'case_participants', 'case_links', 'notes', 'case_history', 'checklists', 'checklist_items', 'sla_clocks', 'number_blocks', 'agent_states', 'calls', 'call_legs', 'queue_entries', 'call_events', 'call_transfers', 'recordings', 'callbacks', 'voicemails', 'conversations', 'messages', 'message_receipts', 'message_drafts', 'reminders', 'email_details', 'whatsapp_threads', 'sms_details', 'documents', 'document_grants', 'document_access_log', 'projects', 'milestones', 'tasks', 'task_comments', 'task_dependencies', 'appointments', 'invoices', 'payments', 'bills', 'interactions', 'visits', 'import_batches', 'import_rows', 'merge_candidates', 'sync_logs', 'notifications', 'search_history', 'survey_responses', 'tenant_usage', 'api_request_log']) THEN RAISE 'nothing is purged from %', wanted; END IF;
  EXECUTE format('DELETE FROM %I WHERE tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid AND id = ANY ($1)', wanted) USING ids;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION holdfast_purge(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_purge(text, uuid[]) TO holdfast_serve;
