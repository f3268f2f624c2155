-- Reads the list.
-- KEYS[1]  the list: ids, each with the instant at which it may be forgotten, by Redis's clock
-- Answers the ids whose time is not over. Repeating it changes nothing.
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%d', nowMs), '+inf')
