-- Who is there.
-- KEYS[1]  all instances, each with the instant at which its lease ends, by Redis's clock
-- Answers those whose lease has not ended.
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%d', nowMs), '+inf')
