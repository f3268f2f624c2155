-- Each request in the name of the next member, with a key of its own.
-- Told: the file with the members' tokens, one a line; the path; a prefix for the keys.
dofile((debug.getinfo(1, 'S').source:sub(2):match('(.*/)')) .. 'common.lua')

local tokens = {}
local path, prefix
local n = 0

function init(args)
  for line in io.lines(args[1]) do table.insert(tokens, line) end
  path = args[2]
  prefix = args[3]
  -- Not in the order of their birth, so that neighbours in time are not neighbours on disk.
  math.randomseed(7)
  for i = #tokens, 2, -1 do
    local j = math.random(i)
    tokens[i], tokens[j] = tokens[j], tokens[i]
  end
end

function request()
  n = n + 1
  return 'POST ' .. path .. ' HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 14\r\nAuthorization: Bearer '
    .. tokens[n % #tokens + 1] .. '\r\nIdempotency-Key: ' .. prefix .. n .. '\r\n\r\n{"quantity":1}'
end
