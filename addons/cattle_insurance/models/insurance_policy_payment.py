from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .insurance_policy import STAFF


class InsurancePolicy(models.Model):
    """The premium in the books: the invoice, its payment, its credit note."""

    _inherit = "insurance.policy"

    invoice_id = fields.Many2one(
        "account.move",
        string="Premium invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    credit_note_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    transaction_ids = fields.Many2many(
        related="invoice_id.transaction_ids", string="Online payments", groups=STAFF
    )
    paid_on = fields.Date(string="Premium paid on", readonly=True, copy=False)
    payment_state = fields.Selection(
        [
            ("pending", "Pending"),
            ("paid", "Paid"),
            ("failed", "Failed"),
            ("refunded", "Refunded"),
        ],
        string="Payment",
        compute="_compute_payment_state",
        compute_sudo=True,
        store=True,
        index=True,
        help="Read from the invoice, its payments and its credit note.",
    )

    _paid_when_decided = models.Constraint(
        "CHECK (state NOT IN ('pending_approval', 'approved', 'rejected', 'expired')"
        " OR paid_on IS NOT NULL)",
        "No cover before the premium is received (Insurance Act 1938, s.64VB).",
    )
    _start_after_payment = models.Constraint(
        "CHECK (date_start IS NULL OR date_start >= paid_on"
        " OR previous_policy_id IS NOT NULL)",
        "Cover can not start before the premium was received.",
    )

    @api.depends(
        "invoice_id.payment_state",
        "invoice_id.transaction_ids.state",
        "credit_note_id.payment_state",
    )
    def _compute_payment_state(self):
        for policy in self:
            policy.payment_state = policy._read_payment_state()

    def _read_payment_state(self):
        self.ensure_one()
        if self.credit_note_id.payment_state in ("paid", "in_payment"):
            return "refunded"
        if self.invoice_id.payment_state in ("paid", "in_payment"):
            return "paid"
        last_try = self.invoice_id.transaction_ids.sorted("id")[-1:]
        return "failed" if last_try.state in ("error", "cancel") else "pending"

    def action_open_invoice(self):
        """Open the premium invoice."""
        self.ensure_one()
        self.check_access("read")
        return self.invoice_id._get_records_action()

    def action_open_credit_note(self):
        """Open the credit note that gives the premium back."""
        self.ensure_one()
        self.check_access("read")
        return self.credit_note_id._get_records_action()

    def _create_invoices(self):
        """Create and post the customer invoices of these proposals, in their order."""
        moves = self.env["account.move"].sudo()
        positions = self._get_fiscal_positions()
        invoices = moves.browse()
        for company, policies in self.grouped("company_id").items():
            policies._check_premium_books(company)
            created = moves.with_company(company).create(
                [policy._prepare_invoice_vals(positions) for policy in policies]
            )
            created.action_post()
            invoices += created
        by_origin = {invoice.invoice_origin: invoice for invoice in invoices}
        return [by_origin[policy.name] for policy in self]

    @api.model
    def _check_premium_books(self, company):
        missing = [
            company._fields[name]._description_string(self.env)
            for name in ("insurance_premium_account_id", "insurance_premium_journal_id")
            if not company.sudo()[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Choose in the settings of %(company)s first: %(missing)s.",
                    company=company.name,
                    missing=", ".join(missing),
                )
            )

    def _prepare_invoice_vals(self, positions):
        self.ensure_one()
        company = self.company_id.sudo()
        return {
            "move_type": "out_invoice",
            "journal_id": company.insurance_premium_journal_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": self.name,
            "invoice_line_ids": [
                Command.create(self._prepare_invoice_line_vals(self.premium, positions))
            ],
        }

    def _prepare_invoice_line_vals(self, amount, positions=None):
        """Return the line of an invoice or credit note of ``amount`` rupees."""
        self.ensure_one()
        return {
            "name": self.env._(
                "%(plan)s, %(years)s years, animal %(animal)s",
                plan=self.plan_id.name,
                years=self.term_years,
                animal=self.animal_id.display_name,
            ),
            "quantity": 1,
            "price_unit": amount,
            "account_id": self.company_id.sudo().insurance_premium_account_id.id,
            "tax_ids": [Command.set(self._get_taxes(positions).ids)],
            "l10n_in_hsn_code": self.plan_id.sac_code,
        }

    def _confirm_payment(self):
        """Move proposals on whose premium has been received in full."""
        paid = self.filtered(
            lambda policy: policy.state == "pending" and policy.payment_state == "paid"
        )
        for policy in paid:
            policy._move("pending_approval", paid_on=policy._get_payment_date())
        paid._schedule_decision()

    def _get_payment_date(self):
        """Return the day the last part of the premium came in."""
        lines = self.invoice_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        payments = lines.matched_credit_ids.credit_move_id
        return max(payments.mapped("date"), default=fields.Date.context_today(self))

    def _credit_premium(self, amounts):
        """Post credit notes that give back part or all of the premiums.

        Never more than is left of a premium: an accountant may have made a credit
        note by hand before.

        :param dict amounts: {policy: rupees without GST}
        """
        self._lock_sales()
        amounts = {
            policy: min(amounts[policy], policy._get_refundable()) for policy in self
        }
        moves = self.env["account.move"].sudo()
        due = self.filtered(lambda policy: amounts[policy] > 0)
        for company, policies in due.grouped("company_id").items():
            notes = moves.with_company(company).create(
                [
                    policy._prepare_credit_note_vals(amounts[policy])
                    for policy in policies
                ]
            )
            notes.action_post()
            for policy, note in zip(policies, notes, strict=True):
                policy._record(credit_note_id=note.id)

    def _get_refundable(self):
        """Return the rupees of the premium that have not been given back yet."""
        self.ensure_one()
        left = self.premium - self._get_commission_refunded()
        return max(self.currency_id.round(left), 0.0)

    def _prepare_credit_note_vals(self, amount):
        self.ensure_one()
        # underwriters give premiums back, and do not read the books
        invoice = self.sudo().invoice_id
        return {
            "move_type": "out_refund",
            "journal_id": invoice.journal_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": self.name,
            "reversed_entry_id": invoice.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        **self._prepare_invoice_line_vals(amount),
                        # the GST that was charged, whatever the rules say today
                        "tax_ids": [Command.set(invoice.invoice_line_ids.tax_ids.ids)],
                    }
                )
            ],
        }
