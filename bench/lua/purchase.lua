-- Whole purchases: reserve, enter, pay. wrk does not tell which connection an answer came by, so
-- each purchase under way is a slot, and its quantity (1, 2, 3 ...) is the slot's name, which the
-- answer repeats. Told: the tokens' file, the drop's path, a prefix for keys, and how many slots:
-- more than connections, because wrk takes a request now and then that it does not send.
dofile((debug.getinfo(1, 'S').source:sub(2):match('(.*/)')) .. 'common.lua')

local tokens = {}
local path, prefix
local n = 0
local ready, first, last = {}, 1, 0
local slots, slot_of = {}, {}

statuses = {}

local function post(slot, to, step, body)
  return 'POST ' .. to .. ' HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: ' .. #body
    .. '\r\nAuthorization: Bearer ' .. slot.token .. '\r\nIdempotency-Key: ' .. slot.key .. step .. '\r\n\r\n' .. body
end

local function push(wire)
  last = last + 1
  ready[last] = wire
end

local function begin(slot)
  n = n + 1
  slot.token = tokens[n % #tokens + 1]
  slot.key = prefix .. n
  push(post(slot, path, 'r', '{"quantity":' .. slot.name .. '}'))
end

function init(args)
  for line in io.lines(args[1]) do table.insert(tokens, line) end
  path = args[2]
  prefix = args[3]
  for name = 1, tonumber(args[4]) do
    slots[name] = { name = name }
    begin(slots[name])
  end
end

function request()
  local wire = ready[first]
  ready[first] = nil
  first = first + 1
  return wire
end

local function count(what)
  statuses[what] = (statuses[what] or 0) + 1
end

function response(status, _, body)
  local payment = body:match('"paymentId":"([%x-]+)"')
  if status == 201 and not payment then
    local slot = slots[tonumber(body:match('"quantity":(%d+)'))]
    local order = body:match('"orderId":"([%x-]+)"')
    slot_of[order] = slot
    count('reserved')
    push(post(slot, '/api/payments', 'e', '{"orderId":"' .. order .. '","method":"card"}'))
  elseif status == 201 then
    local order = body:match('"orderId":"([%x-]+)"')
    local slot = slot_of[order]
    slot_of[order] = nil
    slot_of[payment] = slot
    count('entered')
    push(post(slot, '/api/payments/' .. payment .. '/confirmation', 'c', '{"providerKey":"sim_capture"}'))
  elseif status == 200 and body:find('captured', 1, true) then
    local slot = slot_of[payment]
    slot_of[payment] = nil
    count('captured')
    begin(slot)
  else
    -- Whose it was cannot be told; its slot ends here, and another purchase takes its place.
    count('other_' .. status)
    local name = #slots + 1
    slots[name] = { name = name }
    begin(slots[name])
  end
end
