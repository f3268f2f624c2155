-- A part of what the database knows of a drop, told by whoever has the lease.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    1 lease   2 how long it lasts from now, ms   3 version at which this was read
--         4 'known': then reservation ids; 'taken': then member, units, for each
-- Answers 1, or 0 where the lease is lost
--
-- Safe to repeat.

if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
local untilMs = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2]
redis.call('HSET', KEYS[1], 'leaseUntil', untilMs)
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 2)

-- If it is never loaded to its end, its parts go by themselves.
if ARGV[4] == 'known' then
  redis.call('SADD', KEYS[2], unpack(ARGV, 5))
  redis.call('PEXPIRE', KEYS[2], 60000)
  return 1
end

local members, values = {}, {}
for at = 5, #ARGV, 2 do members[#members + 1] = ARGV[at] end
for at, old in ipairs(redis.call('HMGET', KEYS[3], unpack(members))) do
  -- What was announced meanwhile, and is newer, stays.
  if not old or tonumber(string.match(old, '%d+$')) <= tonumber(ARGV[3]) then
    values[#values + 1] = members[at]
    values[#values + 1] = ARGV[4 + 2 * at] .. ' ' .. ARGV[3]
  end
end
if #values > 0 then
  redis.call('HSET', KEYS[3], unpack(values))
  redis.call('PEXPIRE', KEYS[3], 60000)
end
return 1
