from odoo import api, models
from odoo.tools import SQL

from ..tools.sheet_book import to_paise

# which lines of the ledger a kind of paper stands for, and on which side of a wallet
_EVENTS = {
    "commission": ("commission", "clawback"),
    "withholding": ("withholding",),
    "payout": ("payout",),
    "payout_reversal": ("payout_reversal",),
}
_CREDITS = ("commission", "payout_reversal")


class MlmLedgerCheck(models.Model):
    """How papers and ledger are compared: sums by agent, a few queries for all."""

    _inherit = "mlm.ledger.check"

    @api.model
    def _compare(self, company):
        """Return the differences between a company's papers and its ledger.

        :return: dict of ``agent_count``, ``amount_ledger`` (rupees) and
            ``differences``, the vals of ``mlm.ledger.check.line``
        """
        self.env.flush_all()
        agents = self._map_agents(company)
        ledger = self._sum_ledger(company)
        papers = self._sum_papers(company)
        tax_account = self._sum_tax_lines(company)
        differences = []
        for partner_id in sorted(agents.keys() | ledger.keys() | papers.keys()):
            who = {"partner_id": partner_id, "agent_id": agents.get(partner_id, False)}
            differences += [
                {**who, "kind": kind, **sums}
                for kind, sums in self._compare_one(
                    partner_id in agents,
                    ledger.get(partner_id, {}),
                    papers.get(partner_id, {}),
                    tax_account.get(partner_id, 0),
                )
            ]
        return {
            "agent_count": len(agents),
            "amount_ledger": sum(sum(sums.values()) for sums in ledger.values()) / 100,
            "differences": differences,
        }

    @api.model
    def _compare_one(self, is_agent, ledger, papers, tax_account):
        """Yield (kind, sums in rupees) of what differs for one contact.

        :param dict ledger: {event: paise}, credits above zero
        :param dict papers: {kind: paise}
        :param int tax_account: paise that the tax account has of him
        """
        pairs = {
            kind: (papers.get(kind, 0), sum(ledger.get(event, 0) for event in events))
            for kind, events in _EVENTS.items()
        }
        pairs["tax"] = (-papers.get("withholding", 0), tax_account)
        corrections = ledger.get("correction", 0) if is_agent else 0
        pairs["wallet"] = (sum(papers.values()) + corrections, sum(ledger.values()))
        known = {*(event for events in _EVENTS.values() for event in events)}
        strays = ledger.keys() - known - ({"correction"} if is_agent else set())
        pairs["stray"] = (0, sum(ledger[event] for event in strays))
        for kind, (expected, found) in pairs.items():
            if expected != found:
                yield (
                    kind,
                    {"amount_papers": expected / 100, "amount_ledger": found / 100},
                )

    @api.model
    def _map_agents(self, company):
        """Return {contact id: agent id} of all agents of the company."""
        agents = self.env["mlm.agent"].with_context(active_test=False)
        agents = agents.search_fetch([("company_id", "=", company.id)], ["partner_id"])
        return {agent.partner_id.id: agent.id for agent in agents}

    @api.model
    def _sum_ledger(self, company):
        """Return {contact id: {event: paise}} of what is posted on the wallets."""
        sums = {}
        for partner, event, balance in self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", company.mlm_payable_account_id.id),
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
            ],
            ["partner_id", "mlm_event"],
            ["balance:sum"],
        ):
            sums.setdefault(partner.id, {})[event] = -to_paise(balance)
        return sums

    @api.model
    def _sum_papers(self, company):
        """Return {contact id: {kind: paise}} of what the papers say moved wallets."""
        ours = ("company_id", "=", company.id)
        withdrawals = self.env["mlm.withdrawal"]
        found = {
            "commission": self.env["mlm.commission"]._read_group(
                [ours, ("state", "in", ("approved", "paid"))],
                ["agent_id"],
                ["amount:sum"],
            ),
            "withholding": self.env["mlm.withholding"]._read_group(
                [ours], ["agent_id"], ["amount:sum"]
            ),
            "payout": withdrawals._read_group(
                [ours, ("state", "in", ("processed", "reversed"))],
                ["agent_id"],
                ["amount:sum"],
            ),
            "payout_reversal": withdrawals._read_group(
                [ours, ("state", "=", "reversed")], ["agent_id"], ["amount:sum"]
            ),
        }
        sums = {}
        for kind, rows in found.items():
            sign = 1 if kind in _CREDITS else -1
            for agent, amount in rows:
                partner_sums = sums.setdefault(agent.partner_id.id, {})
                partner_sums[kind] = sign * to_paise(amount)
        return sums

    @api.model
    def _sum_tax_lines(self, company):
        """Return {contact id: paise} that the tax lines of withholdings hold."""
        rows = self.env.execute_query(
            SQL(
                "SELECT tax.partner_id, SUM(line.credit - line.debit)"
                " FROM mlm_withholding tax"
                " JOIN account_move_line line ON line.id = tax.tax_line_id"
                " AND line.parent_state = 'posted'"
                " AND line.account_id = %s"
                " WHERE tax.company_id = %s GROUP BY tax.partner_id",
                company.mlm_withholding_account_id.id or None,
                company.id,
            )
        )
        return {partner_id: to_paise(float(amount)) for partner_id, amount in rows}
