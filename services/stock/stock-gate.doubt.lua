-- Nobody knows whether the database accepted these claims: their repetitions are let in from now on.
-- They stay on their way.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    reservation id of each claim
-- Answers 1, or 0 where the drop is not known
--
-- Safe to repeat.

if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('SADD', KEYS[2], unpack(ARGV))
redis.call('HSET', KEYS[1], 'troubled', 1)
local expires = redis.call('HGET', KEYS[1], 'expires')
-- While it is being loaded its end is not known; the load tells.
if expires then redis.call('PEXPIREAT', KEYS[2], expires) else redis.call('PEXPIRE', KEYS[2], 60000) end
return 1
