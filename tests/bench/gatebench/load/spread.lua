-- Asks for each of `requests` (host and path) in turn; the bytes are made once.
local made = {}
local at = 0
function init(args)
  for i, each in ipairs(requests) do
    made[i] = wrk.format("GET", each[2], {["Host"] = each[1]})
  end
  at = math.random(#made)
end
function request()
  at = at % #made + 1
  return made[at]
end
