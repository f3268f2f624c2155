-- The database has committed something about a drop. What is older than what is known changes
-- nothing, of the drop or of a member.
--
-- KEYS    1 drop   2 known   3 taken   4 flying   5 flyingOf   6 since
-- ARGV    1 version   2 opens   3 closes   4 paused   5 ended   6 free   7 waiting   8 limit   9 due
--         10 expires   11 … member, units that it holds now: of each who holds more or less
-- Answers 1, or 0 where the drop is not known
--
-- Safe to repeat, but for `heard`, which then is too high by one: a gap is found later.

local drop = redis.call('HMGET', KEYS[1], 'version', 'loaded', 'base', 'heard', 'missing', 'expires')
if not drop[1] and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end

local version = tonumber(ARGV[1])
local newest = tonumber(drop[1] or -1)
if version > newest then
  newest = version
  redis.call('HSET', KEYS[1], 'version', ARGV[1], 'opens', ARGV[2], 'closes', ARGV[3],
    'paused', ARGV[4], 'ended', ARGV[5], 'free', ARGV[6], 'waiting', ARGV[7], 'limit', ARGV[8],
    'due', ARGV[9], 'expires', ARGV[10])
  if drop[2] and drop[6] ~= ARGV[10] then
    for at = 1, 6 do redis.call('PEXPIREAT', KEYS[at], ARGV[10]) end
  end
end

-- Every version is told once, by whoever wrote it. `missing` is the least that was missing since
-- the last sweep: news that are only late make it zero again, news that are lost never do.
if drop[2] and version > tonumber(drop[3]) then
  local heard = drop[4] + 1
  local missing = newest - drop[3] - heard
  redis.call('HSET', KEYS[1], 'heard', heard)
  if missing < tonumber(drop[5]) then redis.call('HSET', KEYS[1], 'missing', missing) end
end

local members = {}
for at = 11, #ARGV, 2 do members[#members + 1] = ARGV[at] end
if #members == 0 then return 1 end

local set, heardOf = {}, {}
local loaded = tonumber(drop[2] or -1)
for at, since in ipairs(redis.call('HMGET', KEYS[6], unpack(members))) do
  if version >= tonumber(since or loaded) then
    heardOf[#heardOf + 1] = members[at]
    heardOf[#heardOf + 1] = ARGV[1]
    set[#set + 1] = members[at]
    set[#set + 1] = ARGV[10 + 2 * at]
  end
end
if #set > 0 then
  redis.call('HSET', KEYS[3], unpack(set))
  redis.call('HSET', KEYS[6], unpack(heardOf))
  redis.call('PEXPIREAT', KEYS[3], ARGV[10])
  redis.call('PEXPIREAT', KEYS[6], ARGV[10])
end
return 1
