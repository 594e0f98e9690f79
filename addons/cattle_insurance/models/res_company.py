from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    insurance_premium_account_id = fields.Many2one(
        "account.account",
        string="Premium income account",
        check_company=True,
        domain="[('internal_group', '=', 'income')]",
        help="Where premiums are credited, without GST.",
    )
    insurance_premium_journal_id = fields.Many2one(
        "account.journal",
        string="Premium journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="The journal of premium invoices and their credit notes.",
    )

    def _load_premium_books(self):
        """Create the premium account and journal of the Indian chart."""
        for company in self:
            chart = self.env["account.chart.template"].with_company(company)
            chart._load_data(
                {
                    "account.account": chart._get_cattle_in_account_account(),
                    "account.journal": chart._get_cattle_in_account_journal(),
                }
            )
            chart._load_data({"res.company": chart._get_cattle_in_res_company()})
        self._register_for_gst()

    def _register_for_gst(self):
        """Activate the GST taxes: premiums are taxed from the first rupee on.

        Odoo keeps them archived until a GSTIN is entered, and plans could not choose
        the 18 % that premiums bear.
        """
        self.l10n_in_is_gst_registered = True
