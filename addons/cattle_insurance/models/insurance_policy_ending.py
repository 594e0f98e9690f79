from odoo import api, fields, models

from .insurance_policy import MANAGER, UNDERWRITER

EXPIRY_BATCH = 500


class InsurancePolicy(models.Model):
    """How a policy ends: its term, a cancellation, or the loss of the animal."""

    _inherit = "insurance.policy"

    def action_cancel(self, reason):
        """Cancel proposals before payment, or policies in force with their refund.

        :param str reason: told to the customer
        """
        self._check_role(UNDERWRITER)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        self._check_moves_to("cancelled")
        today = fields.Date.context_today(self)
        self.filtered(lambda policy: policy.state == "pending")._withdraw_invoice()
        in_force = self.filtered(lambda policy: policy.state == "approved")
        refunds = {policy: policy._get_refund(today) for policy in in_force}
        due = in_force.filtered(lambda policy: refunds[policy] > 0)
        due._credit_premium(refunds)
        in_force._end_cover(today)
        self._end("cancelled", reason)
        self._queue_notice()

    def action_close(self, reason):
        """Close policies whose animal is lost: the cover has done its work.

        :param str reason: such as the number of the settlement
        """
        self._check_role(MANAGER)
        self.check_access("write")
        reason = self.env["mlm.agent"]._require_reason(reason)
        self._check_moves_to("closed")
        self._end_cover(fields.Date.context_today(self))
        self._end("closed", reason)

    def _end(self, state, reason):
        self._move(
            state,
            state_reason=reason,
            ended_by_id=self.env.uid,
            ended_at=fields.Datetime.now(),
        )

    def _end_cover(self, last_day):
        for policy in self:
            policy._record(
                date_end=max(min(policy.date_end, last_day), policy.date_start)
            )

    def _withdraw_invoice(self):
        """Cancel unpaid premiums by credit note; the invoice numbers stay on record."""
        for policy in self:
            invoice = policy.sudo().invoice_id
            credit_note = invoice._reverse_moves(
                [{"invoice_date": fields.Date.context_today(self)}], cancel=True
            )
            policy._record(credit_note_id=credit_note.id)

    def _get_refund(self, day):
        """Return the rupees, without GST, due back when cancelled on ``day``.

        For a term of up to one year in proportion to the days left; for longer terms
        the years that have not started yet (IRDAI, protection of policyholders'
        interests: the holder may cancel at any time).
        """
        self.ensure_one()
        if self.term_years == 1:
            term = (self.date_end - self.date_start).days + 1
            left = min((self.date_end - day).days, term)
        else:
            term = self.term_years
            left = sum(
                fields.Date.add(self.date_start, years=year) > day
                for year in range(term)
            )
        return self.currency_id.round(self.premium * max(left, 0) / term)

    @api.model
    def _cron_expire(self):
        """Expire policies past their last day, in batches that can be killed."""
        cron = self.env["ir.cron"]
        remaining = self.search_count(self._get_expired_domain())
        while expired := self._expire_batch():
            remaining -= len(expired)
            if not cron._commit_progress(len(expired), remaining=remaining):
                break

    @api.model
    def _expire_batch(self):
        policies = self.search(self._get_expired_domain(), limit=EXPIRY_BATCH)
        policies.with_context(tracking_disable=True)._move("expired")
        return policies

    @api.model
    def _get_expired_domain(self):
        today = fields.Date.context_today(self)
        return [("state", "=", "approved"), ("date_end", "<", today)]
