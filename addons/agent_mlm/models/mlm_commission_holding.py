from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from .mlm_agent import ACCOUNTANT

# a refusal of thousands is not read to its end
MAX_SENTENCES = 20


class MlmCommission(models.Model):
    """When a commission may be approved: not before its hold days are over.

    The days count from the moment the sale paid commission, so that a sale undone
    within them costs nobody a clawback. What a refund took off a commission that
    still waits is as old as the commission itself.
    """

    _inherit = "mlm.commission"

    def _check_approvable(self):
        """Refuse all of them if one can not be approved now.

        :raise UserError: saying which, why, and from when on it can
        """
        strays = self.filtered(lambda commission: commission.state != "pending")
        if strays:
            raise UserError(strays._explain_refused_move("approved"))
        bars = self._list_bars_to_approval()
        sentences = [
            self.env._(
                "%(commission)s: %(reason)s.",
                commission=commission.display_name,
                reason=reason,
            )
            for commission, reason in list(bars.items())[:MAX_SENTENCES]
        ]
        if len(bars) > MAX_SENTENCES:
            rest = len(bars) - MAX_SENTENCES
            sentences.append(self.env._("And %(count)s more.", count=rest))
        if sentences:
            raise UserError("\n".join(sentences))

    def _list_bars_to_approval(self):
        """Return {commission: reason} of those that can not be approved now."""
        now = fields.Datetime.now()
        return {
            commission: reason
            for commission in self
            if (reason := commission._get_bar_to_approval(now))
        }

    def _get_bar_to_approval(self, moment):
        """Return why this commission can not be approved at ``moment``, or False."""
        self.ensure_one()
        if self.state != "pending":
            labels = dict(self._fields["state"]._description_selection(self.env))
            return self.env._("its status is “%(state)s”", state=labels[self.state])
        held_until = self._get_held_until()
        if held_until and moment < held_until:
            return self.env._(
                "on hold: it can be approved from %(moment)s",
                moment=format_datetime(self.env, held_until),
            )
        return False

    def _get_held_until(self):
        """Return the moment its hold days are over, or False if it has none."""
        self.ensure_one()
        days = self.company_id.mlm_commission_hold_days
        return days and (self.origin_id or self).create_date + timedelta(days=days)

    @api.model
    def _get_approvable_domain(self, company):
        """Return the domain of the commissions ``company`` could approve now.

        Parts that a refund took off go with their commission and are not in it.
        """
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "pending")
            & Domain("reversal_number", "=", 0)
        )
        if days := company.mlm_commission_hold_days:
            youngest = fields.Datetime.now() - timedelta(days=days)
            domain &= Domain("create_date", "<=", youngest)
        return domain

    def action_open_approval(self):
        """Show what an approval of these would leave and why, before it is done."""
        self._check_role(ACCOUNTANT)
        self.check_access("write")
        approval = self.env["mlm.commission.approval"].create(
            {"commission_ids": [Command.set(self.ids)]}
        )
        return approval._get_records_action(
            name=self.env._("Approve commissions"), target="new"
        )
