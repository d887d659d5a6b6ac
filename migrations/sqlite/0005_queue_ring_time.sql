ALTER TABLE `queues` ADD `ring_time` integer;
