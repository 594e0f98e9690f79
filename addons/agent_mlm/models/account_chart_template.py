from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    @template("in", "account.account")
    def _get_agent_mlm_in_account_account(self):
        return {
            "agent_commission_payable": {
                "name": self.env._("Agent Commission Payable"),
                "code": "11225",
                "account_type": "liability_payable",
                "reconcile": True,
                "non_trade": True,
            },
        }

    @template("in", "account.journal")
    def _get_agent_mlm_in_account_journal(self):
        return {
            "agent_commission": {
                "name": self.env._("Agent Commissions"),
                "code": "AGCOM",
                "type": "general",
                "sequence": 20,
                "show_on_dashboard": True,
            },
        }

    @template("in", "res.company")
    def _get_agent_mlm_in_res_company(self):
        return {
            self.env.company.id: {
                "mlm_payable_account_id": "agent_commission_payable",
                "mlm_expense_account_id": "p211250",
                "mlm_withholding_account_id": "p11244",
                "mlm_commission_journal_id": "agent_commission",
            },
        }
