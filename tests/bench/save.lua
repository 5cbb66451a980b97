-- Saves for wrk: visitor after visitor, cell after cell; in pass p every cell has been saved p times, which is the revision to name.
local visitors, cells, n = {}, {}, 0
for line in io.lines(os.getenv("BENCH_VISITORS")) do
    local cookie, csrf, response = line:match("^(%S+) (%S+) (%S+)$")
    visitors[#visitors + 1] = { cookie = cookie, csrf = csrf, response = response }
end
for line in io.lines(os.getenv("BENCH_CELLS")) do
    local question, row, column = line:match("^([^/]*)/?([^/]*)/?([^/]*)$")
    cells[#cells + 1] = { question = question, row = row, column = column }
end

function request()
    local visitor = visitors[n % #visitors + 1]
    local cell = cells[math.floor(n / #visitors) % #cells + 1]
    local pass = math.floor(n / (#visitors * #cells))
    n = n + 1
    return wrk.format("POST", "/response/" .. visitor.response .. "/" .. cell.question, {
        ["Cookie"] = visitor.cookie,
        ["Content-Type"] = "application/x-www-form-urlencoded",
        ["Sec-Fetch-Site"] = "same-origin",
    }, "csrf=" .. visitor.csrf .. "&row=" .. cell.row .. "&column=" .. cell.column .. "&value=pass" .. pass ..
        "&state=answered&seen=" .. pass .. "&page=bench&seq=" .. n)
end
