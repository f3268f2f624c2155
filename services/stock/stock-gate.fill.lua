-- A part of what the database knows of a drop, told by whoever has the lease.
--
-- KEYS    1 drop   2 known   3 taken   4 since
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
if #ARGV == 4 then return 1 end

if ARGV[4] == 'known' then
  redis.call('SADD', KEYS[2], unpack(ARGV, 5))
  redis.call('PEXPIRE', KEYS[2], 60000)
  return 1
end

local members = {}
for at = 5, #ARGV, 2 do members[#members + 1] = ARGV[at] end
local set = {}
for at, since in ipairs(redis.call('HMGET', KEYS[4], unpack(members))) do
  -- What was announced meanwhile, and is newer, stays.
  if not since or tonumber(since) <= tonumber(ARGV[3]) then
    set[#set + 1] = members[at]
    set[#set + 1] = ARGV[4 + 2 * at]
  end
end
if #set > 0 then
  redis.call('HSET', KEYS[3], unpack(set))
  redis.call('PEXPIRE', KEYS[3], 60000)
end
return 1
