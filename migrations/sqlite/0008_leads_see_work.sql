ALTER TABLE `agent_states` ADD `team_ids` text;

ALTER TABLE `calls` ADD `team_ids` text;
