-- What was said under control ids is forgotten by its age (Mllp:KeptFor).
create index feed_message_received on identity.feed_message (received_at);
