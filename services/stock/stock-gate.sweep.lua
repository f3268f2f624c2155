-- Compares what is known of a drop with the database, and repairs. Done once in a while, by
-- whichever process comes first.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    1 version that the database has   2 run of this server   3 how long a claim may be on
--         its way, ms   4 how long ago the last sweep must be, ms   5 version that it must have
--         been loaded at, or later
-- Answers how many claims were given back, and why it must be loaded anew: 'reloaded' (whoever asks
--         could not tell its news), 'behind' (news of what the database has did not come), 'gap'
--         (some of its news are missing), or ''
--
-- Safe to repeat: too early it does nothing.

local drop = redis.call('HMGET', KEYS[1], 'loaded', 'run', 'version', 'base', 'heard', 'missing',
  'behind', 'sweptAtMs', 'expires')
if not drop[1] or drop[2] ~= ARGV[2] then return { 0, '' } end
local function forget(why)
  redis.call('HDEL', KEYS[1], 'loaded')
  redis.call('UNLINK', KEYS[3])
  return why
end
if tonumber(drop[1]) < tonumber(ARGV[5]) then return { 0, forget('reloaded') } end
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
if nowMs < tonumber(drop[8] or 0) + ARGV[4] then return { 0, '' } end
redis.call('HSET', KEYS[1], 'sweptAtMs', nowMs)

-- Whoever had these is dead, or its word was lost. Whether the database accepted them is not known
-- here, so their repetitions are let in from now on: it decides.
local given, total = 0, 0
local flights = redis.call('HGETALL', KEYS[4])
for at = 1, #flights, 2 do
  local left = {}
  for each in string.gmatch(flights[at + 1], '[^;]+') do
    local id, units, atMs = string.match(each, '^(%S+) (%d+) (%d+)$')
    if nowMs - atMs >= tonumber(ARGV[3]) then
      given = given + 1
      total = total + units
      redis.call('SADD', KEYS[2], id)
    else
      left[#left + 1] = each
    end
  end
  if #left == 0 then redis.call('HDEL', KEYS[4], flights[at])
  else redis.call('HSET', KEYS[4], flights[at], table.concat(left, ';')) end
end
if given > 0 then
  redis.call('HINCRBY', KEYS[1], 'flying', -total)
  redis.call('HSET', KEYS[1], 'troubled', 1)
  redis.call('PEXPIREAT', KEYS[2], drop[9])
end

local why = ''
-- Since the last sweep there was time enough for the news of what the database had then.
if drop[7] and tonumber(drop[3]) < tonumber(drop[7]) then why = forget('behind')
elseif tonumber(drop[6]) > 0 then why = forget('gap')
else
  redis.call('HSET', KEYS[1], 'behind', ARGV[1], 'missing', drop[3] - drop[4] - drop[5])
end
return { given, why }
