from odoo import fields, models


class AccountMove(models.Model):
    """Bank entries know which answer of the bank they book."""

    _inherit = "account.move"

    mlm_payout_return_id = fields.Many2one(
        "mlm.payout.return",
        string="Payout return",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="agent_mlm.agent_mlm_group_accountant",
    )
