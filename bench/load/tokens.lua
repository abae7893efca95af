-- SPDX-License-Identifier: Apache-2.0
-- Requests of several users in turn, and the figures as one line of JSON. Arguments: a file of tokens, and
-- one with the JSON that is posted, if any.
local requests, next = {}, 0

function init(arguments)
  local method, content, headers = "GET", nil, { Host = "bench" }
  if arguments[2] then
    method, content = "POST", io.open(arguments[2]):read("*a")
    headers["Content-Type"] = "application/json"
  end
  for token in io.lines(arguments[1]) do
    headers.Authorization = "Bearer " .. token
    requests[#requests + 1] = wrk.format(method, nil, headers, content)
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"seconds":%.6f,"errors":%d,"p50_us":%d,"p99_us":%d,"bytes":%d}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), summary.bytes))
end
