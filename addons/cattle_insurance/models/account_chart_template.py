from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """Override of `account`: an insurance office is registered under GST."""
        super()._post_load_data(template_code, company, template_data)
        if template_code == "in":
            (company or self.env.company)._register_for_gst()

    @template("in", "account.account")
    def _get_cattle_in_account_account(self):
        return {
            "insurance_premium_income": {
                "name": self.env._("Insurance Premium Income"),
                "code": "20025",
                "account_type": "income",
            },
        }

    @template("in", "account.journal")
    def _get_cattle_in_account_journal(self):
        return {
            "insurance_premium": {
                "name": self.env._("Insurance Premiums"),
                "code": "PREM",
                "type": "sale",
                "sequence": 4,
                "show_on_dashboard": True,
                "default_account_id": "insurance_premium_income",
                "refund_sequence": True,
            },
        }

    @template("in", "res.company")
    def _get_cattle_in_res_company(self):
        return {
            self.env.company.id: {
                "insurance_premium_account_id": "insurance_premium_income",
                "insurance_premium_journal_id": "insurance_premium",
            },
        }
