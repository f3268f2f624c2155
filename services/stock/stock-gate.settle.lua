-- Claims that were on their way have landed: accepted, refused, or given back undecided; of some of
-- those nobody may know whether they were accepted, so that their repetitions are let in.
--
-- KEYS    1 drop   2 known   3 taken   4 flying
-- ARGV    1 'decided' or 'failed'   2 how many were accepted, or may have been
--         3 … reservation id, member: for each claim, the accepted first
-- Answers how many units were on their way
--
-- Safe to repeat: a claim lands once.

local expires = redis.call('HGET', KEYS[1], 'expires')
if not expires and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end

local members, accepted = {}, {}
for at = 1, #ARGV / 2 - 1 do members[at] = ARGV[2 * at + 2] end
for at = 1, ARGV[2] do accepted[at] = ARGV[2 * at + 1] end

if #accepted > 0 then
  redis.call('SADD', KEYS[2], unpack(accepted))
  -- While it is being loaded its end is not known; the load tells.
  if expires then redis.call('PEXPIREAT', KEYS[2], expires)
  else redis.call('PEXPIRE', KEYS[2], 60000) end
end

-- Removes the flight of this id. Gives what is left, nil where nothing is, and its units.
local function land(flight, id)
  -- Most members have one only.
  local only = string.sub(flight, 1, #id) == id and string.match(flight, '^ (%d+) %d+$', #id + 1)
  if only then return nil, tonumber(only) end
  local left, units = {}, 0
  for each in string.gmatch(flight, '[^;]+') do
    local flown, count = string.match(each, '^(%S+) (%d+)')
    if flown == id then units = units + count else left[#left + 1] = each end
  end
  return left[1] and table.concat(left, ';'), units
end

local flightOf, changed, total = {}, {}, 0
for at, flight in ipairs(redis.call('HMGET', KEYS[4], unpack(members))) do
  local member = members[at]
  if flightOf[member] == nil then flightOf[member] = flight end
  if flightOf[member] then
    local left, units = land(flightOf[member], ARGV[2 * at + 1])
    if units > 0 then
      flightOf[member] = left or false
      changed[member] = true
      total = total + units
    end
  end
end
if ARGV[1] == 'decided' then
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], 'landedAtMs', time[1] * 1000 + math.floor(time[2] / 1000), 'troubled', 0)
else
  redis.call('HSET', KEYS[1], 'troubled', 1)
end
if total == 0 then return 0 end

local still, gone = {}, {}
for member in pairs(changed) do
  if flightOf[member] then
    still[#still + 1] = member
    still[#still + 1] = flightOf[member]
  else
    gone[#gone + 1] = member
  end
end
if #still > 0 then redis.call('HSET', KEYS[4], unpack(still)) end
if #gone > 0 then redis.call('HDEL', KEYS[4], unpack(gone)) end
redis.call('HINCRBY', KEYS[1], 'flying', -total)
return total
