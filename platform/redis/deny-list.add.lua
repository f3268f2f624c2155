-- Puts ids on the list for a time.
-- KEYS[1]  the list: ids, each with the instant at which it may be forgotten, by Redis's clock
-- ARGV     for how many ms, then the ids
-- Answers nothing. Repeating it keeps them for longer.
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs)
for at = 2, #ARGV do
  redis.call('ZADD', KEYS[1], nowMs + ARGV[1], ARGV[at])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
