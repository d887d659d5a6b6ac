ALTER TABLE `voicemails` ADD `duration` integer;

ALTER TABLE `voicemails` ADD `keep_until` text;
