-- The script of wrk: requests the addresses of a file in turn, from a given one on, and prints what it measured.
-- A line of the file is an address, or an address, a tab and the ETag that the client has.
local addresses, tags, place = {}, {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local address, tag = line:match("^([^\t]*)\t?(.*)$")
    addresses[#addresses + 1], tags[#addresses + 1] = address, tag
  end
  place = tonumber(arguments[2])
end

function request()
  place = place % #addresses + 1
  local tag = tags[place]
  return wrk.format("GET", addresses[place], tag ~= "" and { ["If-None-Match"] = tag } or nil)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
