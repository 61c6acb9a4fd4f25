;;; What a user does: looks at the findings, makes the preferred correction, and saves.
;;; Prints the messages that the editor shows before and after it.

(require 'eglot)
(require 'json)

(defun shown ()
  "Return the messages that Emacs shows for the buffer."
  (flymake-start) ; by itself it waits for a command of the user
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun wait-until (condition what)
  "Wait until CONDITION returns something, or end saying WHAT was waited for."
  (with-timeout (30 (error "Waited in vain until %s" what))
    (while (not (funcall condition)) (accept-process-output nil 0.05))))

(find-file "app.py")
(call-interactively #'eglot)
(wait-until #'shown "there are findings")
(let ((before (shown))
      (last-nonmenu-event t) ; not the mouse
      (at (flymake-diagnostic-beg (car (flymake-diagnostics)))))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt offered &rest _) (caar offered))))
    (goto-char at)
    (call-interactively #'eglot-code-actions))
  (save-buffer)
  (wait-until (lambda () (not (shown))) "there are no findings")
  (princ (json-encode (vector (vconcat before) (vconcat (shown))))))
