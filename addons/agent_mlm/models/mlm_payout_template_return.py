import re

from odoo import fields, models

WORDS = {
    "paid": "success, successful, paid, processed, credited, completed, settled",
    "failed": "failed, failure, rejected, returned, cancelled, error",
    "waiting": "pending, in process, in progress, initiated, queued",
}
# the fields of an answer, and which of them every answer must have
ANSWER_FIELDS = ("reference", "account", "amount", "status", "reason", "utr")
NEEDED_FIELDS = ("amount", "status", "utr")


class MlmPayoutTemplate(models.Model):
    """How the bank's answer is read: which column says what, which words mean paid.

    Mapped once, when the first answer is read, and kept here.
    """

    _inherit = "mlm.payout.template"

    return_reference = fields.Char(
        string="Reference column",
        tracking=True,
        help="Where our reference comes back. Without one, payments are found by "
        "account and amount.",
    )
    return_account = fields.Char(string="Account column", tracking=True)
    return_amount = fields.Char(string="Amount column", tracking=True)
    return_status = fields.Char(string="Status column", tracking=True)
    return_reason = fields.Char(string="Reason column", tracking=True)
    return_utr = fields.Char(string="UTR column", tracking=True)
    return_paid_words = fields.Char(
        string="Words for paid", default=WORDS["paid"], tracking=True
    )
    return_failed_words = fields.Char(
        string="Words for failed", default=WORDS["failed"], tracking=True
    )
    return_waiting_words = fields.Char(
        string="Words for not yet", default=WORDS["waiting"], tracking=True
    )

    def _get_return_mapping(self):
        """Return {field of an answer: heading}, or {} if it was not mapped yet."""
        self.ensure_one()
        mapping = {name: self[f"return_{name}"] for name in ANSWER_FIELDS}
        mapping = {name: heading for name, heading in mapping.items() if heading}
        found = mapping.keys() & {"reference", "account"}
        return mapping if found and mapping.keys() >= set(NEEDED_FIELDS) else {}

    def _keep_return_mapping(self, mapping):
        """Keep which column says what; accountants map, managers edit the rest."""
        wanted = {f"return_{name}": mapping.get(name, False) for name in ANSWER_FIELDS}
        self.sudo().write(wanted)

    def _understand_status(self, text):
        """Return ``paid``, ``failed``, ``waiting``, or None for an unknown word."""
        key = self._status_key(text)
        for meaning in ("paid", "failed", "waiting"):
            words = (self[f"return_{meaning}_words"] or "").split(",")
            if key and key in map(self._status_key, words):
                return meaning
        return None

    def _status_key(self, text):
        return re.sub(r"[\W_]", "", text.lower())
