-- Claims that were on their way have landed: accepted, refused, or failed.
--
-- KEYS    1 drop   2 known   3 flying   4 flyingOf
-- ARGV    reservation id, '1' where it was accepted else '0': for each claim
-- Answers how many were on their way
--
-- Safe to repeat: a claim lands once.

local expires = redis.call('HGET', KEYS[1], 'expires')
if not expires and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end

local ids, accepted = {}, {}
for at = 1, #ARGV, 2 do
  ids[#ids + 1] = ARGV[at]
  if ARGV[at + 1] == '1' then accepted[#accepted + 1] = ARGV[at] end
end

if #accepted > 0 then
  redis.call('SADD', KEYS[2], unpack(accepted))
  -- While it is being loaded its end is not known; the load tells.
  if expires then redis.call('PEXPIREAT', KEYS[2], expires)
  else redis.call('PEXPIRE', KEYS[2], 60000) end
end

local landed, unitsOf, members, total = {}, {}, {}, 0
for at, flight in ipairs(redis.call('HMGET', KEYS[3], unpack(ids))) do
  -- The same claim twice in one batch was on its way once.
  if flight and not landed[ids[at]] then
    local units, member = string.match(flight, '^(%d+) %d+ (.*)$')
    landed[ids[at]] = true
    landed[#landed + 1] = ids[at]
    if not unitsOf[member] then members[#members + 1] = member end
    unitsOf[member] = (unitsOf[member] or 0) + units
    total = total + units
  end
end
if #landed == 0 then return 0 end

local still, gone = {}, {}
for at, units in ipairs(redis.call('HMGET', KEYS[4], unpack(members))) do
  local left = (units or 0) - unitsOf[members[at]]
  if left > 0 then
    still[#still + 1] = members[at]
    still[#still + 1] = left
  else
    gone[#gone + 1] = members[at]
  end
end
redis.call('HDEL', KEYS[3], unpack(landed))
if #still > 0 then redis.call('HSET', KEYS[4], unpack(still)) end
if #gone > 0 then redis.call('HDEL', KEYS[4], unpack(gone)) end
redis.call('HINCRBY', KEYS[1], 'flying', -total)
return #landed
