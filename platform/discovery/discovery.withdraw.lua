-- Says that instances are there no more.
-- KEYS[1]  all instances
-- ARGV     those that go
-- Answers nothing. Repeating it changes nothing.
redis.call('ZREM', KEYS[1], unpack(ARGV))
