-- All is told: from here on the drop is known.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    1 lease   2 run of this server   3 version   4 opens   5 closes   6 paused   7 ended
--         8 free   9 waiting   10 limit   11 due   12 hours from now that it is kept
-- Answers 1, or 0 where the lease is lost
--
-- Safe to repeat: the second time the lease is gone.

local drop = redis.call('HMGET', KEYS[1], 'lease', 'version', 'expires')
if drop[1] ~= ARGV[1] then return 0 end

local newest = tonumber(drop[2] or -1)
local expires = drop[3]
-- Newer news, announced while the database was read, stay.
if tonumber(ARGV[3]) >= newest then
  newest = ARGV[3]
  expires = string.format('%.0f',
    (math.ceil(redis.call('TIME')[1] / 3600) + ARGV[12]) * 3600000)
  redis.call('HSET', KEYS[1], 'version', ARGV[3], 'opens', ARGV[4], 'closes', ARGV[5],
    'paused', ARGV[6], 'ended', ARGV[7], 'free', ARGV[8], 'waiting', ARGV[9], 'limit', ARGV[10],
    'due', ARGV[11], 'expires', expires)
end

-- What the database has accepted is on its way no more, though nobody said so.
local total = 0
local flights = redis.call('HGETALL', KEYS[4])
for at = 1, #flights, 2 do
  local left = {}
  for each in string.gmatch(flights[at + 1], '[^;]+') do
    local id, units = string.match(each, '^(%S+) (%d+)')
    if redis.call('SISMEMBER', KEYS[2], id) == 0 then
      total = total + units
      left[#left + 1] = each
    end
  end
  if #left == 0 then redis.call('HDEL', KEYS[4], flights[at])
  else redis.call('HSET', KEYS[4], flights[at], table.concat(left, ';')) end
end

redis.call('HSET', KEYS[1], 'loaded', ARGV[3], 'run', ARGV[2], 'flying', total, 'base', newest,
  'heard', 0, 'missing', 0)
redis.call('HDEL', KEYS[1], 'lease', 'leaseUntil', 'behind')
for at = 1, 4 do redis.call('PEXPIREAT', KEYS[at], expires) end
return 1
