from odoo import models


class SteppedWorkMixin(models.AbstractModel):
    """Work that is too long for one request, done in steps that a person watches.

    A model inherits this mixin, or calls it on ``self.env["stepped.work.mixin"]``, and
    returns ``_run_in_steps("step_send", title)`` from a button. The browser then calls
    the public method ``step_send`` of the same records again and again, without
    arguments, until a step says that it was the last one. The contract of a step:

    - It is one request and so one transaction: what it did is committed when it
      returns, what it had begun when it was killed is undone.
    - It finds out by itself, from the records, what is left to do. So it can be
      called again at any time, by anybody who may: after a crash, from the API, or
      by pressing the button once more. A step with nothing left to do changes
      nothing.
    - It checks access first, as every public method does.
    - It returns ``_report_step(...)``: ``{"done": n, "total": m, "message": str,
      "next": action or False}``. ``done`` of ``total`` moves the bar, ``message`` says
      what was just done, and ``next`` is False until the last step, which returns the
      action to open: ``{"type": "ir.actions.act_window_close"}`` closes the dialog and
      reloads the form below.
    - It takes a second or two: short enough to be stopped between two of them.
    """

    _name = "stepped.work.mixin"
    _description = "Work in Steps"

    def _run_in_steps(self, method, title, context=None):
        """Return the action that calls ``method`` of these records until it is done.

        :param str method: a public method that keeps the contract above
        :param str title: what is being done, for the head of the dialog
        :param dict context: added to the context of each call
        """
        return {
            "type": "ir.actions.client",
            "tag": "agent_mlm.step_runner",
            "name": title,
            "target": "new",
            "params": {
                "model": self._name,
                "method": method,
                "ids": self.ids,
                "context": context or {},
            },
        }

    def _report_step(self, done, total, message, next_action=False):
        """Return what a step answers to the dialog."""
        return {
            "done": done,
            "total": total,
            "message": message,
            "next": next_action,
        }
