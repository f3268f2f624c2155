-- What the scripts share: counting answers by status, and a result that a program can read.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function count_statuses()
  statuses = {}
  function response(status)
    statuses[status] = (statuses[status] or 0) + 1
  end
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local all = {}
  for _, thread in ipairs(threads) do
    local counted = thread:get('statuses')
    if counted then
      for status, count in pairs(counted) do all[status] = (all[status] or 0) + count end
    end
  end
  local parts = {}
  for status, count in pairs(all) do table.insert(parts, string.format('"%s":%d', status, count)) end
  if summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout > 0 then
    table.insert(parts, string.format('"lost":%d', summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
  end
  if summary.errors.status > 0 then table.insert(parts, string.format('"not_2xx":%d', summary.errors.status)) end
  print(string.format('RESULT {"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"seconds":%.3f,"statuses":{%s}}',
    summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000, seconds, table.concat(parts, ',')))
end
