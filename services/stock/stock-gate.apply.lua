-- The database has committed something about a drop. What is older than what is known changes
-- nothing, of the drop or of a member.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    1 version   2 opens   3 closes   4 paused   5 ended   6 free   7 waiting   8 limit   9 due
--         10 hours from now that it is kept   11 … member, units that it holds now: of each who
--         holds more or less
-- Answers 1, or 0 where the drop is not known
--
-- Safe to repeat, but for `heard`, which then is too high by one: a gap is found later.

local drop = redis.call('HMGET', KEYS[1], 'version', 'loaded', 'base', 'heard', 'missing', 'expires')
if not drop[1] and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end

local expires = string.format('%.0f',
  (math.ceil(redis.call('TIME')[1] / 3600) + ARGV[10]) * 3600000)
local version = tonumber(ARGV[1])
local before = tonumber(drop[1] or -1)
if version > before then
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'opens', ARGV[2], 'closes', ARGV[3],
    'paused', ARGV[4], 'ended', ARGV[5], 'free', ARGV[6], 'waiting', ARGV[7], 'limit', ARGV[8],
    'due', ARGV[9], 'expires', expires)
  if drop[2] and drop[6] ~= expires then
    for at = 1, 4 do redis.call('PEXPIREAT', KEYS[at], expires) end
  end
end

-- Every version is told once, by whoever wrote it. `missing` is the least that was missing since
-- the last sweep: news that are only late make it zero again, news that are lost never do.
if drop[2] and version > tonumber(drop[3]) then
  local heard = drop[4] + 1
  local missing = math.max(version, before) - drop[3] - heard
  redis.call('HSET', KEYS[1], 'heard', heard)
  if missing < tonumber(drop[5]) then redis.call('HSET', KEYS[1], 'missing', missing) end
end
if #ARGV == 10 then return 1 end

-- What is newer than all that is known of the drop is newer than what is known of its members.
local values, olds = {}, {}
if version <= before then
  local members = {}
  for at = 11, #ARGV, 2 do members[#members + 1] = ARGV[at] end
  olds = redis.call('HMGET', KEYS[3], unpack(members))
end
for at = 11, #ARGV, 2 do
  local old = olds[(at - 9) / 2]
  local known = old and string.match(old, '%d+$') or drop[2] or -1
  if version > before or version >= tonumber(known) then
    values[#values + 1] = ARGV[at]
    values[#values + 1] = ARGV[at + 1] .. ' ' .. ARGV[1]
  end
end
if #values > 0 then
  redis.call('HSET', KEYS[3], unpack(values))
  redis.call('PEXPIREAT', KEYS[3], expires)
end
return 1
