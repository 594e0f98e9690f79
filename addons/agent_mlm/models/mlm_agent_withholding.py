from collections import Counter

from odoo import api, fields, models

from .mlm_withholding_rule import get_financial_year, name_financial_year


class MlmAgent(models.Model):
    """Tax withheld from agents: by person and financial year, not by agent.

    A person may be several agents; the PAN tells. Up to the threshold nothing is
    withheld. The approval that passes it withholds on its own commissions, and on
    all the year's earlier ones as a line of its own, each from the wallet that was
    credited with them.
    """

    _inherit = "mlm.agent"

    def _get_payee(self):
        """Return the PAN entity that stands for the person, or the contact."""
        self.ensure_one()
        return self.partner_id.l10n_in_pan_entity_id or self.partner_id

    def _get_agents_of_payees(self):
        """Return these agents and all others of the same persons and companies."""
        entities = self.partner_id.l10n_in_pan_entity_id
        others = self.with_context(active_test=False).search(
            [
                ("partner_id.l10n_in_pan_entity_id", "in", entities.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        return (self | others).sorted("id")

    @api.model
    def _list_withholdings(self, credits_by_agent, day):
        """Return the vals of what is withheld when agents are credited on ``day``.

        Nothing is posted: the caller does, or only shows it.

        :param dict credits_by_agent: {agent: rupees}, of one company
        :param date day: the day of the credit
        :return: vals of ``mlm.withholding`` rows without their lines in the books
        """
        agents = self.union(*credits_by_agent)
        rule = self.env["mlm.withholding.rule"].sudo()._get_rule_on(day)
        if not rule or agents.company_id.account_fiscal_country_id.code != "IN":
            return []
        agents = agents._get_agents_of_payees()
        earned = agents._read_earned_in_year(day)
        withheld = agents._read_withheld_in_year(day)
        taxed_pans = agents._read_taxed_pans(day)
        vals_list = []
        for payee in agents.grouped(lambda agent: agent._get_payee()).values():
            together = sum(
                earned.get(agent, 0.0) + credits_by_agent.get(agent, 0.0)
                for agent in payee
            )
            passed = rule.currency_id.compare_amounts(together, rule.amount_threshold)
            if passed > 0 or payee.partner_id.l10n_in_pan_entity_id.name in taxed_pans:
                certified = payee._sum_certified(withheld)
                for agent in payee:
                    vals_list += agent._prepare_withholdings_vals(
                        rule,
                        day,
                        withheld.get(agent, {}),
                        certified,
                        (earned.get(agent, 0.0), credits_by_agent.get(agent, 0.0)),
                    )
        return vals_list

    def _read_taxed_pans(self, day):
        """Return the PANs that have passed the year's threshold already.

        They stay past it, even if an agent is filed under another PAN meanwhile.
        """
        names = self.partner_id.l10n_in_pan_entity_id.mapped("name")
        rows = self.env["mlm.withholding"]._read_group(
            [
                ("pan", "in", names),
                ("company_id", "in", self.company_id.ids),
                ("financial_year", "=", name_financial_year(day)),
            ],
            ["pan"],
        )
        return {pan for (pan,) in rows}

    def _sum_certified(self, withheld):
        """Return Counter({certificate number: rupees}) of all agents of a person.

        :param dict withheld: what :meth:`_read_withheld_in_year` found
        """
        certified = Counter()
        for agent in self:
            for (_rate, number), (base, _tax) in withheld.get(agent, {}).items():
                certified[number] += base
        return certified

    def _read_earned_in_year(self, day):
        """Return {agent: rupees} credited in the financial year of ``day``."""
        first, last = get_financial_year(day)
        by_partner = self._sum_wallet_lines(
            [("mlm_event", "=", "commission"), ("date", ">=", first)]
            + [("date", "<=", last)]
        )
        return {
            agent: by_partner.get((agent.partner_id, agent.company_id), 0.0)
            for agent in self
        }

    def _read_withheld_in_year(self, day):
        """Return {agent: {(rate, certificate number): (base, tax)}} of the year."""
        withheld = {}
        for agent, rate, number, base, tax in self.env["mlm.withholding"]._read_group(
            [
                ("agent_id", "in", self.ids),
                ("financial_year", "=", name_financial_year(day)),
            ],
            ["agent_id", "rate", "certificate_number"],
            ["amount_base:sum", "amount:sum"],
        ):
            withheld.setdefault(agent, {})[rate, number or False] = (base, tax)
        return withheld

    def _prepare_withholdings_vals(self, rule, day, withheld, certified, amounts):
        """Return the vals of this agent's rows once the threshold is passed.

        :param dict withheld: what the year has seen, by rate and certificate
        :param Counter certified: what certificates have covered, counted on here
        :param amounts: rupees credited in the year before, and now
        """
        self.ensure_one()
        earned, credit = amounts
        currency = self.currency_id
        withheld = dict(withheld)
        taxed = sum(base for base, _tax in withheld.values())
        vals_list = []
        for kind, base in (("catch_up", earned - taxed), ("current", credit)):
            for terms, part in self._split_by_terms(rule, day, certified, base):
                key = (terms["rate"], terms["certificate_number"])
                certified[terms["certificate_number"]] += part
                base_before, tax_before = withheld.get(key, (0.0, 0.0))
                # rounded over the year: however it is cut, the tax is the same
                tax = currency.round((base_before + part) * terms["rate"] / 100)
                withheld[key] = (base_before + part, tax)
                vals_list.append(
                    {
                        **self._prepare_withholding_vals(rule, day),
                        **terms,
                        "kind": kind,
                        "amount_base": part,
                        "amount": currency.round(tax - tax_before),
                    }
                )
        return vals_list

    def _split_by_terms(self, rule, day, certified, base):
        """Return (terms, rupees): what a certificate covers, and the rest."""
        entity = self.partner_id.l10n_in_pan_entity_id
        number = entity.mlm_certificate_number
        currency = self.currency_id
        covered = min(base, entity._get_certified_room(day, certified[number]))
        certified_terms = {
            "rate": entity._get_certified_rate(),
            "certificate": entity.tds_deduction,
            "certificate_number": number,
        }
        ordinary_terms = {
            "rate": rule._get_rate(entity),
            "certificate": "higher"
            if not entity or entity.tds_deduction == "higher"
            else "normal",
            "certificate_number": False,
        }
        return [
            (terms, part)
            for terms, part in (
                (certified_terms, currency.round(covered)),
                (ordinary_terms, currency.round(base - covered)),
            )
            if currency.compare_amounts(part, 0.0) > 0
        ]

    def _prepare_withholding_vals(self, rule, day):
        entity = self.partner_id.l10n_in_pan_entity_id
        return {
            "agent_id": self.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "pan": entity.name,
            "payee_class": entity.type,
            "rule_id": rule.id,
            "payment_code": rule.payment_code,
            "date": fields.Date.to_date(day),
            "financial_year": name_financial_year(day),
        }

    def _name_tax(self, vals):
        """Return the text of a line of tax in the books.

        :param dict vals: of a ``mlm.withholding``
        """
        self.ensure_one()
        if vals["kind"] == "catch_up":
            return self.env._(
                "Tax withheld from %(agent)s, caught up for %(year)s",
                agent=self.code,
                year=vals["financial_year"],
            )
        return self.env._("Tax withheld from %(agent)s", agent=self.code)
