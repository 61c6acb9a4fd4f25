-- What a user does: looks at the findings, makes the preferred correction, and saves.
-- Prints the messages that the editor shows before and after it.

local function shown()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, each.message)
  end
  return found
end

local function wait_until(condition, what)
  if not vim.wait(30000, condition, 50) then
    io.stderr:write("waited in vain until " .. what .. "\n")
    vim.cmd("cquit")
  end
end

wait_until(function() return #shown() > 0 end, "there are findings")
local before = shown()
local finding = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return action.isPreferred end,
})
wait_until(function() return vim.bo.modified and #shown() == 0 end, "the text is corrected")
vim.cmd("write")
io.stdout:write(vim.json.encode({ before, shown() }))
vim.cmd("quit")
