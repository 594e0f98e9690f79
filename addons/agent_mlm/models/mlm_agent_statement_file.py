import base64

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.sheet_book import Column, SheetBook
from .mlm_register import Control

# pages of more agents are a job for a printer's shop: the workbook has them all
MAX_PRINTED = 300
MIMETYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# what a summary adds up: a column for each, with the events of the ledger it is
SUMS = {
    "commission": ("commission",),
    "clawback": ("clawback",),
    "tax": ("withholding",),
    "payout": ("payout",),
    "returned": ("payout_reversal",),
    "other": ("correction", "other"),
}


class MlmAgent(models.Model):
    """Statements as a PDF to send and as a workbook to go on with."""

    _inherit = "mlm.agent"

    def export_statement(self, date_start, date_end, layout="pdf"):
        """Return statements as a file: one's own, or those of many for accountants.

        :param date_start: the first day, as a date or ISO text
        :param date_end: the last day
        :param str layout: ``pdf`` or ``xlsx``
        :return: dict of ``name``, ``mimetype`` and ``content`` (base64 text)
        :raise AccessError: if one of the wallets is somebody else's
        """
        self._check_wallet_holder()
        if layout not in MIMETYPES:
            raise UserError(self.env._("Choose PDF or Excel."))
        make = {"pdf": self._print_statements, "xlsx": self._write_statements}[layout]
        return {
            "name": f"{self._name_statement(date_start, date_end)}.{layout}",
            "mimetype": MIMETYPES[layout],
            "content": base64.b64encode(make(date_start, date_end)).decode(),
        }

    def _name_statement(self, date_start, date_end):
        codes = self.sudo().code if len(self) == 1 else ""
        title = self.env._("Statement %(codes)s", codes=codes).strip()
        return f"{title} {date_start} {date_end}"

    def _print_statements(self, date_start, date_end):
        self._check_printable()
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "agent_mlm.mlm_agent_statement_report",
            self.ids,
            data={"date_start": str(date_start), "date_end": str(date_end)},
        )
        return content

    def _check_printable(self):
        if len(self) > MAX_PRINTED:
            raise UserError(
                self.env._(
                    "%(count)s statements are too many for one PDF: choose up to "
                    "%(limit)s agents, or Excel.",
                    count=len(self),
                    limit=MAX_PRINTED,
                )
            )

    def _make_translated_statements(self, date_start, date_end):
        """Return the statements, each in its agent's language."""
        found = {}
        for lang, agents in self.sudo().grouped(lambda a: a.partner_id.lang).items():
            reader = agents.with_context(lang=lang or self.env.lang)
            for statement in reader._make_statements(date_start, date_end):
                found[statement.agent.id] = statement
        return [found[agent_id] for agent_id in self.ids]

    def _mask_pan(self):
        """Return the end of the PAN: paper lies about."""
        self.ensure_one()
        return f"••••••{self.sudo().pan[-4:]}" if self.sudo().pan else "-"

    def _write_statements(self, date_start, date_end):
        """Return a workbook: a line for each agent, and all movements."""
        statements = self._make_statements(date_start, date_end)
        book = SheetBook()
        heading = [
            self.env._("Agent statements"),
            ", ".join(self.sudo().company_id.mapped("name")),
            self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, date_start),
                end=format_date(self.env, date_end),
            ),
        ]
        book.add_sheet(
            self.env._("Summary"),
            heading,
            self._get_summary_columns(),
            map(self._summarise, statements),
            self.env._("Total"),
            lambda totals: self._compare_closing(totals, date_end),
        )
        book.add_sheet(
            self.env._("Movements"),
            heading,
            self._get_movement_columns(),
            self._list_all_movements(statements),
            self.env._("Total"),
        )
        return book.close()

    def _get_summary_columns(self):
        amounts = {
            "opening": self.env._("Opening balance"),
            "commission": self.env._("Commissions"),
            "clawback": self.env._("Taken back"),
            "tax": self.env._("Tax (TDS)"),
            "payout": self.env._("Payouts"),
            "returned": self.env._("Payouts returned"),
            "other": self.env._("Other"),
            "closing": self.env._("Closing balance"),
        }
        return [
            Column("code", self.env._("Agent"), width=11),
            Column("name", self.env._("Name"), width=28),
            *(
                Column(name, title, "money", 15, is_total=True)
                for name, title in amounts.items()
            ),
            Column("words", self.env._("Closing balance in words"), "long", 50),
        ]

    def _summarise(self, statement):
        agent = statement.agent
        return {
            "code": agent.code,
            "name": agent.name,
            "opening": statement.opening,
            **{name: statement.total(*events) for name, events in SUMS.items()},
            "closing": statement.closing,
            "words": agent.currency_id._spell_amount(statement.closing),
        }

    def _compare_closing(self, totals, date_end):
        ledger = sum(self.sudo()._sum_wallet_lines([("date", "<=", date_end)]).values())
        control = Control(
            self.env._("Closing balances"), totals["closing"] / 100, round(ledger, 2)
        )
        return self.env["mlm.register"]._describe_controls([control])

    def _get_movement_columns(self):
        return [
            Column("code", self.env._("Agent"), width=11),
            Column("name", self.env._("Name"), width=24),
            Column("date", self.env._("Date"), "date", 11),
            Column("entry", self.env._("Entry"), width=19),
            Column("text", self.env._("Particulars"), "long", 34),
            Column("detail", self.env._("Explanation"), "long", 60),
            Column("credit", self.env._("Credit"), "money", 14, is_total=True),
            Column("debit", self.env._("Debit"), "money", 14, is_total=True),
            Column("balance", self.env._("Balance"), "money", 14),
        ]

    def _list_all_movements(self, statements):
        for statement in statements:
            agent = {"code": statement.agent.code, "name": statement.agent.name}
            opening = self.env._("Opening balance")
            yield {
                **agent,
                "date": statement.start,
                "text": opening,
                "balance": statement.opening,
            }
            for row in statement.rows:
                yield {
                    **agent,
                    **vars(row),
                    "credit": row.amount if row.amount > 0 else None,
                    "debit": -row.amount if row.amount < 0 else None,
                }
