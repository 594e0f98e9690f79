from odoo import models

from odoo.addons.agent_mlm.models.mlm_register import Control
from odoo.addons.agent_mlm.tools.sheet_book import Column

from .insurance_policy import ACCOUNTANT

GST_KINDS = ("sgst", "cgst", "igst", "cess")


class InsuranceRegisterPremium(models.AbstractModel):
    """Every premium invoice and credit note of the period, with its GST split."""

    _name = "insurance.register.premium"
    _description = "Premium register"
    _inherit = ["mlm.register"]

    def _get_columns(self):
        return [
            Column("date", self.env._("Date"), "date", 11),
            Column("number", self.env._("Invoice"), width=18),
            Column("kind", self.env._("Kind"), width=12),
            Column("policy", self.env._("Policy"), width=17),
            Column("customer", self.env._("Customer"), width=24),
            Column("gstin", self.env._("GSTIN"), width=17),
            Column("place", self.env._("Place of supply"), width=18),
            Column("sac", self.env._("SAC"), width=9),
            Column("premium", self.env._("Premium"), "money", 14, is_total=True),
            Column("sgst", self.env._("SGST"), "money", 13, is_total=True),
            Column("cgst", self.env._("CGST"), "money", 13, is_total=True),
            Column("igst", self.env._("IGST"), "money", 13, is_total=True),
            Column("cess", self.env._("Cess"), "money", 11, is_total=True),
            Column("total", self.env._("Total"), "money", 14, is_total=True),
        ]

    def _get_rows(self, period):
        self.env["guarded.state.mixin"]._check_role(ACCOUNTANT)
        taxes = self._sum_taxes(period)
        moves = self.env["account.move"].search(
            [
                ("journal_id", "=", period.company.insurance_premium_journal_id.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("state", "=", "posted"),
                ("date", ">=", period.start),
                ("date", "<=", period.end),
            ],
            order="date, name, id",
        )
        for move in self._read_in_pieces(moves):
            # not sliced, not united: that would read them move by move
            policies = move.policy_ids or move.credited_policy_ids
            state = move.l10n_in_state_id
            yield {
                "date": move.date,
                "number": move.name,
                "kind": self._name_kind(move),
                "policy": ", ".join(policies.mapped("display_name")),
                "customer": move.partner_id.name,
                "gstin": move.partner_id.vat,
                "place": state and f"{state.l10n_in_tin or ''}-{state.name}",
                "sac": self._join(move.invoice_line_ids.mapped("l10n_in_hsn_code")),
                "premium": move.amount_untaxed_signed,
                "total": move.amount_total_signed,
                **taxes.get(move.id, {}),
            }

    def _get_controls(self, period, totals):
        company = period.company
        dates = [
            ("company_id", "=", company.id),
            ("date", ">=", period.start),
            ("date", "<=", period.end),
        ]
        income = [("account_id", "=", company.insurance_premium_account_id.id)]
        journal = [("journal_id", "=", company.insurance_premium_journal_id.id)]
        return [
            Control(
                self.env._("Premiums"),
                totals["premium"],
                self._sum_ledger(dates + income),
            ),
            Control(
                self.env._("GST"),
                round(sum(totals[kind] for kind in GST_KINDS), 2),
                self._sum_ledger([*dates, *journal, ("tax_line_id", "!=", False)]),
            ),
            Control(
                self.env._("Invoices less credit notes"),
                totals["total"],
                self._sum_ledger(
                    [*dates, *journal, ("account_type", "=", "asset_receivable")],
                    sign=1,
                ),
            ),
        ]

    def _sum_taxes(self, period):
        """Return {invoice id: {kind of GST: rupees}}."""
        sums = {}
        for move, tax, balance in self.env["account.move.line"]._read_group(
            [
                ("journal_id", "=", period.company.insurance_premium_journal_id.id),
                ("parent_state", "=", "posted"),
                ("display_type", "=", "tax"),
                ("date", ">=", period.start),
                ("date", "<=", period.end),
            ],
            ["move_id", "tax_line_id"],
            ["balance:sum"],
        ):
            kind = tax.l10n_in_gst_tax_type or "cess"
            of_move = sums.setdefault(move.id, {})
            of_move[kind] = round(of_move.get(kind, 0.0) - balance, 2)
        return sums

    def _join(self, codes):
        return ", ".join(dict.fromkeys(filter(None, codes)))

    def _name_kind(self, move):
        if move.move_type == "out_refund":
            return self.env._("Credit note")
        return self.env._("Invoice")
