-- One page for wrk, as one visitor after another.
local visitors, n = {}, 0
for line in io.lines(os.getenv("BENCH_VISITORS")) do
    local cookie, _, response = line:match("^(%S+) (%S+) (%S+)$")
    visitors[#visitors + 1] = { cookie = cookie, response = response }
end

function request()
    local visitor = visitors[n % #visitors + 1]
    n = n + 1
    return wrk.format("GET", "/r/" .. visitor.response .. "/" .. os.getenv("BENCH_SECTION"), { ["Cookie"] = visitor.cookie })
end
