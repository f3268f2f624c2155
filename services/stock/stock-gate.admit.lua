-- Lets claims in or turns them away, all claims of a batch in their order.
--
-- KEYS    1 drop (hash)   2 known (set of reservation ids)   3 taken (hash: member, "units version")
--         4 flying (hash: member, "id units atMs;id units atMs")
-- ARGV    1 instant that decides   2 run of this server   3 version that it must have been loaded
--         at, or later   4 lease of whoever asks   5 how long a lease lasts, ms
--         6 how long nothing may have been decided, ms, before what is on its way is doubted
--         7 … reservation id, member, units: for each claim
-- Answers one letter a claim: A admitted · R repeated · N drop_not_open · E drop_ended
--         P drop_paused · L limit_exceeded · S sold_out · U undecided; or one of these for all:
--         load (not known; load it, you have the lease) · reload (the same, it was known and
--         cannot be trusted) · wait (somebody else has the lease)
--
-- Safe to repeat: a claim that is on its way already is let in again, and counts once.

local drop = redis.call('HMGET', KEYS[1], 'loaded', 'run', 'opens', 'closes', 'paused', 'ended',
  'free', 'waiting', 'limit', 'due', 'flying', 'expires', 'landedAtMs', 'troubled')

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whoever gets the lease reads the database after this: so what is announced from here on is kept
-- beside what it reads, and nothing falls between. Whose repetition was to be let in is let in still:
-- what the database has accepted may not be seen there yet.
local function lease(wasKnown)
  local held = redis.call('HMGET', KEYS[1], 'lease', 'leaseUntil')
  local nowMs = now()
  if held[1] and held[1] ~= ARGV[4] and tonumber(held[2]) > nowMs then return 'wait' end
  redis.call('UNLINK', KEYS[3])
  -- Of another run of the server, such as an old snapshot: what was on its way then is not known.
  if drop[2] and drop[2] ~= ARGV[2] then redis.call('UNLINK', KEYS[1], KEYS[4]) end
  redis.call('HDEL', KEYS[1], 'loaded')
  redis.call('HSET', KEYS[1], 'lease', ARGV[4], 'leaseUntil', nowMs + ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[5] * 2)
  return wasKnown and 'reload' or 'load'
end

if not drop[1] then return lease(false) end
if drop[2] ~= ARGV[2] or tonumber(drop[1]) < tonumber(ARGV[3]) then return lease(true) end

local count = (#ARGV - 6) / 3
if count == 0 then return '' end
local ids, members = {}, {}
for at = 1, count do
  ids[at] = ARGV[4 + 3 * at]
  members[at] = ARGV[5 + 3 * at]
end

local nowMs, closed = tonumber(ARGV[1]), nil
if drop[6] == '1' then closed = 'E'
elseif nowMs < tonumber(drop[3]) then closed = 'N'
elseif nowMs >= tonumber(drop[4]) then closed = 'E'
elseif drop[5] == '1' then closed = 'P' end
-- Something is due, which the next batch will let go: what is free only the database knows.
local isDue = nowMs >= tonumber(drop[10])

local flyingUnits = tonumber(drop[11])
local known = redis.call('SMISMEMBER', KEYS[2], unpack(ids))
local flights = flyingUnits > 0 and redis.call('HMGET', KEYS[4], unpack(members)) or {}
local taken = not closed and not isDue and redis.call('HMGET', KEYS[3], unpack(members)) or {}

local limit = tonumber(drop[9])
local committedFree = drop[8] == '0' and tonumber(drop[7]) or 0
local free = committedFree > 0 and committedFree - flyingUnits or 0
local launched, launchedUnits, answers = {}, 0, {}
local atMs

-- Only what is on its way stands between a claim and its units, that of this call too, and the
-- database failed at last, or has decided nothing for long.
local isStuck
local function refusal(letter, isByFlights)
  if not isByFlights then return letter end
  if isStuck == nil then
    isStuck = drop[14] == '1' or flyingUnits > 0 and now() - tonumber(drop[13] or 0) > tonumber(ARGV[6])
  end
  return isStuck and 'U' or letter
end

local function unitsOf(flight)
  local units = 0
  if flight then
    for each in string.gmatch(flight, ' (%d+) ') do units = units + each end
  end
  return units
end

for at = 1, count do
  local id, member = ids[at], members[at]
  local flight = launched[member] or flights[at]
  local answer = 'R'
  -- A repetition goes on: only the database has the answer that was given.
  if known[at] == 0 and not (flight and string.find(';' .. flight, ';' .. id .. ' ', 1, true)) then
    local units = tonumber(ARGV[6 + 3 * at])
    local held = taken[at] and string.match(taken[at], '^%d+') or 0
    if closed then
      answer = closed
    elseif not isDue and held + unitsOf(flight) + units > limit then
      answer = refusal('L', held + units <= limit)
    elseif not isDue and units > free then
      answer = refusal('S', units <= committedFree)
    else
      answer = 'A'
      atMs = atMs or string.format('%.0f', now())
      local new = id .. ' ' .. ARGV[6 + 3 * at] .. ' ' .. atMs
      launched[member] = flight and flight .. ';' .. new or new
      launchedUnits = launchedUnits + units
      free = free - units
    end
  end
  answers[at] = answer
end

if launchedUnits > 0 then
  local values = {}
  for member, flight in pairs(launched) do
    values[#values + 1] = member
    values[#values + 1] = flight
  end
  redis.call('HSET', KEYS[4], unpack(values))
  redis.call('HINCRBY', KEYS[1], 'flying', launchedUnits)
  if flyingUnits == 0 then
    redis.call('PEXPIREAT', KEYS[4], drop[12])
    redis.call('HSET', KEYS[1], 'landedAtMs', atMs)
  end
end
return table.concat(answers)
