from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    mlm_event = fields.Selection(
        [
            ("commission", "Commission"),
            ("payout", "Payout"),
        ],
        string="Wallet event",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="What this line means in the agent's wallet.",
    )
    mlm_commission_ids = fields.One2many(
        "mlm.commission",
        "move_line_id",
        string="Commissions",
        groups="agent_mlm.agent_mlm_group_officer,agent_mlm.agent_mlm_group_accountant",
    )
