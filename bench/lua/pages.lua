-- Many pages, one after the other, again and again. Told: a file with their paths, one a line.
dofile((debug.getinfo(1, 'S').source:sub(2):match('(.*/)')) .. 'common.lua')

local wires = {}
local n = 0

function init(args)
  for line in io.lines(args[1]) do table.insert(wires, wrk.format('GET', line)) end
end

function request()
  n = n + 1
  return wires[n % #wires + 1]
end
