"""What offices that were open before tax and corrections existed need for them."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Choose the tax account of Indian companies; name what was posted by hand."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].search([])
    for company in companies.filtered(lambda company: company.chart_template == "in"):
        if not company.mlm_withholding_account_id:
            chart = env["account.chart.template"].with_company(company)
            account = chart.ref("p11244", raise_if_not_found=False)
            company.mlm_withholding_account_id = account
    env["account.move.line"].search(
        [
            ("account_id", "in", companies.mlm_payable_account_id.ids),
            ("parent_state", "=", "posted"),
            ("mlm_event", "=", False),
        ]
    ).mlm_event = "correction"
