-- Says that instances are there, for as long as their lease is.
-- KEYS[1]  all instances, each with the instant at which its lease ends, by Redis's clock
-- ARGV     the lease in ms, then the instances
-- Answers nothing. Repeating it renews.
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs)
for at = 2, #ARGV do
  redis.call('ZADD', KEYS[1], nowMs + ARGV[1], ARGV[at])
end
