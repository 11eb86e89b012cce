;;; emacs.el --- Emacs with eglot, from start to end  -*- lexical-binding: t -*-

;; Run in a repository with a README.md, the block of docs/editors.md loaded before: a diagnostic is seen, its fix applied, a gate
;; field completed, and what a key means is shown.

(require 'eglot)
(require 'flymake)

(defun until (what holds)
  "Wait until HOLDS returns something, and return it; fail for want of WHAT."
  (let ((end (+ (float-time) 30)) found)
    (while (not (setq found (funcall holds)))
      (when (> (float-time) end) (error "no %s after 30 s: %s" what (buffer-string)))
      (accept-process-output nil 0.05))
    found))

(defun diagnostics ()
  "What flymake shows in this buffer."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(setq eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 30
      eglot-send-changes-idle-time 0.05)
(find-file "README.md")
(call-interactively #'eglot)
(until "diagnostics" #'diagnostics)
(unless (string-match-p "unknown license" (car (diagnostics))) (error "other diagnostics: %S" (diagnostics)))

;; The preferred quick fix.
(goto-char (point-min))
(search-forward "Apache")
(let* ((offered (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix"))
       (fix (seq-find (lambda (action) (eq (plist-get action :isPreferred) t)) offered)))
  (eglot--apply-workspace-edit (plist-get fix :edit)))
(unless (string-match-p "^license: apache-2.0$" (buffer-string)) (error "not fixed: %s" (buffer-string)))
(eglot--signal-textDocument/didChange)  ; without a terminal no idle timer does it
(until "end of the diagnostics" (lambda () (null (diagnostics))))

;; Completion behind a label.
(goto-char (point-min))
(search-forward "  Company: text\n")
(insert "  Country: cou\n")
(backward-char)
(eglot--signal-textDocument/didChange)
(let* ((found (eglot-completion-at-point))
       (words (all-completions "cou" (nth 2 found))))
  (unless (member "country" words) (error "completion offers %S" words)))
(completion-at-point)
(unless (string-match-p "^  Country: country$" (buffer-string)) (error "not completed: %s" (buffer-string)))

;; What a key means.
(goto-char (point-min))
(search-forward "extra_gated")
(eglot--signal-textDocument/didChange)
(let (said)
  (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
  (until "hover" (lambda () said))
  (unless (string-match-p "The fields of the form" said) (error "hover says %s" said)))

(set-buffer-modified-p nil)
(princ (format "emacs %s: ok\n" emacs-version))
