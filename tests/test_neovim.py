"""The set-up of Neovim that the README gives, in a real Neovim without a screen, on the seed text."""

import shutil
from pathlib import Path

import pytest
import real_editor

OLDER = """
-- Neovim 0.7 has this only in parts
vim.lsp.start = vim.lsp.start or function(config)
  vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end
"""
SESSION = """
local seen = {}
local function wait(is_so)
  if not vim.wait(20000, is_so, 20) then
    error("waited in vain")
  end
end
local function shown()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { each.lnum, each.col, each.end_col, each.message, each.severity })
  end
  return found
end
local function request(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000)) do
    return answer.result
  end
end
local ok, problem = pcall(function()
  wait(function() return #vim.diagnostic.get(0) > 0 end)
  seen.opened = shown()
  local document = vim.lsp.util.make_text_document_params(0)
  local at = { line = 12, character = 20 }
  seen.hover = request("textDocument/hover", { textDocument = document, position = at }).contents.value
  local params = { textDocument = document, range = { start = at, ["end"] = at }, context = { diagnostics = {} } }
  local action = request("textDocument/codeAction", params)[1]
  seen.action = action.title
  request("workspace/executeCommand", action.command)
  wait(function() return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.HINT })[1] end)
  seen.modified = vim.bo.modified
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { "\\240\\159\\152\\128 «é» Stalbrand spoke." })
  wait(function() return #vim.diagnostic.get(0) == 1 end)
  seen.typed = shown()
end)
seen.problem = not ok and tostring(problem) or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, "seen.json")
vim.cmd("qall!")
"""


def test_the_set_up_of_the_readme_shows_the_findings_and_records_a_quick_fix(tmp_path: Path) -> None:
    neovim = shutil.which("nvim")
    if neovim is None:
        pytest.skip("neovim is not installed")
    desk = real_editor.project(tmp_path)
    desk.write("init.lua", OLDER + real_editor.set_up("neovim"))
    desk.write("session.lua", SESSION)
    text = "seeds/secret-history-3.txt"
    found = desk.lint(text)

    folders = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    seen = real_editor.seen(desk, [neovim, "--headless", "-u", "init.lua", text, "-S", "session.lua"], folders)
    assert seen.get("problem") is None
    lines = desk.read(text).split("\n")
    assert [lines[row].encode()[start:end].decode() for row, start, end, *_ in seen["opened"]] == [
        each["sic"] for each in found
    ]
    assert "| Stalin’s | 0.99 |" in seen["hover"]
    assert seen["action"] == "Accept “Stalin’s” (0.99)"
    assert seen["modified"] in (False, 0)
    assert desk.verdicts(text) == [("Stalbrand’s", "accept")]
    assert [each[:3] for each in seen["typed"]] == [[0, 12, 21]]
