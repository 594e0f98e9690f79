from odoo import fields, models


class MlmCommission(models.Model):
    """Clawback: what a refunded sale has paid is taken back, on every level.

    Of each commission the part is taken back that the refunds so far are of the
    premium, less what was taken back before: called twice it does nothing, and any
    sequence of refunds up to the whole premium ends at the commission, to the paisa.
    """

    _inherit = "mlm.commission"

    def _claw_back(self, refunded, refund_moves):
        """Bring what is taken back of these commissions in line with the refunds.

        A commission in the books is taken back by an entry, even if the wallet goes
        below zero: the next commissions recover it. One that is not there yet keeps
        its place in the queue and is credited with the rest.

        :param dict refunded: {commission: rupees of the premium refunded so far}
        :param dict refund_moves: {commission: the credit note}
        :return: the new negative commissions
        """
        # before anything is read: an approval at the same time starts over, or we do
        self.agent_id._lock_wallets()
        vals_list = [
            vals
            for commission in self.filtered(lambda share: share.state != "cancelled")
            if (
                vals := commission._prepare_reversal_vals(
                    refunded[commission], refund_moves.get(commission)
                )
            )
        ]
        reversals = self.with_context(tracking_disable=True).create(vals_list)
        booked = reversals.filtered("origin_id.move_line_id")
        for company, taken_back in booked.grouped("company_id").items():
            taken_back._post_clawback(company)
        (reversals - booked)._follow_origin()
        return reversals

    def _prepare_reversal_vals(self, refunded, refund_move):
        """Return the vals of the next part taken back, or None if there is none."""
        self.ensure_one()
        currency = self.currency_id
        reversals = self.reversal_ids
        refunded = min(max(refunded, 0.0), self.amount_base)
        due = currency.round(self.amount * refunded / self.amount_base)
        amount = currency.round(due + sum(reversals.mapped("amount")))
        if currency.is_zero(amount):
            return None
        refunded_before = -sum(reversals.mapped("amount_base"))
        copied = ("res_model", "res_id", "source_name", "date_sale", "level", "kind")
        linked = ("agent_id", "seller_id", "company_id", "currency_id", "plan_id")
        return {
            **{name: self[name] for name in (*copied, "rate", "standing")},
            **{name: self[name].id for name in linked},
            "amount": -amount,
            "amount_base": currency.round(refunded_before - refunded),
            "reversal_number": max(reversals.mapped("reversal_number"), default=0) + 1,
            "origin_id": self.id,
            "refund_move_id": refund_move.id if refund_move else False,
        }

    def _post_clawback(self, company):
        """Debit the wallets with what is taken back: one entry, one line an agent."""
        company._check_commission_books()
        by_agent = self._group_by_agent()
        move = self._post_entry(
            company,
            self.env._("%(count)s commissions taken back", count=len(self)),
            self._prepare_clawback_lines_vals(company, by_agent),
        )
        wallet_lines = move.line_ids.filtered("mlm_event").grouped("partner_id")
        moment = fields.Datetime.now()
        for agent, commissions in by_agent.items():
            commissions._move(
                "approved",
                move_line_id=wallet_lines[agent.partner_id].id,
                approved_at=moment,
                approved_by_id=self.env.uid,
            )
        self.agent_id.invalidate_recordset()

    def _prepare_clawback_lines_vals(self, company, by_agent):
        lines = [
            {
                "account_id": company.mlm_payable_account_id.id,
                "partner_id": agent.partner_id.id,
                "name": self.env._(
                    "Taken back from %(agent)s (%(count)s)",
                    agent=agent.code,
                    count=len(commissions),
                ),
                "mlm_event": "clawback",
                **commissions._prepare_debit_vals(-commissions._total()),
            }
            for agent, commissions in by_agent.items()
        ]
        expense = {
            "account_id": company.mlm_expense_account_id.id,
            "name": self.env._("Commissions taken back (%(count)s)", count=len(self)),
            **self._prepare_debit_vals(self._total()),
        }
        return [expense, *lines]

    def _prepare_debit_vals(self, amount):
        """Return debit and credit of a line: a debit, or a credit below zero."""
        return {"debit": max(amount, 0.0), "credit": max(-amount, 0.0)}

    def _follow_origin(self):
        """Let parts of unbooked commissions wait with them, or end with them."""
        held = self.filtered(lambda part: part.origin_id.state == "held")
        for origin, parts in held.grouped("origin_id").items():
            parts._move("held", state_reason=origin.state_reason)
        gone = self.origin_id.filtered(
            lambda origin: origin.currency_id.is_zero(
                origin.amount + sum(origin.reversal_ids.mapped("amount"))
            )
        )
        gone._with_reversals()._move(
            "cancelled", state_reason=self.env._("The premium was refunded.")
        )

    def _with_reversals(self):
        """Return these and what belongs to them, as far as it is not in the books.

        A commission that was refunded in part before it was booked moves together
        with the part taken back: only the rest is ever credited.
        """
        origins = self | self.origin_id
        family = origins | origins.reversal_ids
        return self | family.filtered(lambda share: not share.move_line_id)

    def _explain_reversal(self):
        if self.amount > 0:
            return self.env._(
                "Given back: a refund of %(refund)s was undone.",
                refund=self._format(self.amount_base),
            )
        values = {
            "refund": self._format(-self.amount_base),
            "base": self._format(self.origin_id.amount_base),
            "share": self._format(self.origin_id.amount),
        }
        if note := self.sudo().refund_move_id:
            return self.env._(
                "Taken back: %(refund)s of a premium of %(base)s, which paid "
                "%(share)s, was refunded by %(note)s.",
                note=note.name,
                **values,
            )
        return self.env._(
            "Taken back: %(refund)s of a premium of %(base)s, which paid %(share)s, "
            "was refunded.",
            **values,
        )
