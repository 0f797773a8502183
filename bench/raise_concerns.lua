-- Posts concerns about synthetic children, no two alike. No such people exist. BENCH_RUN and BENCH_TOKEN are given.
local run, number = os.getenv("BENCH_RUN"), 0
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN") }
local areas = { "cluster-east", "cluster-south", "cluster-west" }
local form = '{"child":{"given_name":"Synthetic","family_name":"Example %s %d","born":"%d-%02d-%02d",%s' ..
  '"family_area":"%s","open_to_social_care":"no","looked_after":"no"},"agency":"school","happened_on":"%s-11-02",' ..
  '"account":"A synthetic account of a concern, as long as a short paragraph that somebody writes in a hurry.",' ..
  '"immediate_danger":"no","forms":["online"],"indicators":["missing-episodes"]}'
local last_year = tonumber(os.date("%Y")) - 1

-- The nine digits with their check digit (modulus 11), or nothing where there is none.
local function nhs_number(nine)
  local sum = 0
  for place = 1, 9 do sum = sum + (11 - place) * tonumber(nine:sub(place, place)) end
  local check = (11 - sum % 11) % 11
  return check < 10 and string.format('"nhs_number":"%s%d",', nine, check) or ""
end

function request()
  number = number + 1
  local nhs = number % 3 == 0 and nhs_number(string.format("%03d%06d", run, number)) or ""
  local body = string.format(form, run, number, 2010 + number % 6, 1 + number % 12, 1 + number % 28, nhs,
    areas[1 + number % 3], last_year)
  return wrk.format("POST", nil, headers, body)
end
