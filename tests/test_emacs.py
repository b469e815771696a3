"""The set-up of Emacs that the README gives, in a real Emacs without a screen, on the seed text."""

import shutil
import subprocess
from pathlib import Path

import pytest
import real_editor

SESSION = """
(require 'eglot)
(require 'flymake)
(defun wait (is-so)
  (with-timeout (20 (error "waited in vain"))
    (while (not (funcall is-so)) (accept-process-output nil 0.05))))
(defun shown ()
  (mapcar (lambda (each) (list (flymake-diagnostic-beg each) (flymake-diagnostic-end each)
                               (flymake-diagnostic-text each)))
          (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))
(setq eglot-sync-connect 20)
(defvar here default-directory)
(find-file (car command-line-args-left))
(setq command-line-args-left nil)
(apply #'eglot (eglot--guess-contact))
(let ((opened nil) (titles nil) (typed nil) (server (eglot-current-server)))
  (flymake-mode 1)
  (wait (lambda () (flymake-diagnostics)))
  (setq opened (shown))
  (goto-char (car (nth 1 opened)))
  (let ((actions (append (eglot-code-actions (point) (1+ (point)) nil nil) nil)))
    (setq titles (mapcar (lambda (each) (plist-get each :title)) actions))
    (jsonrpc-request server :workspace/executeCommand (plist-get (car actions) :command)))
  (erase-buffer)
  (insert "\N{GRINNING FACE} «é» Stalbrand spoke.")
  (eglot--signal-textDocument/didChange)  ; without a screen there is no idle time at which it is sent
  (wait (lambda () (= (length (flymake-diagnostics)) 1)))
  (setq typed (shown))
  (with-temp-file (expand-file-name "seen.json" here)
    (insert (json-serialize `(:opened ,(vconcat (mapcar #'vconcat opened)) :titles ,(vconcat titles)
                              :typed ,(vconcat (mapcar #'vconcat typed))))))
  (set-buffer-modified-p nil)
  (eglot-shutdown server))
"""


def test_the_set_up_of_the_readme_shows_the_findings_and_records_a_quick_fix(tmp_path: Path) -> None:
    emacs = shutil.which("emacs")
    if emacs is None or subprocess.run([emacs, "--batch", "-l", "eglot"], capture_output=True, check=False).returncode:
        pytest.skip("Emacs with Eglot is not installed")
    desk = real_editor.project(tmp_path)
    desk.write("init.el", real_editor.set_up("emacs"))
    desk.write("session.el", SESSION)
    text = "seeds/secret-history-3.txt"
    found = desk.lint(text)

    seen = real_editor.seen(
        desk, [emacs, "--batch", "-l", "init.el", "-l", "session.el", text], {"HOME": str(tmp_path)}
    )
    received = desk.read(text)
    assert [received[start - 1 : end - 1] for start, end, _ in seen["opened"]] == [each["sic"] for each in found]
    assert "“Stalbrand’s” → “Stalin’s” (0.99)" in seen["opened"][1][2]
    assert seen["titles"][0] == "Accept “Stalin’s” (0.99)"
    assert desk.verdicts(text) == [("Stalbrand’s", "accept")]
    assert [each[:2] for each in seen["typed"]] == [[7, 16]]
