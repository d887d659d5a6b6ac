-- tenants_with_events
DROP POLICY IF EXISTS owner_lists ON outbox_events;
CREATE POLICY owner_lists ON outbox_events FOR SELECT TO holdfast_migrate USING (true);
CREATE INDEX IF NOT EXISTS outbox_events_due_idx ON outbox_events (tenant_id, created_at) WHERE status IN ('pending', 'failed') AND deleted_at IS NULL;
CREATE OR REPLACE FUNCTION holdfast_tenants_with_events(with_mail boolean) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT DISTINCT e.tenant_id FROM outbox_events e WHERE e.status IN ('pending', 'failed') AND e.deleted_at IS NULL
    AND (e.next_attempt_at IS NULL OR e.next_attempt_at <= now()) AND (with_mail OR NOT starts_with(e.topic, 'mail.'))
$$;
REVOKE ALL ON FUNCTION holdfast_tenants_with_events(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_tenants_with_events(boolean) TO holdfast_serve;

-- purge
CREATE OR REPLACE FUNCTION holdfast_purge(wanted text, ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  gone integer;
BEGIN
  IF NOT wanted = ANY (ARRAY['invitations', 'sessions', 'workflow_instances', 'workflow_actions', 'workflow_branches', 'change_proposals', 'approvals', 'writebacks', 'agent_runs', 'policy_decisions', 'pricing_history', 'unit_availability', 'leads', 'opportunities', 'stage_history', 'property_interests', 'proposals', 'contracts', 'signature_packets', 'engagements', 'portal_access', 'activity_events', 'outbox_events', 'cases', 'case_participants', 'case_links', 'notes', 'case_history', 'checklists', 'checklist_items', 'sla_clocks', 'number_blocks', 'agent_states', 'calls', 'call_legs', 'queue_entries', 'call_events', 'call_transfers', 'callbacks', 'conversations', 'messages', 'message_receipts', 'message_drafts', 'reminders', 'email_details', 'whatsapp_threads', 'sms_details', 'documents', 'document_grants', 'document_access_log', 'projects', 'milestones', 'tasks', 'task_comments', 'task_dependencies', 'appointments', 'invoices', 'payments', 'bills', 'interactions', 'visits', 'import_batches', 'import_rows', 'merge_candidates', 'sync_logs', 'notifications', 'search_history', 'survey_responses', 'tenant_usage', 'api_request_log']) THEN RAISE 'nothing is purged from %', wanted; END IF;
  EXECUTE format('DELETE FROM %I WHERE tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid AND id = ANY ($1)', wanted) USING ids;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
$$;
REVOKE ALL ON FUNCTION holdfast_purge(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_purge(text, uuid[]) TO holdfast_serve;

-- search_index_memberships
DROP INDEX IF EXISTS memberships_search_idx;
CREATE INDEX memberships_search_idx ON memberships USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(display_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_accounts
DROP INDEX IF EXISTS accounts_search_idx;
CREATE INDEX accounts_search_idx ON accounts USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(industry, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(email, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(phone, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')));

-- search_index_contacts
DROP INDEX IF EXISTS contacts_search_idx;
CREATE INDEX contacts_search_idx ON contacts USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(full_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(job_title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(primary_email, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(primary_phone, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(address, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')));

-- search_index_contact_points
DROP INDEX IF EXISTS contact_points_search_idx;
CREATE INDEX contact_points_search_idx ON contact_points USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(value, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_business_rules
DROP INDEX IF EXISTS business_rules_search_idx;
CREATE INDEX business_rules_search_idx ON business_rules USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_leads
DROP INDEX IF EXISTS leads_search_idx;
CREATE INDEX leads_search_idx ON leads USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(lead_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(source_system, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(next_action, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')));

-- search_index_opportunities
DROP INDEX IF EXISTS opportunities_search_idx;
CREATE INDEX opportunities_search_idx ON opportunities USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(next_action, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')));

-- search_index_proposals
DROP INDEX IF EXISTS proposals_search_idx;
CREATE INDEX proposals_search_idx ON proposals USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_contracts
DROP INDEX IF EXISTS contracts_search_idx;
CREATE INDEX contracts_search_idx ON contracts USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_engagements
DROP INDEX IF EXISTS engagements_search_idx;
CREATE INDEX engagements_search_idx ON engagements USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_cases
DROP INDEX IF EXISTS cases_search_idx;
CREATE INDEX cases_search_idx ON cases USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(case_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(resolution, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')));

-- search_index_notes
DROP INDEX IF EXISTS notes_search_idx;
CREATE INDEX notes_search_idx ON notes USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(body, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')));

-- search_index_phone_numbers
DROP INDEX IF EXISTS phone_numbers_search_idx;
CREATE INDEX phone_numbers_search_idx ON phone_numbers USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(label, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')));

-- search_index_calls
DROP INDEX IF EXISTS calls_search_idx;
CREATE INDEX calls_search_idx ON calls USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(caller_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(caller_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(wrap_up_note, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')));

-- search_index_transcripts
DROP INDEX IF EXISTS transcripts_search_idx;
CREATE INDEX transcripts_search_idx ON transcripts USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(full_text, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')));

-- search_index_messages
DROP INDEX IF EXISTS messages_search_idx;
CREATE INDEX messages_search_idx ON messages USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(subject, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(body, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')));

-- search_index_email_details
DROP INDEX IF EXISTS email_details_search_idx;
CREATE INDEX email_details_search_idx ON email_details USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(snippet, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')));

-- search_index_documents
DROP INDEX IF EXISTS documents_search_idx;
CREATE INDEX documents_search_idx ON documents USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')));

-- search_index_projects
DROP INDEX IF EXISTS projects_search_idx;
CREATE INDEX projects_search_idx ON projects USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_milestones
DROP INDEX IF EXISTS milestones_search_idx;
CREATE INDEX milestones_search_idx ON milestones USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_tasks
DROP INDEX IF EXISTS tasks_search_idx;
CREATE INDEX tasks_search_idx ON tasks USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')));

-- search_index_appointments
DROP INDEX IF EXISTS appointments_search_idx;
CREATE INDEX appointments_search_idx ON appointments USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_invoice_schedules
DROP INDEX IF EXISTS invoice_schedules_search_idx;
CREATE INDEX invoice_schedules_search_idx ON invoice_schedules USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_invoices
DROP INDEX IF EXISTS invoices_search_idx;
CREATE INDEX invoices_search_idx ON invoices USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_saved_views
DROP INDEX IF EXISTS saved_views_search_idx;
CREATE INDEX saved_views_search_idx ON saved_views USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_component_templates
DROP INDEX IF EXISTS component_templates_search_idx;
CREATE INDEX component_templates_search_idx ON component_templates USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_canvases
DROP INDEX IF EXISTS canvases_search_idx;
CREATE INDEX canvases_search_idx ON canvases USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_knowledge_articles
DROP INDEX IF EXISTS knowledge_articles_search_idx;
CREATE INDEX knowledge_articles_search_idx ON knowledge_articles USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_index_reports
DROP INDEX IF EXISTS reports_search_idx;
CREATE INDEX reports_search_idx ON reports USING gin ((setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')));

-- search_found
DROP POLICY IF EXISTS owner_searches ON tenants;
CREATE POLICY owner_searches ON tenants FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON memberships;
CREATE POLICY owner_searches ON memberships FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON roles;
CREATE POLICY owner_searches ON roles FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON teams;
CREATE POLICY owner_searches ON teams FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON case_kinds;
CREATE POLICY owner_searches ON case_kinds FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON custom_fields;
CREATE POLICY owner_searches ON custom_fields FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON case_categories;
CREATE POLICY owner_searches ON case_categories FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON priorities;
CREATE POLICY owner_searches ON priorities FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON locations;
CREATE POLICY owner_searches ON locations FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON reference_lists;
CREATE POLICY owner_searches ON reference_lists FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON reference_items;
CREATE POLICY owner_searches ON reference_items FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON calendars;
CREATE POLICY owner_searches ON calendars FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON accounts;
CREATE POLICY owner_searches ON accounts FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON contacts;
CREATE POLICY owner_searches ON contacts FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON contact_points;
CREATE POLICY owner_searches ON contact_points FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON households;
CREATE POLICY owner_searches ON households FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON contact_groups;
CREATE POLICY owner_searches ON contact_groups FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON workflows;
CREATE POLICY owner_searches ON workflows FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON business_rules;
CREATE POLICY owner_searches ON business_rules FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON inventory_projects;
CREATE POLICY owner_searches ON inventory_projects FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON inventory_units;
CREATE POLICY owner_searches ON inventory_units FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON inventory_media;
CREATE POLICY owner_searches ON inventory_media FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON leads;
CREATE POLICY owner_searches ON leads FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON opportunities;
CREATE POLICY owner_searches ON opportunities FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON proposals;
CREATE POLICY owner_searches ON proposals FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON contracts;
CREATE POLICY owner_searches ON contracts FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON engagements;
CREATE POLICY owner_searches ON engagements FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON cases;
CREATE POLICY owner_searches ON cases FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON notes;
CREATE POLICY owner_searches ON notes FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON sla_policies;
CREATE POLICY owner_searches ON sla_policies FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON queues;
CREATE POLICY owner_searches ON queues FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON trunks;
CREATE POLICY owner_searches ON trunks FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON phone_numbers;
CREATE POLICY owner_searches ON phone_numbers FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON extensions;
CREATE POLICY owner_searches ON extensions FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON dispositions;
CREATE POLICY owner_searches ON dispositions FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON agent_state_reasons;
CREATE POLICY owner_searches ON agent_state_reasons FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON queue_alarms;
CREATE POLICY owner_searches ON queue_alarms FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON calls;
CREATE POLICY owner_searches ON calls FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON transcripts;
CREATE POLICY owner_searches ON transcripts FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON channels;
CREATE POLICY owner_searches ON channels FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON messages;
CREATE POLICY owner_searches ON messages FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON message_templates;
CREATE POLICY owner_searches ON message_templates FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON email_details;
CREATE POLICY owner_searches ON email_details FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON documents;
CREATE POLICY owner_searches ON documents FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON document_templates;
CREATE POLICY owner_searches ON document_templates FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON project_templates;
CREATE POLICY owner_searches ON project_templates FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON projects;
CREATE POLICY owner_searches ON projects FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON milestones;
CREATE POLICY owner_searches ON milestones FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON tasks;
CREATE POLICY owner_searches ON tasks FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON appointments;
CREATE POLICY owner_searches ON appointments FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON invoice_schedules;
CREATE POLICY owner_searches ON invoice_schedules FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON invoices;
CREATE POLICY owner_searches ON invoices FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON payments;
CREATE POLICY owner_searches ON payments FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON vendors;
CREATE POLICY owner_searches ON vendors FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON bills;
CREATE POLICY owner_searches ON bills FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON import_mappings;
CREATE POLICY owner_searches ON import_mappings FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON notification_rules;
CREATE POLICY owner_searches ON notification_rules FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON saved_views;
CREATE POLICY owner_searches ON saved_views FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON component_families;
CREATE POLICY owner_searches ON component_families FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON component_chapters;
CREATE POLICY owner_searches ON component_chapters FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON component_templates;
CREATE POLICY owner_searches ON component_templates FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON component_examples;
CREATE POLICY owner_searches ON component_examples FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON component_tags;
CREATE POLICY owner_searches ON component_tags FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON canvases;
CREATE POLICY owner_searches ON canvases FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON knowledge_articles;
CREATE POLICY owner_searches ON knowledge_articles FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON surveys;
CREATE POLICY owner_searches ON surveys FOR SELECT TO holdfast_migrate USING (true);
DROP POLICY IF EXISTS owner_searches ON reports;
CREATE POLICY owner_searches ON reports FOR SELECT TO holdfast_migrate USING (true);
CREATE OR REPLACE FUNCTION holdfast_found(wanted text, words tsquery, keys text[], most integer) RETURNS TABLE (id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  tenant uuid := nullif(current_setting('app.tenant', true), '')::uuid;
  vector text := CASE wanted
    WHEN 'tenants' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'memberships' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(display_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'roles' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(display_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'teams' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'case_kinds' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'custom_fields' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(label, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'case_categories' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'priorities' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'locations' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'reference_lists' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(display_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'reference_items' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'calendars' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'accounts' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(industry, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(email, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(phone, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')$v$
    WHEN 'contacts' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(full_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(job_title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(primary_email, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(primary_phone, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(address, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')$v$
    WHEN 'contact_points' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(value, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'households' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'contact_groups' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'workflows' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'business_rules' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'inventory_projects' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(developer_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(city, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'inventory_units' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(unit_label, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(configuration, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'inventory_media' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(caption, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'leads' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(lead_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(source_system, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(next_action, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'opportunities' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(next_action, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'proposals' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'contracts' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'engagements' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'cases' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(case_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(resolution, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'notes' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(body, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')$v$
    WHEN 'sla_policies' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'queues' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'trunks' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'phone_numbers' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(label, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')$v$
    WHEN 'extensions' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'dispositions' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'agent_state_reasons' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'queue_alarms' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'calls' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(caller_number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(caller_name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(wrap_up_note, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')$v$
    WHEN 'transcripts' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(full_text, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')$v$
    WHEN 'channels' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'messages' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(subject, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(body, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'B')$v$
    WHEN 'message_templates' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'email_details' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(snippet, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'documents' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'D')$v$
    WHEN 'document_templates' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'project_templates' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'projects' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'milestones' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'tasks' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A') || setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(description, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'C')$v$
    WHEN 'appointments' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'invoice_schedules' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'invoices' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'payments' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(reference, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'vendors' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'bills' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(number, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'import_mappings' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'notification_rules' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'saved_views' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'component_families' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'component_chapters' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'component_templates' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'component_examples' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'component_tags' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(tag, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'canvases' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'knowledge_articles' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(title, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'surveys' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
    WHEN 'reports' THEN $v$setweight(to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(left(coalesce(name, ''), 50000), NFKD), '[\u0300-\u036f]', '', 'g'), '[!-/:-@[-`{-~]+', ' ', 'g')), 'A')$v$
  END;
BEGIN
  IF vector IS NULL THEN RAISE 'nothing is searched in %', wanted; END IF;
  RETURN QUERY EXECUTE format('SELECT t.id FROM %I t WHERE tenant_id = $1 AND deleted_at IS NULL AND ($3 IS NULL OR visible_to && $3) AND (%s) @@ $2 ORDER BY t.id DESC LIMIT $4', wanted, vector)
    USING tenant, words, keys, most;
END
$$;
REVOKE ALL ON FUNCTION holdfast_found(text, tsquery, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holdfast_found(text, tsquery, text[], integer) TO holdfast_serve;
