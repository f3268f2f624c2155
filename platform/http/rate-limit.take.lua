-- Takes from many buckets of one limit what a process has given away already, by the generic cell
-- rate algorithm (ITU-T I.371).
--
-- KEYS    a bucket each: the instant at which it is full again, in ms
-- ARGV    1 ms that one costs   2 ms until an empty bucket is full   3 … how many were taken: of each
-- Answers how many ms ahead of now each bucket is
--
-- Repeated, it takes again: a buyer waits a little longer then, no more.

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + time[2] / 1000
local full = nowMs + ARGV[2]
local olds = redis.call('MGET', unpack(KEYS))
local answers = {}
for at, key in ipairs(KEYS) do
  local from = math.max(nowMs, tonumber(olds[at] or 0))
  local upTo = math.min(full, from + ARGV[1] * ARGV[2 + at])
  redis.call('SET', key, string.format('%.3f', upTo), 'PX', math.ceil(upTo - nowMs) + 1)
  answers[at] = math.ceil(upTo - nowMs)
end
return answers
