-- All is told: from here on the drop is known.
--
-- KEYS    1 drop   2 known   3 taken   4 flying   5 flyingOf   6 since
-- ARGV    1 lease   2 run of this server   3 version   4 opens   5 closes   6 paused   7 ended
--         8 free   9 waiting   10 limit   11 due   12 expires
-- Answers 1, or 0 where the lease is lost
--
-- Safe to repeat: the second time the lease is gone.

local drop = redis.call('HMGET', KEYS[1], 'lease', 'version', 'expires')
if drop[1] ~= ARGV[1] then return 0 end

local version = tonumber(ARGV[3])
local newest = tonumber(drop[2] or -1)
local expires = drop[3] or ARGV[12]
-- Newer news, announced while the database was read, stay.
if version >= newest then
  newest = version
  expires = ARGV[12]
  redis.call('HSET', KEYS[1], 'version', ARGV[3], 'opens', ARGV[4], 'closes', ARGV[5],
    'paused', ARGV[6], 'ended', ARGV[7], 'free', ARGV[8], 'waiting', ARGV[9], 'limit', ARGV[10],
    'due', ARGV[11], 'expires', ARGV[12])
end

-- What the database has accepted is on its way no more, though nobody said so.
local units, unitsOf, landed = 0, {}, {}
local flights = redis.call('HGETALL', KEYS[4])
for at = 1, #flights, 2 do
  if redis.call('SISMEMBER', KEYS[2], flights[at]) == 1 then
    landed[#landed + 1] = flights[at]
  else
    local count, member = string.match(flights[at + 1], '^(%d+) %d+ (.*)$')
    units = units + count
    unitsOf[member] = (unitsOf[member] or 0) + count
  end
end
for _, id in ipairs(landed) do redis.call('HDEL', KEYS[4], id) end
redis.call('UNLINK', KEYS[5])
for member, count in pairs(unitsOf) do redis.call('HSET', KEYS[5], member, count) end

redis.call('HSET', KEYS[1], 'loaded', ARGV[3], 'run', ARGV[2], 'flying', units, 'base', newest,
  'heard', 0, 'missing', 0)
redis.call('HDEL', KEYS[1], 'lease', 'leaseUntil', 'behind')
for at = 1, 6 do redis.call('PEXPIREAT', KEYS[at], expires) end
return 1
